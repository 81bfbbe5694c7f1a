import Bytes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pcapng file that grows while packets are captured, readable by its owner alone: plain CoAP is in it.
///
/// What was flushed is a whole file that can be read, whatever becomes of this process.
package final class CaptureWriter {
  /// Why it could not be written.
  package struct WriteError: Error, CustomStringConvertible {
    /// What, where, and what to do.
    package let description: String
  }

  /// Bytes that are gathered before they are written.
  private static let pieceSize = 1 << 16

  /// Its path.
  package let path: String
  /// Bytes in it, those that are not flushed yet included.
  package private(set) var size = 0

  private let descriptor: Int32
  private let descriptions: [(name: String, filter: String)]
  private var section = PacketSection()

  /// Creates the file at `path`, in place of one that is there.
  ///
  /// - Parameters:
  ///   - descriptions: the name and filter of each interface, by `Frame.interface`; empty if they are not known.
  ///   - isNew: whether there must be none.
  package init(
    path: String, descriptions: [(name: String, filter: String)] = [], isNew: Bool = false
  ) throws(WriteError) {
    self.path = path
    self.descriptions = descriptions
    descriptor = createFile(path, isNew: isNew)
    guard descriptor >= 0 else { throw Self.error(path) }
    try flush()
  }

  deinit {
    close(descriptor)
  }

  private static func error(_ path: String) -> WriteError {
    WriteError(description: "\(path): cannot be written: \(lastErrorWords())")
  }

  /// Adds a packet.
  package func append(_ frame: borrowing Frame) throws(WriteError) {
    let number = frame.interface
    section.append(frame) { descriptions.indices.contains(number) ? descriptions[number] : nil }
    if section.buffer.count >= Self.pieceSize { try flush() }
  }

  /// Adds secrets for the packets that come after them.
  package func append(_ secrets: borrowing DecryptionSecrets) throws(WriteError) {
    section.buffer.appendSecrets(secrets.type, secrets.data)
    if section.buffer.count >= Self.pieceSize { try flush() }
  }

  /// Bytes in the file with what is gathered.
  package var length: Int { size + section.buffer.count }

  /// Writes what was gathered to the file.
  package func flush() throws(WriteError) {
    guard section.buffer.count > 0 else { return }
    size += section.buffer.count
    var isWritten = false
    section.buffer.withUnsafeBytes { isWritten = writeAll(descriptor, $0) }
    section.buffer.removeAll()
    guard isWritten else { throw Self.error(path) }
  }

  /// Ends the file with what the interfaces dropped since the capture began.
  package func finish(_ drops: [DropCounts], nanoseconds: Int64) throws(WriteError) {
    for (key, number) in section.interfaces.sorted(by: { $0.value < $1.value })
    where drops.indices.contains(key.number) {
      section.buffer.appendStatistics(interface: number, drops[key.number], nanoseconds: nanoseconds)
    }
    try flush()
  }
}
