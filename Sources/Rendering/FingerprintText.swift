import Analysis
import Bytes
import DTLS

/// The likely implementations of a session's ends, and their clocks, in words.
enum FingerprintText {
  /// `client OpenSSL (certain), server likely Mbed TLS`; nil if nothing tells.
  static func stacks(_ session: Session) -> String? {
    let parts = Side.allCases.compactMap { side in session.stack(of: side).map { "\(side) \($0.text)" } }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// A sentence for each clock that is not right.
  static func clocks(_ session: Session) -> [String] {
    Side.allCases.compactMap { side in
      guard let clock = session.clock(of: side), clock.state != .right else { return nil }
      let time =
        clock.state == .unset
        ? "\(TimeText.duration(milliseconds: Double(clock.seconds) * 1000)) after 1970: nobody has set it"
        : "\(UTCTime.text(seconds: Int64(clock.seconds))) UTC"
      let doubt = clock.confidence == .certain ? "" : " (\(clock.confidence))"
      return "of the \(side) in packet \(clock.stamp.number): \(time)\(doubt)"
    }
  }
}

extension StackFingerprint {
  /// The stack, and how sure it is unless it is certain.
  fileprivate var text: String {
    confidence == .certain ? stack.rawValue : "\(confidence) \(stack.rawValue)"
  }
}
