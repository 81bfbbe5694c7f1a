#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Thin wrappers: inside a type, a method of the same name would hide the C function.

/// What the operating system says about the last call that failed.
func lastErrorWords() -> String {
  strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
}

/// `open(2)` for reading, or -1.
func openForReading(_ path: String) -> Int32 {
  open(path, O_RDONLY | O_CLOEXEC)
}

/// `read(2)`, repeated while a signal interrupts it.
func readInterruptibly(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  while true {
    let result = read(descriptor, bytes, count)
    if result >= 0 || errno != EINTR { return result }
  }
}

/// `poll(2)` of one descriptor without waiting.
func pollOne(_ descriptor: UnsafeMutablePointer<pollfd>) -> Int32 {
  poll(descriptor, 1, 0)
}
