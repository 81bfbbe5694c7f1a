import Analysis
import Bytes
import Capture
import DTLS

/// Judges sessions as they end, by what they are and by what else was seen in the capture.
package final class Diagnostician {
  private var history = CaptureHistory()

  /// A diagnostician that has seen nothing.
  package init() {}

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

  /// What was found in a session that is over: its root cause first, if it failed.
  package func findings(of session: Session, number: Int) -> [Finding] {
    let facts = SessionCase(session, number: number, in: history)
    var findings: [Finding] = []
    for rule in Rule.causes {
      guard let verdict = rule.check(facts) else { continue }
      findings.append(Finding(rule.explanation, verdict, in: facts))
      // What follows from a cause is no finding of its own.
      break
    }
    for rule in Rule.remarks {
      guard let verdict = rule.check(facts) else { continue }
      findings.append(Finding(rule.explanation, verdict, in: facts))
    }
    return findings
  }

  /// What was found in the capture as a whole; it forgets the capture with that.
  package func captureEnded(_ facts: CaptureFacts) -> [Finding] {
    defer { history = CaptureHistory() }
    return CaptureRule.all.flatMap { $0.check(history, facts) }
  }
}

extension Finding {
  init(_ explanation: Explanation, _ verdict: Verdict, in facts: SessionCase) {
    let severity: Severity =
      switch explanation.gravity {
      case .failure: facts.isRecovered ? .warning : .error
      case .degradation: .warning
      case .normal: .info
      }
    self.init(
      explanation: explanation, severity: verdict.severity ?? severity, confidence: verdict.confidence,
      session: facts.number, text: verdict.text, evidence: verdict.evidence,
      remedies: explanation.remedies(for: facts.stacks))
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
