import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import Diagnosis

/// The whole report as one page that needs nothing else: the verdict, findings, sessions with their ladders, and CoAP
/// exchanges.
///
/// The parts that a reader without scripts sees are made by the template. The rest is data in script elements that are
/// no scripts; a session's is read when it is looked at.
package final class HTMLReport: DiagnosingReport {
  /// Sessions in the list: more make a page that a browser takes long to open.
  static let maximumFirst = 5000
  /// Later sessions in the list that did not come up.
  static let maximumTroubled = 5000
  /// Exchanges in the list.
  static let maximumExchanges = 10_000
  /// Captures that are not folded away.
  static let maximumOpenCaptures = 3
  /// Cards that need no list in front of them.
  static let maximumUnlistedCards = 4
  /// Sessions that a browser without scripts shows.
  static let maximumPlainRows = 1000

  private let output: Output
  /// Judges the sessions of the report.
  package let diagnostician: Diagnostician
  private var captures: [PageModel.Capture] = []
  private var paths: [String] = []
  private var sessionQuota = SessionQuota(first: maximumFirst, troubled: maximumTroubled)
  private var rows: [SessionRow] = []
  /// What is shown of a session that is looked at, by its number.
  private var details: [(number: Int, json: [UInt8])] = []
  private var outcomes: [Outcome: Int] = [:]
  private var sessions = 0
  private var ladders = Ladders()
  /// Sessions in the list whose ladder is not kept.
  private var withoutLadder = 0
  /// Sessions whose ladder lacks CoAP or application data for want of room.
  private var shortened = 0
  private var cards = FindingCards()
  private var exchanges: [(number: Int, json: [UInt8])] = []
  private var omittedExchanges = 0
  private var notices: [[UInt8]] = []
  private var omittedNotices = 0

  /// A page that goes to `output`.
  package init(output: Output, diagnostician: Diagnostician = Diagnostician()) {
    self.output = output
    self.diagnostician = diagnostician
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener { LadderEvents(sink: sink) }

  package func sessionKnown(_ digest: SessionDigest, number: Int) {
    diagnostician.sessionKnown(digest, number: number)
    if digest.outcome == .established { ladders.sessionCameUp(number) }
  }

  /// A notice, or a step: the number of its session and a separator come before it.
  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {
    guard section == .body else {
      if notices.count < LadderEvents.maximumNotices { notices.append([UInt8](piece)) } else { omittedNotices += 1 }
      return
    }
    var reader = ByteReader(piece, as: "step")
    var number = 0
    while let byte = try? reader.readUInt8("number") {
      if byte == LadderEvents.separator || byte == LadderEvents.commonSeparator {
        let step = piece.extracting((piece.byteCount - reader.remaining)...)
        return ladders.add(step, to: number, isCommon: byte == LadderEvents.commonSeparator)
      }
      number = number * 10 + Int(byte & 0xf)
    }
  }

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    let found = diagnostician.findings(of: session, number: number)
    for finding in found { cards.add(finding, since: session.first) }
    outcomes[session.outcome, default: 0] += 1
    sessions += 1
    let ladder = ladders.take(number, session.outcome)
    guard sessionQuota.admits(number: number, session.outcome) else { return }
    rows.append(SessionRow(session, number: number, found))
    if ladder == nil { withoutLadder += 1 }
    if let ladder, ladder.omitted > 0 { shortened += 1 }
    var json = JSONWriter()
    json.object(continuing: piece) {
      $0.memberFindingsInFull(found)
      $0.member("omittedTraffic", ladder?.omitted)
      $0.member("steps", ladder?.steps)
    }
    details.append((number, json.take()))
  }

  package func exchangeEnded(_ exchange: Exchange, number: Int, _ piece: RawSpan) {
    if exchanges.count < Self.maximumExchanges {
      exchanges.append((number, [UInt8](piece)))
    } else {
      omittedExchanges += 1
    }
  }

  package func omit(_ section: ChunkSink.Section, count: Int) {
    omittedNotices += count
  }

  package func captureEnded(_ facts: CaptureFacts) {
    for finding in diagnostician.captureEnded(facts) { cards.add(finding, since: nil) }
    let range = [facts.first, facts.last].compactMap { $0.map { Clock.text($0, .utc) } }
    paths.append(SafeText.string(facts.path))
    captures.append(
      PageModel.Capture(
        text: CaptureText.text(facts, sessions: sessions),
        time: range.count == 2 ? "\(range[0]) to \(range[1])" : "empty"))
    sessions = 0
  }

  package func inputPaused() {}

  // MARK: Writing

  /// Writes the page.
  package func finish() {
    rows.sort { $0.number < $1.number }
    details.sort { $0.number < $1.number }
    exchanges.sort { $0.number < $1.number }
    let model = model()
    output.append(PageTemplate.top(model))
    var list = JSONWriter()
    list.object {
      $0.member("captures", paths) { $0.value($1) }
      $0.member("sessions", rows) { json, row in json.object { $0.members(row) } }
    }
    writeData(list.take(), id: "data-sessions")
    writeData(Self.list(exchanges.map(\.json)), id: "data-exchanges")
    writeData(Self.list(notices), id: "data-notices")
    for detail in details { writeData(detail.json, id: "data-session-\(detail.number)") }
    output.append(PageTemplate.bottom(model))
  }

  private static func list(_ objects: [[UInt8]]) -> [UInt8] {
    [UInt8(ascii: "[")] + objects.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
  }

  private func writeData(_ json: [UInt8], id: String) {
    var text = TextBuffer(capacity: json.count + 64)
    text.append(trusted: "<script type=\"application/json\" id=\"\(id)\">")
    PageText.scriptData(json.span.bytes, to: &text)
    text.append("</script>\n")
    output.append(text.bytes)
  }

  private func model() -> PageModel {
    let causes = cards.causes
    let problems = cards.sorted.filter { $0.severity != "info" }
    let all = outcomes.values.reduce(0, +)
    let path = paths.count == 1 ? paths[0] : "\(paths.count) captures"
    let (headline, tone, sign): (String, String, String) =
      switch causes.count {
      case 0 where all == 0: ("No DTLS session in the capture", "notable", "–")
      case 0 where outcomes[.failed, default: 0] > 0: ("No cause shows in what can be read", "bad", "✕")
      case 0 where cards.warnings > 0: ("No session failed; \(cards.warnings.counted("warning"))", "notable", "!")
      case 0: ("Nothing is wrong", "good", "✓")
      case 1: (causes[0], "bad", "✕")
      default: ("\(causes.count) causes of failure were found", "bad", "✕")
      }
    return PageModel(
      styles: PageStyles.text, script: PageScript.text,
      policy: ContentPolicy.text(script: PageScript.text, styles: PageStyles.text), title: "\(headline) – \(path)",
      headline: headline, outcomes: OutcomeText.sentence(outcomes), tone: tone, sign: sign,
      captures: Array(captures.prefix(Self.maximumOpenCaptures)),
      moreCaptures: Array(captures.dropFirst(Self.maximumOpenCaptures)),
      overview: problems.count > Self.maximumUnlistedCards ? problems : [], cards: problems,
      remarks: cards.sorted.filter { $0.severity == "info" },
      rows: Array(rows.prefix(Self.maximumPlainRows)), omissions: omissions(sessions: all))
  }

  private func omissions(sessions all: Int) -> [String] {
    var sentences: [String] = []
    if rows.count < all {
      sentences.append("\((all - rows.count).counted("session")) that came up later are not in the list.")
    }
    if withoutLadder > 0 {
      sentences.append("\(withoutLadder.counted("session")) in the list have no ladder: dtlscope packets shows theirs.")
    }
    if shortened > 0 {
      sentences.append("\(shortened.counted("ladder")) lack later CoAP messages and application data.")
    }
    if omittedExchanges > 0 {
      sentences.append("\(omittedExchanges.counted("later CoAP exchange")) are left out: dtlscope stats counts them.")
    }
    if omittedNotices > 0 {
      sentences.append("\(omittedNotices.counted("later notice")) are left out: dtlscope packets lists them.")
    }
    return sentences
  }
}

extension JSONWriter {
  /// Steps of a ladder, which are JSON with commas between them, as a list; null without.
  fileprivate mutating func member(_ name: StaticString, _ steps: [UInt8]?) {
    key(name)
    if let steps { array(raw: steps.span.bytes) } else { null() }
  }
}
