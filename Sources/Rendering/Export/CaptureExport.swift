import Bytes
import Capture

/// Writes a capture file anew: the messages in it as packets, or its packets with what opens them.
package final class CaptureExport {
  /// Bytes that are gathered before they are passed on.
  private static let pieceSize = 1 << 16
  /// Packets between two reports of progress.
  private static let progressInterval = 4096

  private let output: Output
  private let findings: FindingComments
  private var section: PacketSection
  /// Packets written.
  package private(set) var packets = 0

  /// A file that goes to `output`, of the capture at `path`, with what was found in it.
  package init(output: Output, path: String, findings: FindingComments) {
    self.output = output
    self.findings = findings
    section = PacketSection(comments: [findings.summary(of: path)])
  }

  /// Writes the messages.
  package func write(_ messages: MessageExport) throws(Output.WriteError) {
    try messages.spool.read { frame, comment in
      section.append(frame, comments: [comment] + findings.comments(onPacket: frame.number))
      packets += 1
      passOn(atLeast: Self.pieceSize)
    }
    passOn(atLeast: 0)
  }

  /// Writes the packets of a capture as they are, and before them the secrets of its sessions. Secrets in the capture
  /// stay where they are.
  ///
  /// - Parameter progress: is told now and then how many packets were written, and which part of the capture that is.
  package func copy(
    _ source: any CaptureSource, _ keyLog: KeyLogExport, progress: (Int, Double?) -> Void
  ) throws {
    try keyLog.write(to: &section)
    passOn(atLeast: 0)
    do throws(CaptureError) {
      while try source.next(
        secrets: self,
        { frame in
          let number = frame.interface
          section.append(frame, comments: source.comments + findings.comments(onPacket: frame.number)) {
            source.name(ofInterface: number).map { ($0, "") }
          }
          packets += 1
        })
      {
        passOn(atLeast: Self.pieceSize)
        if packets % Self.progressInterval == 0 { progress(packets, source.fractionRead) }
      }
    } catch {
      // The analysis has told the damage; what came before it is copied.
      guard packets > 0 else { throw error }
    }
    passOn(atLeast: 0)
  }

  private func passOn(atLeast count: Int) {
    guard section.buffer.count > count else { return }
    section.buffer.withUnsafeBytes { output.append($0.bytes) }
    section.buffer.removeAll()
  }
}

extension CaptureExport: SecretsHandler {
  package func receive(_ secrets: borrowing DecryptionSecrets) {
    section.buffer.appendSecrets(secrets.type, secrets.data)
    passOn(atLeast: Self.pieceSize)
  }

  /// A block that breaks its format tells nobody anything.
  package func receiveMalformedSecrets(_ error: DecodeError) {}
}
