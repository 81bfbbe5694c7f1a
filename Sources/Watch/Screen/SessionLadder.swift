import Analysis
import Bytes
import DTLS
import Diagnosis
import Rendering

/// A session as a ladder: time goes down, client and server are the rails, every record and message is a rung. Below it what
/// was found, and what to change.
struct SessionLadder {
  /// Columns from which on packets and flights are named beside the time.
  private static let wide = 72
  /// Columns that a rung takes at most: longer arrows say no more.
  private static let maximumRung = 96
  /// Columns that a paragraph takes at most.
  private static let maximumParagraph = 100
  private static let timeWidth = 11
  private static let packetWidth = 8
  private static let flightWidth = 8
  /// Where the sign of evidence stands.
  private static let signWidth = 3

  let session: WatchedSession
  let width: Int
  let style: Style

  private var isWide: Bool { width >= Self.wide }
  /// Columns before the client's rail.
  private var margin: Int { Self.timeWidth + (isWide ? Self.packetWidth + Self.flightWidth : 0) + Self.signWidth }
  /// Columns between the rails.
  private var rung: Int { max(4, min(Self.maximumRung, width - margin - 2)) }

  /// What stands above the ladder and does not scroll with it.
  var heading: [String] {
    var title = line()
    title.add(session.number.map { "Session \($0)" } ?? "CoAP", .strong)
    title.add("  ")
    title.add(session.state.rawValue, SessionTable.tone(session.state))
    title.add("  \(session.client) → \(session.server)")
    var facts: [String] = []
    if let version = session.version { facts.append("\(version)") }
    if let suite = session.cipherSuite { facts.append("\(suite)") }
    if let time = session.handshakeMilliseconds { facts.append("handshake \(TimeText.duration(milliseconds: time))") }
    if session.retransmissions > 0 { facts.append("repeated \(session.retransmissions)") }
    if let time = session.roundTrip { facts.append("RTT \(TimeText.duration(milliseconds: Double(time) / 1e6))") }
    var second = line()
    second.add(facts.joined(separator: "  "), .faint)
    var rails = line()
    rails.add("time", width: Self.timeWidth, isRight: true, .faint)
    if isWide {
      rails.add("packet", width: Self.packetWidth, isRight: true, .faint)
      rails.add("flight", width: Self.flightWidth, isRight: true, .faint)
    }
    rails.pad(to: margin)
    rails.add("client", .strong)
    rails.pad(to: margin + rung + 2 - 6)
    rails.add("server", .strong)
    return [title.text, second.text, rails.text]
  }

  /// The ladder, and below it what was found.
  var lines: [String] {
    var lines: [String] = []
    if session.droppedEvents > 0 {
      var line = line()
      line.pad(to: margin)
      line.add("… \(session.droppedEvents) earlier are not kept", .faint)
      lines.append(line.text)
    }
    let evidence = Set(session.findings.filter { $0.severity > .info }.flatMap { $0.evidence.map(\.stamp.number) })
    return lines + session.events.map { text($0, isEvidence: evidence.contains($0.stamp.number)) } + findingLines
  }

  private func line() -> ScreenLine { ScreenLine(width: width, style) }

  private func text(_ event: LadderEvent, isEvidence: Bool) -> String {
    var line = line()
    let seconds = Double(event.stamp.nanoseconds &- session.first.nanoseconds) / 1e9
    line.add(Self.time(seconds), width: Self.timeWidth, isRight: true)
    if isWide {
      line.add("\(event.stamp.number)", width: Self.packetWidth, isRight: true, .faint)
      line.add(event.flight.map { "\($0)" } ?? "", width: Self.flightWidth, isRight: true, .faint)
    }
    line.add(isEvidence ? " ! " : "", width: Self.signWidth, .bad)
    let marks = EventText.marks(event)
    let label = EventText.label(event) + (marks.isEmpty ? "" : "  [\(marks)]")
    let tone = EventText.tone(event)
    if case .missing = event.content {
      addGap("✕ \(label)", tone, to: &line)
    } else {
      switch event.sender {
      case .client?: addArrow(from: "├─", label, tone, to: "▶│", isToServer: true, &line)
      case .server?: addArrow(from: "─┤", label, tone, to: "│◀", isToServer: false, &line)
      case nil: addGap(label, tone, to: &line)
      }
    }
    return line.text
  }

  /// An arrow with its label at the sender.
  private func addArrow(
    from tail: String, _ label: String, _ tone: Style.Tone?, to head: String, isToServer: Bool, _ line: inout ScreenLine
  ) {
    let label = TextWidth.cut(label, to: max(0, rung - 5))
    let shaft = String(repeating: "─", count: max(0, rung - 4 - TextWidth.columns(label)))
    if isToServer {
      line.add("\(tail) ", .faint)
      line.add(label, tone)
      line.add(" \(shaft)\(head)", .faint)
    } else {
      line.add("\(head)\(shaft) ", .faint)
      line.add(label, tone)
      line.add(" \(tail)", .faint)
    }
  }

  /// What neither end sent, or nobody saw, in the middle between the rails.
  private func addGap(_ label: String, _ tone: Style.Tone?, to line: inout ScreenLine) {
    let label = TextWidth.cut(label, to: max(0, rung - 2))
    let before = (rung - TextWidth.columns(label)) / 2
    line.add("│", .faint)
    line.add(String(repeating: " ", count: before))
    line.add(label, tone)
    line.pad(to: margin + 1 + rung)
    line.add("│", .faint)
  }

  private var findingLines: [String] {
    guard !session.findings.isEmpty else {
      var line = line()
      line.add(
        session.isOver ? "Nothing was found wrong." : "What is wrong, if anything, is said when the session is over.",
        .faint)
      return ["", line.text]
    }
    return session.findings.flatMap { [""] + lines(of: $0) }
  }

  private func lines(of finding: Finding) -> [String] {
    var head = line()
    head.add("\(finding.severity.rawValue.uppercased()): \(finding.explanation.title)", finding.severity.tone)
    head.add("   \(finding.explanation.id), \(finding.confidence.rawValue)", .faint)
    var lines = [head.text] + paragraph(SafeText.string(finding.text), "  ", "  ")
    for evidence in finding.evidence {
      lines += paragraph("packet \(evidence.stamp.number): \(SafeText.string(evidence.what))", "  ! ", "    ")
    }
    for remedy in finding.remedies { lines += paragraph(SafeText.string(remedy), "  → ", "    ") }
    return lines
  }

  private func paragraph(_ text: String, _ first: String, _ others: String) -> [String] {
    let width = min(width, Self.maximumParagraph) - TextWidth.columns(first)
    return Wrapping.lines(text, width: max(8, width)).enumerated().map { index, text in
      var line = line()
      line.add((index == 0 ? first : others) + text)
      return line.text
    }
  }

  /// Seconds since the session began, so that lines of one session are aligned.
  static func time(_ seconds: Double) -> String {
    let micros = Int(exactly: (abs(seconds) * 1e6).rounded()) ?? 0
    let fraction = "\(micros % 1_000_000)"
    let zeros = String(repeating: "0", count: 6 - fraction.count)
    return "\(seconds < 0 ? "-" : "")\(micros / 1_000_000).\(zeros)\(fraction)"
  }
}
