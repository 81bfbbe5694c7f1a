import Analysis
import Bytes
import DTLS

/// What makes a session worse than it could be.
extension Rule {
  static let degradations: [Rule] = []
}
