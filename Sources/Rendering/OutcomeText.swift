import Analysis
import Bytes

/// How sessions ended, in words.
enum OutcomeText {
  /// `3 DTLS sessions: 1 failed, 2 came up.`
  static func sentence(_ outcomes: [Outcome: Int]) -> String {
    let parts = [
      (Outcome.failed, "failed"), (.established, "came up"), (.incomplete, "ended in mid-handshake with the capture"),
      (.unknown, "began before the capture"),
    ].compactMap { outcome, words in outcomes[outcome].map { "\($0) \(words)" } }
    let list = parts.isEmpty ? "" : ": \(parts.joined(separator: ", "))"
    return "\(outcomes.values.reduce(0, +).counted("DTLS session"))\(list)."
  }
}
