import Analysis
import Bytes
import Capture
import DTLS

@testable import Diagnosis

/// A report that keeps the findings and the sessions they are about.
final class Found: Report {
  private(set) var findings: [Finding] = []
  private(set) var sessions: [Session] = []
  private let diagnostician = Diagnostician()

  /// What went wrong, in the order found: the findings of rules for causes, and errors whoever found them. Each as
  /// `severity id confidence packets`, and `#session` if it is not that of session 1.
  var causes: [String] { causeFindings.map(Self.summary) }

  /// The findings that `causes` has.
  var causeFindings: [Finding] {
    let ids = Set(Rule.causes.map(\.explanation.id))
    return findings.filter { $0.severity == .error || ids.contains($0.explanation.id) }
  }

  /// The text of the first cause.
  var text: String { causeFindings.first?.text ?? "" }

  /// The findings of one kind, as `causes` writes them.
  func named(_ explanation: Explanation) -> [String] {
    findings.filter { $0.explanation.id == explanation.id }.map(Self.summary)
  }

  /// The text of the first finding of one kind.
  func text(of explanation: Explanation) -> String {
    findings.first { $0.explanation.id == explanation.id }?.text ?? ""
  }

  /// Every finding as `causes` writes it.
  var all: [String] { findings.map(Self.summary) }

  private static func summary(_ finding: Finding) -> String {
    let packets = finding.evidence.map { "\($0.stamp.number)" }.joined(separator: " ")
    let session = finding.session == 1 ? "" : " #\(finding.session ?? 0)"
    return "\(finding.severity) \(finding.explanation.id) \(finding.confidence) \(packets)\(session)"
  }

  func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    sessions.append(session)
    findings += diagnostician.findings(of: session, number: number)
  }

  func sessionKnown(_ digest: SessionDigest, number: Int) { diagnostician.sessionKnown(digest, number: number) }

  func plainConversationEnded(_ conversation: PlainConversation) {
    diagnostician.plainConversationEnded(conversation)
  }

  func hostSeen(_ sighting: HostSighting, at stamp: PacketStamp) { diagnostician.hostSeen(sighting, at: stamp) }
  func networkProblem(_ problem: NetworkProblem, at stamp: PacketStamp) {
    diagnostician.networkProblem(problem, at: stamp)
  }
  func captureEnded(_ facts: CaptureFacts) { findings += diagnostician.captureEnded(facts) }
  func makeListener(_ sink: ChunkSink) -> any EventListener { Notes(sink: sink) }
  func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {}
  func omit(_ section: ChunkSink.Section, count: Int) {}
  func inputPaused() {}
  func finish() {}
}

/// Passes on what a diagnosis needs to know.
private final class Notes: EventListener {
  private let sink: ChunkSink

  init(sink: ChunkSink) {
    self.sink = sink
  }

  func sessionBegan(_ session: Session) { sink.noteBegan(session) }
  func outcomeChanged(_ session: Session, at stamp: PacketStamp) { sink.noteOutcome(session) }
  func plainConversationEnded(_ conversation: PlainConversation) { sink.note(conversation) }
  func sessionEnded(_ session: Session, at stamp: PacketStamp) { sink.endChunk(session) }
}
