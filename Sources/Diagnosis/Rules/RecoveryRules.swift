import Analysis
import Bytes
import DTLS

/// What went wrong and was mended, and what only looks wrong.
extension Rule {
  static let recoveries: [Rule] = []
}
