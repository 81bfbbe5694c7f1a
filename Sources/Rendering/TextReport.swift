import Analysis
import Bytes
import Capture
import CoAP
import DTLS

/// A summary that a person reads at a glance: a paragraph a session, as soon as the session is over, then the plain CoAP
/// and what the capture itself was like.
package final class TextReport: EventListener {
  /// Pairs of endpoints with plain CoAP that are listed one by one.
  private static let maximumPlainFlows = 1000
  /// Notices that are shown one by one.
  private static let maximumNotices = 20

  private let output: Output
  private let style: Style
  private let hasSeveralCaptures: Bool
  private var sessions = 0
  private var plain: [FlowKey: PlainFlow] = [:]
  private var unlistedPlainMessages = 0
  private var notices: [String] = []
  private var unlistedNotices = 0

  private struct PlainFlow {
    let source: Endpoint
    let destination: Endpoint
    let first: Int
    var messages = 0
    var retransmissions = 0
  }

  /// A summary that goes to `output`.
  package init(output: Output, style: Style, hasSeveralCaptures: Bool) {
    self.output = output
    self.style = style
    self.hasSeveralCaptures = hasSeveralCaptures
  }

  package func inputPaused() {
    output.flush()
  }

  package func coap(_ event: borrowing CoAPEvent) {
    guard event.session == nil else { return }
    let key = FlowKey(event.source, event.destination)
    guard plain[key] != nil || plain.count < Self.maximumPlainFlows else {
      unlistedPlainMessages += 1
      return
    }
    let new = PlainFlow(source: event.source, destination: event.destination, first: event.stamp.number)
    plain[key, default: new].messages += 1
    if event.retransmissionOf != nil { plain[key, default: new].retransmissions += 1 }
  }

  package func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    guard session == nil else { return }
    note(
      "packet \(stamp.number): \(error.reporter) reports \(error.name) about \(error.quotedSource) → \(error.quotedDestination)"
    )
  }

  package func notice(_ notice: Notice, _ context: NoticeContext) {
    note(
      "packet \(context.stamp.number)\(context.session.map { " (session \($0))" } ?? ""): \(NoticeText.text(notice))")
  }

  private func note(_ text: String) {
    if notices.count < Self.maximumNotices { notices.append(text) } else { unlistedNotices += 1 }
  }

  package func sessionEnded(_ session: Session) {
    sessions += 1
    output.append(SessionText(session, style).text + "\n")
  }

  package func captureEnded(_ facts: CaptureFacts) {
    for flow in plain.values.sorted(by: { $0.first < $1.first }) {
      let copies = flow.retransmissions == 0 ? "" : ", \(flow.retransmissions) of them retransmissions"
      output.append(
        style.paint("Plain CoAP", .strong)
          + "  \(flow.source) ↔ \(flow.destination)   \(flow.messages.counted("message"))\(copies)\n")
    }
    if unlistedPlainMessages > 0 { output.append("and \(unlistedPlainMessages) messages of other endpoints\n") }
    if !plain.isEmpty { output.append("\n") }
    if !notices.isEmpty {
      output.append(style.paint("Noticed", .notable) + "\n")
      for notice in notices { output.append("  \(notice)\n") }
      if unlistedNotices > 0 { output.append("  and \(unlistedNotices) more; `packets` lists them all\n") }
      output.append("\n")
    }
    output.append(CaptureText.text(facts, sessions: sessions) + "\n")
    if hasSeveralCaptures { output.append("\n") }
    (sessions, unlistedPlainMessages, unlistedNotices) = (0, 0, 0)
    plain = [:]
    notices = []
  }
}

extension Int {
  /// `1 message`, `2 messages`.
  func counted(_ noun: String) -> String {
    self == 1 ? "1 \(noun)" : "\(self) \(noun)s"
  }
}

/// A capture in one line, and what was passed over in it.
enum CaptureText {
  /// Everything in it is safe to show.
  static func text(_ facts: CaptureFacts, sessions: Int) -> String {
    let counters = facts.counters
    let types = facts.linkTypes.map { "\($0)" }.joined(separator: ", ")
    var parts = [
      "\(SafeText.string(facts.path)): \(counters.packets.counted("packet"))\(types.isEmpty ? "" : " (\(types))")",
      counters.datagrams.counted("UDP datagram"), sessions.counted("DTLS session"),
    ]
    let remarks: [(Int, String)] = [
      (counters.truncatedPackets, "cut by the snapshot length"),
      (counters.reassembledDatagrams, "reassembled from IP fragments"),
      (counters.droppedFragmentSets, "IP fragment sets given up"),
      (counters.badChecksums, "with a wrong or offloaded UDP checksum"),
      (counters.zeroChecksums, "without a UDP checksum"),
      (counters.encryptedFrames, "encrypted 802.11 frames passed over"),
      (counters.malformedPackets, "malformed packets"),
      (counters.tcpToCoAPPorts, "TCP segments on CoAP ports, which are not decoded"),
    ]
    parts += remarks.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if facts.isCut { parts.append("the capture is cut: what came before was analyzed") }
    return parts.joined(separator: ", ")
  }
}
