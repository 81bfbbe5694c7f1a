import Bytes
import Capture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a report goes: standard output, a device or a pipe, or a file that is there whole or not at all.
///
/// Bytes are gathered and written in large pieces. A failed write is kept and thrown by `finish`, so that nothing on the
/// way has to look at it.
package final class Output {
  /// Why a report could not be written.
  package struct WriteError: Error, CustomStringConvertible {
    /// What, where, and what to do.
    package let description: String

    /// An error in these words.
    init(description: String) {
      self.description = description
    }

    /// Why the last call that was to write at `path` failed.
    init(writing path: String) {
      self.init(description: "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// Bytes gathered before they are written.
  private static let pieceSize = 1 << 16
  /// Symbolic links that are followed one after the other: as many as Linux follows.
  private static let maximumLinks = 40

  /// Whether it is a terminal.
  package let isTerminal: Bool
  /// The columns of the terminal, if it is one.
  package let columns: Int?
  /// Whether it is standard output, by whichever path.
  package var isStandardOutput: Bool { descriptor == STDOUT_FILENO }
  /// Called before a terminal is written to, so that other things on it can be taken away.
  package var willWrite: () -> Void = {}
  private let descriptor: Int32
  private let path: String
  /// Of a file: what it is called until it is whole, and then.
  private let replacement: (temporary: String, final: String)?
  private var buffer = TextBuffer(capacity: Output.pieceSize + 4096)
  private var failure: WriteError?

  /// Standard output.
  package init() {
    descriptor = STDOUT_FILENO
    isTerminal = isatty(STDOUT_FILENO) == 1
    columns = TerminalWidth.columns(of: STDOUT_FILENO)
    path = "standard output"
    replacement = nil
  }

  /// What is at `path`. A regular file, or one that is not there yet, appears when `finish` is called; it may hold
  /// plaintext, so only its owner may read it. Links stay and what they lead to is replaced. Whatever is no regular file
  /// is written to as it is, because replacing it would take it away from everybody else: a device, a pipe. So is what
  /// standard output is open for, because the shell may have more to write there.
  package init(path: String) throws(WriteError) {
    self.path = path
    let present = FileIdentity(path: path)
    if let present, present == FileIdentity(descriptor: STDOUT_FILENO) {
      descriptor = STDOUT_FILENO
      replacement = nil
    } else if let present, !present.isRegular {
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      replacement = nil
    } else {
      let target = Self.target(of: path)
      let temporary = createTemporaryFile(beside: target)
      descriptor = temporary.descriptor
      replacement = (temporary.path, target)
    }
    guard descriptor >= 0 else { throw WriteError(writing: path) }
    if let replacement { TemporaryFiles.add(replacement.temporary) }
    isTerminal = isatty(descriptor) == 1
    columns = TerminalWidth.columns(of: descriptor)
  }

  /// The path without a symbolic link at its end, of a link that leads to nothing, too.
  static func target(of path: String, followed links: Int = 0) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    var text = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink(path, &text, text.count)
    guard length > 0, links < maximumLinks else { return path }
    let next = String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = next.hasPrefix("/") ? "" : path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return target(of: folder + next, followed: links + 1)
  }

  deinit {
    if descriptor != STDOUT_FILENO { close(descriptor) }
    if let replacement {
      unlink(replacement.temporary)
      TemporaryFiles.remove(replacement.temporary)
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
      if failure == nil, !writeAll(descriptor, bytes) { failure = WriteError(writing: path) }
    }
    buffer.removeAll()
  }

  /// Writes what is left, and gives a file its name; throws if anything could not be written.
  package func finish() throws(WriteError) {
    flush()
    if let failure { throw failure }
    guard let replacement else { return }
    guard fsync(descriptor) == 0 || errno == EINVAL, rename(replacement.temporary, replacement.final) == 0 else {
      throw WriteError(writing: path)
    }
  }
}
