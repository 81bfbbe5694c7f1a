import Analysis
import Bytes
import Capture
import DTLS
import Diagnosis
import TestSupport

/// Gives `listener` everything of the captures at `paths`, as one shard says it.
package func observe(_ paths: [String], _ listener: any EventListener, key: String? = "esp32c3_key") throws {
  try run(paths, ListenerReport(listener), key: key)
}

/// Gives `listener` everything of a fixture.
package func observe(_ name: String, _ listener: any EventListener, key: String? = "esp32c3_key") throws {
  try observe([Fixtures.path(name)], listener, key: key)
}

/// What is found in each session of a fixture, in the order of their ends.
package func judged(_ name: String, key: String? = "esp32c3_key") throws -> [(session: Session, findings: [Finding])] {
  let report = JudgingReport()
  try run([Fixtures.path(name)], report, key: key)
  return report.judged
}

private func run(_ paths: [String], _ report: any Report, key: String?) throws {
  var keyring = Keyring()
  keyring.triesOtherSpellings = false
  if let key { keyring.add(try PresharedKey(specification: key, index: 1)) }
  let pipeline = Pipeline(Pipeline.Settings(keyring: keyring, shards: 1), report: report)
  for (index, path) in paths.enumerated() {
    try CaptureRun(try CaptureFile.open(path), index: index).run(pipeline)
  }
  report.finish()
}

/// Keeps what is found.
private final class JudgingReport: Report {
  private(set) var judged: [(session: Session, findings: [Finding])] = []
  private let diagnostician = Diagnostician()

  func makeListener(_ sink: ChunkSink) -> any EventListener { Notes(sink) }
  func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    judged.append((session, diagnostician.findings(of: session, number: number)))
  }
  func sessionKnown(_ digest: SessionDigest, number: Int) { diagnostician.sessionKnown(digest, number: number) }
  func plainConversationEnded(_ conversation: PlainConversation) { diagnostician.plainConversationEnded(conversation) }
  func hostSeen(_ sighting: HostSighting, at stamp: PacketStamp) { diagnostician.hostSeen(sighting, at: stamp) }
  func networkProblem(_ problem: NetworkProblem, at stamp: PacketStamp) {
    diagnostician.networkProblem(problem, at: stamp)
  }
  func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {}
  func omit(_ section: ChunkSink.Section, count: Int) {}
  func captureEnded(_ facts: CaptureFacts) {}
  func inputPaused() {}
  func finish() {}
}

/// Passes on what a diagnosis needs to know.
private final class Notes: EventListener {
  private let sink: ChunkSink

  init(_ sink: ChunkSink) {
    self.sink = sink
  }

  func sessionBegan(_ session: Session) { sink.noteBegan(session) }
  func outcomeChanged(_ session: Session, at stamp: PacketStamp) { sink.noteOutcome(session) }
  func plainConversationEnded(_ conversation: PlainConversation) { sink.note(conversation) }
  func sessionEnded(_ session: Session, at stamp: PacketStamp) { sink.endChunk(session) }
}
