import Analysis
import Bytes
import DTLS

/// What an export wrote, and what it had to leave out, in a line each.
package enum ExportSummary {
  /// Of the messages.
  ///
  /// - Parameter sealed: records of application data that could not be opened.
  package static func text(_ messages: MessageExport, sealed: Int) -> String {
    let counts = messages.counts
    var text = counts.messages.counted("CoAP message")
    if counts.decrypted > 0 { text += ", \(counts.decrypted) decrypted" }
    if counts.opened > 0 { text += ", \(counts.opened) opened from OSCORE" }
    if messages.spool.misplaced > 0 { text += ", \(messages.spool.misplaced) not in the order of time" }
    let omitted = [
      (sealed, "record that could not be opened", "records that could not be opened (dtlscope analyze says why)"),
      (counts.duplicates, "message in a record that was there before", "messages in records that were there before"),
      (counts.notAuthentic, "message that is not authentic", "messages that are not authentic"),
      (
        counts.others, "record or datagram that holds no CoAP message", "records or datagrams that hold no CoAP message"
      ),
      (counts.tooLong, "message too long for UDP", "messages too long for UDP"),
    ]
    let words = omitted.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
    return words.isEmpty ? text : text + "; not in it: " + words.joined(separator: ", ")
  }

  /// Of the secrets.
  package static func text(_ keyLog: KeyLogExport, of sessions: Int, sealed: Int) -> String {
    var text = "the secrets of \(keyLog.sessions) of \(sessions.counted("session"))"
    if sealed > 0 { text += "; \(sealed.counted("record")) of application data cannot be opened with them" }
    return text
  }

  /// Of what was found; nil if nothing was.
  package static func text(_ findings: FindingComments) -> String? {
    guard findings.count > 0 else { return nil }
    let text = "\(findings.count.counted("finding")) told in comments"
    return findings.shortened == 0 ? text : text + ", \(findings.shortened) of them not beside every packet"
  }

  /// Of the bodies.
  package static func text(_ export: BodyExport) -> String {
    var text = "\(export.files) \(export.files == 1 ? "body" : "bodies")"
    if export.incomplete > 0 { text += ", and \(export.incomplete) that could not be put together: see index.ndjson" }
    if export.omitted > 0 { text += "; \(export.omitted) more were left out" }
    return text
  }
}

extension Session {
  /// Records of application data that could not be opened, though they may be what they should be.
  package var sealedApplicationData: Int {
    Side.allCases.reduce(0) { $0 + max(0, records[$1].applicationData - records[$1].decrypted) }
  }
}
