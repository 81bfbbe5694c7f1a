import Analysis
import Bytes
import Capture
import CoAP
import DTLS

/// Judges sessions as they end, by what they are and by what else was seen in the capture.
package final class Diagnostician {
  private var history = CaptureHistory()
  private let config: SDKConfig?
  /// The identifiers of what is told once a capture, and was told.
  private var told: Set<String> = []

  /// A diagnostician that has seen nothing.
  ///
  /// - Parameter config: what the device at one end was built with, to hold against what it did.
  package init(config: SDKConfig? = nil) {
    self.config = config
  }

  /// Takes in what is known of a session.
  package func sessionKnown(_ digest: SessionDigest, number: Int) {
    history.add(digest, number: number)
  }

  /// Takes in that a host was seen, or asked for.
  package func hostSeen(_ sighting: HostSighting, at stamp: PacketStamp) {
    history.add(sighting, at: stamp)
  }

  /// Takes in two endpoints that talked CoAP without DTLS.
  package func plainConversationEnded(_ conversation: PlainConversation) {
    history.add(conversation)
  }

  /// Takes in that something below UDP is wrong.
  package func networkProblem(_ problem: NetworkProblem, at stamp: PacketStamp) {
    history.add(problem, at: stamp)
  }

  /// What was found in a session that is over: its root cause first, if it failed.
  package func findings(of session: Session, number: Int) -> [Finding] {
    defer { history.noteWrites(of: session.conversation.facts, to: session.server.address) }
    return judge(session, number: number)
  }

  private func judge(_ session: Session, number: Int) -> [Finding] {
    let facts = SessionCase(session, number: number, in: history)
    var findings: [Finding] = []
    for rule in Rule.causes {
      guard let verdict = rule.check(facts) else { continue }
      let cause = finding(rule, verdict, facts)
      if cause.severity == .error { history.noteCause(rule.explanation, of: number) }
      findings.append(cause)
      // What follows from a cause is no finding of its own.
      break
    }
    for rule in findings.isEmpty ? Rule.remarksWithoutCause : Rule.remarks {
      if rule.isToldOnce, told.contains(rule.explanation.id) { continue }
      guard let verdict = rule.check(facts) else { continue }
      if rule.isToldOnce { told.insert(rule.explanation.id) }
      findings.append(finding(rule, verdict, facts))
    }
    return findings
  }

  private func finding(_ rule: Rule, _ verdict: Verdict, _ facts: SessionCase) -> Finding {
    var finding = Finding(rule.explanation, verdict, in: facts)
    if let config {
      let remarks = ConfigCheck.remarks(on: rule.explanation, config, facts)
      if !remarks.isEmpty { finding.text += " In the sdkconfig, \(remarks.joined(separator: "; "))." }
    }
    return finding
  }

  /// What was found in the capture as a whole; it forgets the capture with that.
  package func captureEnded(_ facts: CaptureFacts) -> [Finding] {
    defer { (history, told) = (CaptureHistory(), []) }
    return CaptureRule.all.flatMap { $0.check(history, facts) }
  }
}

extension Finding {
  init(_ explanation: Explanation, _ verdict: Verdict, in facts: SessionCase) {
    let severity: Severity =
      switch explanation.gravity {
      case .failure: facts.isEstablished ? .warning : .error
      case .degradation: .warning
      case .normal: .info
      }
    self.init(
      explanation: explanation, severity: verdict.severity ?? severity, confidence: verdict.confidence,
      session: facts.number, text: verdict.text,
      evidence: verdict.evidence.sorted { ($0.stamp.capture, $0.stamp.number) < ($1.stamp.capture, $1.stamp.number) },
      remedies: explanation.remedies(for: facts.stacks))
  }
}

extension Finding {
  /// What was found in CoAP without DTLS, whose ends nothing is known of.
  init(_ explanation: Explanation, _ verdict: Verdict) {
    self.init(
      explanation: explanation, severity: verdict.severity ?? (explanation.gravity == .normal ? .info : .warning),
      confidence: verdict.confidence, session: nil, text: verdict.text,
      evidence: verdict.evidence.sorted { $0.stamp.number < $1.stamp.number }, remedies: explanation.remedies(for: []))
  }
}

extension Explanation {
  /// The remedies for ends that run `stacks`; all of them if none is known.
  func remedies(for stacks: Set<Stack>) -> [String] {
    let fitting = remedies.filter { remedy in remedy.stack.map { stacks.isEmpty || stacks.contains($0) } ?? true }
    return (fitting.isEmpty ? remedies : fitting).map { remedy in
      remedy.stack.map { "\($0.rawValue): \(remedy.text)" } ?? remedy.text
    }
  }
}
