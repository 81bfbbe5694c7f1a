import Bytes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a report goes: standard output, or a file that is there whole or not at all.
///
/// Bytes are gathered and written in large pieces. A failed write is kept and thrown by `finish`, so that nothing on the
/// way has to look at it.
package final class Output {
  /// Why a report could not be written.
  package struct WriteError: Error, CustomStringConvertible {
    /// What, where, and what to do.
    package let description: String
  }

  /// Bytes gathered before they are written.
  private static let pieceSize = 1 << 16

  /// Whether it is a terminal.
  package let isTerminal: Bool
  /// Called before a terminal is written to, so that other things on it can be taken away.
  package var willWrite: () -> Void = {}
  private let descriptor: Int32
  private let path: String
  private let temporaryPath: String?
  private var buffer = TextBuffer(capacity: Output.pieceSize + 4096)
  private var failure: WriteError?

  /// Standard output.
  package init() {
    descriptor = STDOUT_FILENO
    isTerminal = isatty(STDOUT_FILENO) == 1
    path = "standard output"
    temporaryPath = nil
  }

  /// The file at `path`, which appears there when `finish` is called. It may hold plaintext, so only its owner may read
  /// it.
  package init(path: String) throws(WriteError) {
    var template = Array((path + ".XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw WriteError(description: "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
    self.path = path
    temporaryPath = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    isTerminal = false
  }

  deinit {
    if let temporaryPath {
      close(descriptor)
      unlink(temporaryPath)
    }
  }

  /// Adds bytes.
  package func append(_ bytes: RawSpan) {
    buffer.append(bytes)
    if buffer.count >= Self.pieceSize { flush() }
  }

  /// Adds text.
  package func append(_ text: String) {
    buffer.append(trusted: text)
    if buffer.count >= Self.pieceSize { flush() }
  }

  /// Writes what was gathered.
  package func flush() {
    if isTerminal { willWrite() }
    buffer.withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count, failure == nil {
        let written = write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
        if written > 0 {
          start += written
        } else if errno != EINTR {
          failure = WriteError(description: "\(path): cannot be written: \(String(cString: strerror(errno)))")
        }
      }
    }
    buffer.removeAll()
  }

  /// Writes what is left, and gives a file its name; throws if anything could not be written.
  package func finish() throws(WriteError) {
    flush()
    if let failure { throw failure }
    guard let temporaryPath else { return }
    guard fsync(descriptor) == 0 || errno == EINVAL, rename(temporaryPath, path) == 0 else {
      throw WriteError(description: "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
  }
}
