#!/usr/bin/env python3
"""Writes `expected.json` of every fixture anew, for when the report gets new keys: write-expected.py [TOOL [NAME]...]

Runs the command that each ABOUT.md has, in JSON. What it writes is what the tool says now, so read the difference.
"""
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).parent
tool = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else here.parent / ".build/debug/dtlscope").resolve()
names = sys.argv[2:] or sorted(path.parent.name for path in here.glob("*/ABOUT.md"))
for name in names:
    lines = (here / name / "ABOUT.md").read_text().splitlines()
    command = next(line.split()[1:] for line in lines if line.startswith("    dtlscope analyze "))
    report = subprocess.run([tool, *command, "--format", "json"], cwd=here / name, check=True, stdout=subprocess.PIPE)
    (here / name / "expected.json").write_bytes(report.stdout)
