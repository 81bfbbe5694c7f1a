import Analysis
import Bytes
import Capture
import DTLS

/// Gathers the secrets that records proved, in the form of a key log (RFC 9850).
package final class KeyLogExport {
  /// Bytes of secrets in a block of a capture file.
  private static let blockSize = 1 << 16

  private let output: Output?
  private let spool: SpoolFile?
  private var text = TextBuffer()
  /// Sessions of which there are secrets.
  package private(set) var sessions = 0

  /// A key log that goes to `output`, to a capture file at `path`, or to both.
  package init(output: Output?, capturePath path: String?) throws(Output.WriteError) {
    self.output = output
    spool = if let path { try SpoolFile(beside: path) } else { nil }
  }

  /// Takes in a session that is over.
  package func add(_ session: Session) {
    text.removeAll()
    session.association.appendProvenSecrets(to: &text)
    guard text.count > 0 else { return }
    sessions += 1
    text.withUnsafeBytes {
      output?.append($0.bytes)
      spool?.append($0.bytes)
    }
  }

  /// Writes the secrets to a section, in blocks of whole lines.
  func write(to section: inout PacketSection) throws(Output.WriteError) {
    guard let spool else { return }
    try spool.finish()
    var offset = 0
    var bytes = [UInt8](repeating: 0, count: Self.blockSize)
    while offset < spool.count {
      let count = try spool.read(at: offset, into: &bytes)
      guard let end = bytes[..<count].lastIndex(of: UInt8(ascii: "\n")) else { return }
      section.buffer.appendSecrets(.tlsKeyLog, bytes.span.bytes.extracting(first: end + 1))
      offset += end + 1
    }
  }
}
