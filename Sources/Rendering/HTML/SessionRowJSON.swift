import Analysis
import Bytes
import DTLS
import Diagnosis

extension SessionRow {
  /// The row of a session that is over.
  init(_ session: Session, number: Int, _ found: [Finding]) {
    let handshake = session.association.handshake
    let texts = [handshake.pskIdentity, handshake.clientHello?.extensions.serverName].compactMap { $0 }
    self.init(
      number: number, capture: session.first.capture, client: "\(session.client)", server: "\(session.server)",
      version: handshake.version.map { "\($0)" } ?? "", suite: handshake.cipherSuite.map { "\($0)" } ?? "",
      outcome: session.outcome.rawValue, start: session.first.nanoseconds / 1000, handshake: handshake.duration,
      duration: handshake.duration.map { TimeText.duration(milliseconds: $0) } ?? "", firstPacket: session.first.number,
      lastPacket: session.last.number,
      repeats: session.retransmittedDatagrams.client + session.retransmittedDatagrams.server,
      messages: session.coapMessages, names: texts.map { SafeText.string($0) },
      severity: found.map(\.severity).max()?.rawValue ?? "", findings: found.map(\.explanation.id))
  }
}

extension JSONWriter {
  /// The members of a row, as the page's script reads them.
  mutating func members(_ row: SessionRow) {
    member("number", row.number)
    member("capture", row.capture)
    member("client", row.client)
    member("server", row.server)
    member("version", row.version)
    member("suite", row.suite)
    member("outcome", row.outcome)
    member("start", row.start)
    member("handshake", row.handshake)
    member("first", row.firstPacket)
    member("last", row.lastPacket)
    member("repeats", row.repeats)
    member("messages", row.messages)
    member("names", row.names) { $0.value($1) }
    member("severity", row.severity)
    member("findings", row.findings) { $0.value($1) }
  }

  /// The findings of a session, as its part of the page shows them.
  mutating func memberFindingsInFull(_ found: [Finding]) {
    member("findings", found) { json, finding in
      json.object {
        $0.member("id", finding.explanation.id)
        $0.member("severity", finding.severity.rawValue)
        $0.member("title", finding.explanation.title)
        $0.member("text", SafeText.string(finding.text))
        $0.member("evidence", finding.evidence) { json, evidence in
          json.object {
            $0.member("packet", evidence.stamp.number)
            $0.member("what", SafeText.string(evidence.what))
          }
        }
      }
    }
  }
}
