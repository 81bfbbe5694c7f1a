import Analysis
import Bytes

/// What was found wrong, or right though it looks wrong, with the packets that show it.
package struct Finding: Sendable {
  /// How much it matters.
  package enum Severity: String, Sendable, Comparable {
    /// Nothing is wrong.
    case info
    /// A session works worse than it could, or recovered.
    case warning
    /// A handshake or session failed, or a peer stopped answering.
    case error

    package static func < (one: Severity, other: Severity) -> Bool { one.rank < other.rank }

    private var rank: Int {
      switch self {
      case .info: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// A packet that shows it.
  package struct Evidence: Sendable {
    /// The packet.
    package let stamp: PacketStamp
    /// What it shows.
    package let what: String

    package init(_ stamp: PacketStamp, _ what: String) {
      self.stamp = stamp
      self.what = what
    }
  }

  /// The long form of what was found.
  package let explanation: Explanation
  /// How much it matters here.
  package var severity: Severity
  /// How sure it is.
  package let confidence: Confidence
  /// The number of the session it is about; nil if it is about the capture.
  package let session: Int?
  /// What was found, in this session's terms: one to four sentences. What came from packets is as they had it: what shows
  /// it escapes it.
  package internal(set) var text: String
  /// The packets that show it, in order.
  package let evidence: [Evidence]
  /// What to change, for the implementations at hand.
  package let remedies: [String]
  /// Whether it was told before, while its session went on.
  package internal(set) var wasTold = false
}
