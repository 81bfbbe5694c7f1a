import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import Diagnosis

/// A summary that a person reads at a glance: a paragraph a session, as soon as the session is over, then the plain CoAP
/// and what the capture itself was like.
package final class TextReport: DiagnosingReport {
  /// Endpoints with plain CoAP that are listed one by one.
  static let maximumPlainFlows = 1000
  /// Notices that are shown one by one.
  static let maximumNotices = 20
  /// Exchanges of a session or of plain endpoints that are listed one by one.
  static let maximumExchanges = 8

  private let output: Output
  private let style: Style
  private let hasSeveralCaptures: Bool
  /// Judges the sessions of the report.
  package let diagnostician: Diagnostician
  private var sessions = 0
  private var plain: [(first: Int, text: String)] = []
  private var notices: [String] = []
  private var omitted: [ChunkSink.Section: Int] = [:]

  /// A summary that goes to `output`.
  package init(output: Output, style: Style, hasSeveralCaptures: Bool, diagnostician: Diagnostician = Diagnostician()) {
    self.diagnostician = diagnostician
    self.output = output
    self.style = style
    self.hasSeveralCaptures = hasSeveralCaptures
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener {
    TextParagraphs(sink: sink, style: style)
  }

  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {
    switch section {
    case .session, .exchange, .body: output.append(piece)
    case .plain:
      plain.append((order, String(decoding: [UInt8](piece), as: UTF8.self)))
    case .notice:
      if notices.count < Self.maximumNotices {
        notices.append(String(decoding: [UInt8](piece), as: UTF8.self))
      } else {
        omitted[.notice, default: 0] += 1
      }
    }
  }

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    sessions += 1
    output.append(piece)
    for finding in diagnostician.findings(of: session, number: number) where finding.severity > .info {
      output.append(FindingText.paragraph(finding, style))
    }
    output.append("\n")
  }

  package func omit(_ section: ChunkSink.Section, count: Int) {
    omitted[section, default: 0] += count
  }

  package func inputPaused() {
    output.flush()
  }

  package func captureEnded(_ facts: CaptureFacts) {
    let listed = plain.sorted { $0.first < $1.first }.prefix(Self.maximumPlainFlows)
    for flow in listed { output.append(flow.text) }
    let unlisted = plain.count - listed.count + omitted[.plain, default: 0]
    if unlisted > 0 { output.append("and plain CoAP between more endpoints\n") }
    if !plain.isEmpty { output.append("\n") }
    for finding in diagnostician.captureEnded(facts) where finding.severity > .info {
      output.append(FindingText.paragraph(finding, style) + "\n")
    }
    if !notices.isEmpty {
      output.append(style.paint("Noticed", .notable) + "\n")
      for notice in notices { output.append("  \(Wrapping.hanging(notice, style, indent: 4, first: 2))\n") }
      if let more = omitted[.notice] { output.append("  and \(more) more; `packets` lists them all\n") }
      output.append("\n")
    }
    output.append(Wrapping.hanging(CaptureText.text(facts, sessions: sessions), style, indent: 2, first: 0) + "\n")
    if hasSeveralCaptures { output.append("\n") }
    sessions = 0
    plain = []
    notices = []
    omitted = [:]
  }

  package func finish() {}
}

/// The parts of the summary that come from packets.
final class TextParagraphs: EventListener {
  private let sink: ChunkSink
  private let style: Style
  /// Plain conversations of the capture so far.
  private var plain = 0
  /// Whose exchanges they are.
  private enum Owner: Hashable {
    case session(Int)
    /// A plain conversation, by its first packet.
    case plain(Int)
  }

  /// The exchanges of what is live: those that were over first.
  private var exchanges: [Owner: (first: [Exchange], others: Int)] = [:]
  private var notices = 0

  init(sink: ChunkSink, style: Style) {
    self.sink = sink
    self.style = style
  }

  func sessionBegan(_ session: Session) {
    sink.noteBegan(session)
  }

