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
  /// What was told of sessions that go on, by their numbers.
  private var early: [Int: EarlyCause] = [:]

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
    // What follows from a cause is no finding of its own.
    var findings = [cause(in: facts, told: early.removeValue(forKey: number))].compactMap { $0 }
    for rule in findings.isEmpty ? Rule.remarksWithoutCause : Rule.remarks {
      if rule.isToldOnce, told.contains(rule.explanation.id) { continue }
      guard let verdict = rule.check(facts) else { continue }
      if rule.isToldOnce { told.insert(rule.explanation.id) }
      findings.append(finding(rule, verdict, facts))
    }
    return findings
  }

  /// What is wrong with a session that goes on and has failed, or whose end fell silent: its root cause, if one is found.
  package func causes(ofLive session: Session, number: Int) -> [Finding] {
    guard early[number] == nil, let found = cause(in: SessionCase(session, number: number, in: history), told: nil)
    else { return [] }
    early[number] = EarlyCause(finding: found, state: SessionState(session))
    return [found]
  }

  /// The root cause, if one is found. One that was told before stands, unless the session has gone on since.
  private func cause(in facts: SessionCase, told: EarlyCause?) -> Finding? {
    if let told, told.state == SessionState(facts.session) {
      var finding = told.finding
      finding.wasTold = true
      return finding
    }
    for rule in Rule.causes {
      guard let verdict = rule.check(facts) else { continue }
      var cause = finding(rule, verdict, facts)
      cause.wasTold = told?.finding.explanation.id == cause.explanation.id
      if cause.severity == .error { history.noteCause(rule.explanation, of: facts.number) }
      return cause
    }
    return nil
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
    defer { (history, told, early) = (CaptureHistory(), [], [:]) }
    return CaptureRule.all.flatMap { $0.check(history, facts) }
  }
}

/// What was told of a session that went on, and how it stood then.
private struct EarlyCause {
  let finding: Finding
  let state: SessionState
}

/// How far a session has come: what a cause was found in is the same as long as this is.
private struct SessionState: Equatable {
  let isEstablished: Bool
  let alerts: Int
  let messages: Int
  /// Datagrams after the handshake: before, an end that repeats itself changes nothing.
  let datagrams: Int

  init(_ session: Session) {
    isEstablished = session.association.isEstablished
    alerts = session.alerts.count
    messages = Side.allCases.reduce(0) { $0 + session.association.handshake.streams[$1].entries.count }
    datagrams = isEstablished ? Side.allCases.reduce(0) { $0 + session.activity[$1].datagrams } : 0
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
