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

/// `poll(2)` of one descriptor; a signal ends the wait with -1.
func pollOne(_ descriptor: UnsafeMutablePointer<pollfd>, _ milliseconds: Int32) -> Int32 {
  poll(descriptor, 1, milliseconds)
}

/// `poll(2)` of several descriptors.
func pollAll(_ descriptors: inout [pollfd], _ milliseconds: Int32) {
  poll(&descriptors, nfds_t(descriptors.count), milliseconds)
}

/// `open(2)` of a file that is created for its owner alone, or -1.
///
/// - Parameter isNew: whether one that is there is an error.
package func createFile(_ path: String, isNew: Bool) -> Int32 {
  open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (isNew ? O_EXCL : O_TRUNC), 0o600)
}

/// `mkstemp(3)`: a new file for its owner alone, whose path is `path` with an ending that nothing has yet. The descriptor is
/// -1 if none can be made.
package func createTemporaryFile(beside path: String) -> (descriptor: Int32, path: String) {
  var template = Array((path + ".XXXXXX").utf8CString)
  let descriptor = mkstemp(&template)
  return (descriptor, String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
}

/// `write(2)` of all bytes; false with `errno` set if that cannot be done.
package func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
  var start = 0
  while start < bytes.count {
    let written = write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
    if written > 0 { start += written } else if errno != EINTR { return false }
  }
  return true
}

/// `unlink(2)`; that there is nothing to remove is no failure.
func removeFile(_ path: String) {
  unlink(path)
}