  func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    SessionText(session, style).append(to: &sink.text)
    appendExchanges(exchanges.removeValue(forKey: .session(session.id)), label: "exchanges")
    sink.endChunk(session)
  }

  func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {
    let owner = context.session.map { Owner.session($0.id) } ?? .plain(context.first.number)
    // Plain conversations beyond those that are listed are told by nothing but their number.
    guard context.session != nil || exchanges.count < 2 * TextReport.maximumPlainFlows else { return }
    if exchanges[owner, default: ([], 0)].first.count < TextReport.maximumExchanges {
      exchanges[owner, default: ([], 0)].first.append(exchange)
    } else {
      exchanges[owner, default: ([], 0)].others += 1
    }
  }

  private func appendExchanges(_ list: (first: [Exchange], others: Int)?, label: String) {
    guard let list else { return }
    for (index, exchange) in list.first.enumerated() {
      sink.text.append(trusted: style.paint(index == 0 ? "  \(label)   " : "              ", .faint))
      let line = ExchangeText.line(exchange, style)
      sink.text.append(trusted: Wrapping.hanging(line, style, indent: SessionText.labelWidth + 2) + "\n")
    }
    if list.others > 0 { sink.text.append(trusted: "              and \(list.others) more\n") }
  }

  func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    sink.noteOutcome(session)
  }

  func plainConversationEnded(_ conversation: PlainConversation) {
    sink.note(conversation)
    guard plain < TextReport.maximumPlainFlows else {
      exchanges[.plain(conversation.first.number)] = nil
      return sink.omit(.plain)
    }
    plain += 1
    let retransmissions = conversation.sent.retransmissions + conversation.received.retransmissions
    let copies = retransmissions == 0 ? "" : ", \(retransmissions) of them retransmissions"
    let messages = (conversation.sent.count + conversation.received.count).counted("message")
    sink.text.append(trusted: style.paint("Plain CoAP", .strong))
    sink.text.append(trusted: "  \(conversation.source) ↔ \(conversation.destination)   \(messages)\(copies)\n")
    appendExchanges(exchanges.removeValue(forKey: .plain(conversation.first.number)), label: "exchanges")
    sink.endChunk(.plain, order: conversation.first.number)
  }

  func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    guard session == nil else { return }
    let text = NoticeText.text(error)
    note(stamp, session: nil) { text }
  }

  func notice(_ notice: Notice, _ context: NoticeContext) {
    switch notice {
    // The session's own paragraph tells it.
    case .rebound, .bridged: return
    default: break
    }
    note(context.stamp, session: context.session) { NoticeText.text(notice) }
  }

  private func note(_ stamp: PacketStamp, session: Int?, _ text: () -> String) {
    guard notices < TextReport.maximumNotices else { return sink.omit(.notice) }
    notices += 1
    sink.text.append("packet ")
    sink.text.append(decimal: stamp.number)
    if let session {
      sink.text.append(" (session ")
      sink.text.append(sessionNumber: session)
      sink.text.append(")")
    }
    sink.text.append(": ")
    sink.text.append(trusted: text())
    sink.endChunk(.notice)
  }

  func captureEnded(_ facts: CaptureFacts) {
    plain = 0
    notices = 0
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
    let remarks: [(count: Int, text: String)] = [
      (counters.truncatedPackets, "\(counters.truncatedPackets) cut by the snapshot length"),
      (counters.turnDatagrams, "\(counters.turnDatagrams) inside TURN"),
      (counters.capwapDatagrams, "\(counters.capwapDatagrams) inside CAPWAP"),
      (counters.reassembledDatagrams, "\(counters.reassembledDatagrams) reassembled from IP fragments"),
      (counters.droppedFragmentSets, "\(counters.droppedFragmentSets.counted("IP fragment set")) given up"),
      (counters.badChecksums, "\(counters.badChecksums) with a wrong or offloaded UDP checksum"),
      (counters.zeroChecksums, "\(counters.zeroChecksums) without a UDP checksum"),
      (counters.encryptedFrames, "\(counters.encryptedFrames.counted("encrypted wireless frame")) passed over"),
      (counters.malformedPackets, counters.malformedPackets.counted("malformed packet")),
      (counters.tcpToCoAPPorts, "\(counters.tcpToCoAPPorts.counted("TCP segment")) on CoAP ports, not decoded"),
    ]
    parts += remarks.filter { $0.count > 0 }.map(\.text)
    if facts.isCut { parts.append("the capture is cut: what came before was analyzed") }
    return parts.joined(separator: ", ")
  }
}
