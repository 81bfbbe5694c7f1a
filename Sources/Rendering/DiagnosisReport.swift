import Analysis
import Bytes
import Capture
import DTLS
import Diagnosis

/// The verdict on a capture: what went wrong, why, which packets show it, and what to change. The causes first, each told
/// once however many sessions have it, then the smaller findings.
package final class DiagnosisReport: DiagnosingReport {
  /// Sessions that are named of one cause; of more, only the number is told.
  static let maximumNamed = 12
  /// Packets that are shown as evidence of one cause.
  static let maximumEvidence = 8

  private let output: Output
  private let style: Style
  /// Judges the sessions of the report.
  package let diagnostician: Diagnostician
  private let log: DeviceLog?
  private var outcomes: [Outcome: Int] = [:]
  private var groups: [Group] = []
  private var places: [String: Int] = [:]
  /// How many findings of each severity there were in all captures.
  package private(set) var counts: [Finding.Severity: Int] = [:]
  /// Whether in any capture sessions failed and no cause shows.
  package private(set) var hasUnexplainedFailure = false

  /// What was found in several sessions alike: the first of them in full.
  private struct Group {
    let finding: Finding
    let subject: Subject
    var others = 0
    var named: [Int] = []
    var hasError: Bool
  }

  /// The session that a finding is about, in words.
  private struct Subject {
    let text: String
    /// The first packet of the session; times are told from it, or from what is shown of before.
    let start: PacketStamp?
    /// Its handshake, if there is a log to set beside it.
    var portrait: HandshakePortrait?
  }

  /// A diagnosis that goes to `output`.
  ///
  /// - Parameter log: what the device at one end wrote, to set beside the packets of the first session of each cause.
  package init(
    output: Output, style: Style, diagnostician: Diagnostician = Diagnostician(), log: DeviceLog? = nil
  ) {
    self.output = output
    self.style = style
    self.diagnostician = diagnostician
    self.log = log
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener { SessionEnds(sink: sink) }

  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {}

  package func omit(_ section: ChunkSink.Section, count: Int) {}

  package func inputPaused() {}

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    outcomes[session.outcome, default: 0] += 1
    let duration = TimeText.duration(milliseconds: session.last.milliseconds(since: session.first))
    let text = "Session \(number), \(session.client) → \(session.server), \(session.outcome.words), \(duration)"
    for finding in diagnostician.findings(of: session, number: number) {
      let portrait = log == nil ? nil : HandshakePortrait(session, number: number)
      add(finding, about: Subject(text: text, start: session.first, portrait: portrait))
    }
  }

  package func captureEnded(_ facts: CaptureFacts) {
    for finding in diagnostician.captureEnded(facts) { add(finding, about: Subject(text: "", start: nil)) }
    if hasFailedWithoutCause { hasUnexplainedFailure = true }
    write(facts)
    (outcomes, groups, places) = ([:], [], [:])
  }

  package func finish() {}

  private func add(_ finding: Finding, about subject: Subject) {
    counts[finding.severity, default: 0] += 1
    let key = "\(finding.explanation.id) \(finding.severity.rawValue)"
    guard let place = places[key] else {
      places[key] = groups.count
      groups.append(Group(finding: finding, subject: subject, hasError: finding.severity == .error))
      return
    }
    groups[place].others += 1
    if groups[place].named.count < Self.maximumNamed, let number = finding.session {
      groups[place].named.append(number)
    }
  }

  // MARK: Writing

  private func write(_ facts: CaptureFacts) {
    let verdict = "\(SafeText.string(facts.path)): \(verdict(facts))"
    output.append(Wrapping.hanging(verdict, style, indent: 2, first: 0) + "\n")
    let causes = groups.filter(\.hasError)
    for (index, group) in causes.enumerated() { write(group, number: causes.count > 1 ? index + 1 : nil) }
    let smaller = groups.filter { !$0.hasError }.sorted { $0.finding.severity > $1.finding.severity }
    if !smaller.isEmpty { output.append("\n\(style.paint("Also noticed", .strong))\n") }
    for group in smaller { writeSmaller(group) }
    output.append("\n")
  }

  /// Whether sessions of this capture failed and no cause shows.
  private var hasFailedWithoutCause: Bool {
    outcomes[.failed, default: 0] > 0 && !groups.contains(where: \.hasError)
  }

  /// The verdict in one line.
  private func verdict(_ facts: CaptureFacts) -> String {
    let sessions = outcomes.values.reduce(0, +)
    guard sessions > 0 || !groups.isEmpty else {
      return "no DTLS session and nothing to judge in \(facts.counters.packets.counted("packet"))."
    }
    let causes = groups.count(where: \.hasError)
    let end =
      switch causes {
      case 0 where hasFailedWithoutCause:
        style.paint("No cause shows in what can be read; dtlscope analyze says what cannot, and why.", .bad)
      case 0: style.paint("Nothing is wrong.", .good)
      case 1: style.paint("One cause found.", .bad)
      default: style.paint("\(causes) causes found.", .bad)
      }
    return "\(OutcomeText.sentence(outcomes)) \(end)"
  }

  private func write(_ group: Group, number: Int?) {
    let finding = group.finding
    let place = number.map { "\($0). " } ?? ""
    let title = style.paint("\(place)\(finding.explanation.title)", .bad)
    let name = style.paint("\(finding.explanation.id), \(finding.confidence.rawValue)", .faint)
    output.append("\n" + Wrapping.hanging("\(title)   \(name)", style, indent: 3, first: 0) + "\n")
    if !group.subject.text.isEmpty {
      for line in [group.subject.text] + others(group) {
        output.append("   " + Wrapping.hanging(line, style, indent: 5, first: 3) + "\n")
      }
    }
    output.append("\n")
    append(SafeText.string(finding.text), indent: "   ")
    output.append("\n   \(style.paint("Evidence", .strong))\n")
    let start = (finding.evidence.map(\.stamp) + [group.subject.start].compactMap { $0 }).min { $0.number < $1.number }
    for evidence in finding.evidence.prefix(Self.maximumEvidence) {
      let time = start.map { "  +" + TimeText.duration(milliseconds: evidence.stamp.milliseconds(since: $0)) }
      let line = "packet \(evidence.stamp.number)\(time ?? "")  \(SafeText.string(evidence.what))"
      output.append("     " + Wrapping.hanging(line, style, indent: 7, first: 5) + "\n")
    }
    if let log, let portrait = group.subject.portrait { write(DeviceTimeline(log, beside: portrait)) }
    output.append("\n   \(style.paint("What to change", .strong))\n")
    for remedy in finding.remedies { append(remedy, indent: "       ", first: "     - ") }
    let reference = "\(finding.explanation.reference); dtlscope explain \(finding.explanation.id)"
    output.append("\n   " + Wrapping.hanging(style.paint(reference, .faint), style, indent: 3) + "\n")
  }

  /// The lines of the device's log, each beside its packet.
  private func write(_ timeline: DeviceTimeline) {
    output.append("\n   \(style.paint("The device's log", .strong))\n")
    guard !timeline.rows.isEmpty else {
      output.append("     no line of it is about DTLS or CoAP at that time\n")
      return
    }
    if timeline.anchors == 0 {
      append(
        "Its times could not be tied to the capture's: no line with an error code has a counterpart in the packets.",
        indent: "     ")
    }
    for row in timeline.rows {
      let time = row.milliseconds.map { "+" + TimeText.duration(milliseconds: $0) + "  " } ?? ""
      let level = row.entry.level.map { "\($0.rawValue) " } ?? ""
      let tag = row.entry.tag.map { "\(SafeText.string($0)): " } ?? ""
      let packet = row.step.map { "  = packet \($0.stamp.number), \($0.name) of the \($0.sender)" } ?? ""
      append(
        "\(time)line \(row.entry.line): \(level)\(tag)\(SafeText.string(row.entry.text))\(packet)", indent: "       ",
        first: "     ")
      for code in row.entry.codes { append("\(code.numberText) \(code.name): \(code.meaning)", indent: "         ") }
    }
  }

  /// The sessions with the same cause, in words.
  private func others(_ group: Group) -> [String] {
    guard group.others > 0 else { return [] }
    let numbers = group.named.map { "\($0)" }.joined(separator: ", ")
    let rest = group.others - group.named.count
    return ["and \(group.others.counted("other session")): \(numbers)\(rest > 0 ? " and \(rest) more" : "")"]
  }

  private func writeSmaller(_ group: Group) {
    let finding = group.finding
    let head = style.paint("\(finding.severity.rawValue): \(finding.explanation.title)", finding.severity.tone)
    let session = finding.session.map { " (session \($0)\(group.others > 0 ? " and \(group.others) more" : ""))" }
    let line = "\(head)\(session ?? "")   \(style.paint(finding.explanation.id, .faint))"
    output.append("   " + Wrapping.hanging(line, style, indent: 5, first: 3) + "\n")
    append(SafeText.string(finding.text), indent: "     ")
  }

  /// Appends a paragraph.
  private func append(_ text: String, indent: String, first: String? = nil) {
    let lines = Wrapping.lines(text, width: style.paragraphWidth - indent.count)
    for (index, line) in lines.enumerated() { output.append((index == 0 ? first ?? indent : indent) + line + "\n") }
  }
}

/// Passes on what a report has to be told of sessions to judge them, and says nothing of them.
final class SessionEnds: EventListener {
  private let sink: ChunkSink

  init(sink: ChunkSink) {
    self.sink = sink
  }

  func sessionBegan(_ session: Session) {
    sink.noteBegan(session)
  }

  func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    sink.noteOutcome(session)
  }

  func judgementIsDue(on session: Session, at stamp: PacketStamp) {
    sink.noteDue(session)
  }

  func plainConversationEnded(_ conversation: PlainConversation) {
    sink.note(conversation)
  }

  func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    sink.endChunk(session)
  }
}

extension Outcome {
  /// The outcome in words.
  fileprivate var words: String {
    switch self {
    case .established: "came up"
    case .failed: "failed"
    case .incomplete: "unfinished"
    case .unknown: "no handshake captured"
    }
  }
}
