import Analysis
import Bytes
import DTLS

extension JSONWriter {
  /// `fingerprints` of a session: JA4, and for each end the likely implementation and the clock that it gave away.
  mutating func memberFingerprints(_ session: Session) {
    member("fingerprints") { json in
      json.member("ja4", session.ja4)
      json.member("client", session.stack(of: .client), session.clock(of: .client))
      json.member("server", session.stack(of: .server), session.clock(of: .server))
    }
  }

  private mutating func member(_ name: StaticString, _ stack: StackFingerprint?, _ clock: LeakedClock?) {
    member(name) { json in
      json.member("stack", stack?.stack.rawValue)
      json.member("confidence", stack?.confidence.rawValue)
      json.member("reasons", stack?.reasons ?? []) { $0.value($1) }
      guard let clock else { return json.memberNull("clock") }
      json.member("clock") {
        $0.member("packet", clock.stamp.number)
        $0.member("seconds", clock.seconds)
        $0.member("state", clock.state.rawValue)
        $0.member("confidence", clock.confidence.rawValue)
      }
    }
  }
}
