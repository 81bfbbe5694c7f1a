import Analysis
import Bytes
import Capture
import DTLS
import Diagnosis
import Rendering

/// What a watched capture says where there is no terminal: a line when a session begins, comes up or fails, and ends, and one
/// for each finding that is no mere remark. For a pipeline of one shard.
///
///     seconds #session client → server  what became of it
package final class WatchLines: EventListener {
  private let write: (String) -> Void
  private let style: Style
  private var start: Int64?
  private var begun = 0
  /// The numbers of the sessions that are live, by their identifiers.
  private var numbers: [Int: Int] = [:]

  /// Lines that go to `write`, each with its end.
  package init(style: Style, write: @escaping (String) -> Void) {
    self.style = style
    self.write = write
  }

  package func captureBegan(at stamp: PacketStamp) {
    if start == nil { start = stamp.nanoseconds }
  }

  package func sessionBegan(_ session: Session) {
    begun += 1
    numbers[session.id] = begun
    line(session, at: session.first, "begins")
  }

  package func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    let handshake = session.association.handshake
    guard session.outcome == .established else {
      line(session, at: stamp, style.paint(session.outcome.rawValue, .bad))
      return
    }
    var text = style.paint("established", .good)
    if let time = handshake.duration { text += " in \(TimeText.duration(milliseconds: time))" }
    if let version = handshake.version { text += "  \(version)" }
    if let suite = handshake.cipherSuite { text += "  \(suite)" }
    let repeated = session.retransmittedDatagrams.client + session.retransmittedDatagrams.server
    if repeated > 0 { text += "  " + style.paint("repeated \(repeated)", .notable) }
    line(session, at: stamp, text)
  }

  package func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    line(session, at: stamp, style.paint("over, \(session.coapMessages.counted("CoAP message"))", .faint))
    numbers[session.id] = nil
  }

  /// Takes in what was found in a session, or in the capture as a whole.
  package func note(_ findings: [Finding]) {
    for finding in findings where finding.severity > .info {
      let session = finding.session.map { "#\($0)  " } ?? ""
      let title = "\(finding.severity.rawValue.uppercased()): \(finding.explanation.title)"
      write("              \(session)\(style.paint(title, finding.severity.tone))   \(finding.explanation.id)\n")
    }
  }

  private func line(_ session: Session, at stamp: PacketStamp, _ text: String) {
    let seconds = SessionLadder.time(Double(stamp.nanoseconds &- (start ?? stamp.nanoseconds)) / 1e9)
    let number = numbers[session.id].map { "#\($0)" } ?? ""
    write(
      "\(TextWidth.fit(seconds, to: 12, isRight: true))  \(number)  \(session.client) → \(session.server)  \(text)\n")
  }
}
