import Analysis
import Bytes
import Capture
import Diagnosis

/// A report that says what was found: it passes on what the diagnosis needs to know.
package protocol DiagnosingReport: Report {
  /// Judges the sessions of the report.
  var diagnostician: Diagnostician { get }
}

extension DiagnosingReport {
  package func sessionKnown(_ digest: SessionDigest, number: Int) {
    diagnostician.sessionKnown(digest, number: number)
  }

  package func plainConversationEnded(_ conversation: PlainConversation) {
    diagnostician.plainConversationEnded(conversation)
  }

  package func hostSeen(_ sighting: HostSighting, at stamp: PacketStamp) {
    diagnostician.hostSeen(sighting, at: stamp)
  }

  package func networkProblem(_ problem: NetworkProblem, at stamp: PacketStamp) {
    diagnostician.networkProblem(problem, at: stamp)
  }
}
