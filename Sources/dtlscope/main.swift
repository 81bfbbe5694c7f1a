print("dtlscope")
