import Bytes

/// What came of a client's wish to be told of changes (RFC 7641), from its registration on.
package struct Observation: Sendable {
  /// Why no more notifications are to come.
  package enum End: String, Sendable {
    /// The client answered a notification with Reset (RFC 7641 §3.6).
    case reset
    /// The client asked with Observe 1 (RFC 7641 §3.6).
    case deregistration
    /// The server sent an error, or a response without Observe (RFC 7641 §4.2).
    case server
    /// The client used the token for another request, so that it can no longer tell the notifications.
    case tokenReuse
  }

  /// Whether the server took the client on: its response has an Observe option.
  package private(set) var isEstablished = false
  /// Responses with Observe after the first one, copies not counted.
  package private(set) var notifications = 0
  /// Those of them that are older than one that was there before (RFC 7641 §3.4).
  package private(set) var stale = 0
  /// The packet of the first stale one.
  package private(set) var firstStale: PacketStamp?
  /// How often the client registered again.
  package private(set) var reregistrations = 0
  /// Notifications that came, or the end of what is known, after the one before had grown older than its Max-Age
  /// (RFC 7641 §3.3.1), without a registration in between.
  package private(set) var expirations = 0
  /// The first notification that came so late.
  package private(set) var firstExpired: PacketStamp?
  /// Why it is over; nil while it is not.
  package private(set) var end: End?
  /// The packet that ended it.
  package private(set) var ended: PacketStamp?
  /// Notifications after the packet that ended it, but for those that may have been under way.
  package private(set) var afterEnd = 0
  /// The first of them.
  package private(set) var firstAfterEnd: PacketStamp?
  /// The freshest number since the last registration was answered, and when it came.
  private var freshest: (value: Observe, nanoseconds: Int64)?
  /// Whether a registration waits for its answer: numbers begin anew with it, as after a restart of the server.
  private var awaitsAnswer = true
  /// The last response, and the seconds for which it is fresh.
  package private(set) var last: PacketStamp?
  /// Max-Age of the last response in seconds.
  package private(set) var maxAge: UInt32 = Observation.defaultMaxAge
  /// Steps of 1 between the numbers of notifications, and larger ones: a server that counts by 1 lost what it left out.
  private var steps: (ones: Int, larger: Int, left: Int) = (0, 0, 0)

  /// Max-Age of a response without the option, in seconds (RFC 7252 §5.10.5).
  static let defaultMaxAge: UInt32 = 60
  /// Nanoseconds in which a notification may still be under way when the observation ends.
  static let underWay: Int64 = 2_000_000_000
  /// Nanoseconds that a notification may be late beyond Max-Age: what it takes to be sent.
  static let late: Int64 = 1_000_000_000

  /// Notifications that were not captured, nor perhaps delivered, of a server that numbers them one by one; nil where the
  /// numbers do not tell, as of a server that takes them from a clock.
  package var missing: Int? {
    steps.ones >= 2 && steps.ones >= 2 * steps.larger ? steps.left : nil
  }

  /// Whether notifications are to come.
  package var isActive: Bool { isEstablished && end == nil }

  /// What a response is to the observation.
  package enum Verdict: Sendable {
    /// The first response: the server takes the client on, or does not.
    case registration
    /// Newer than all before.
    case fresh
    /// Older than one that was there before.
    case stale
  }

  /// Takes in a response to the registration, or a notification.
  ///
  /// - Parameter isAnswer: whether it is the first response to a registration.
  mutating func receive(_ message: borrowing MessageView, isAnswer: Bool, at stamp: PacketStamp) -> Verdict {
    let before = last
    let wasFreshFor = Int64(maxAge) * 1_000_000_000
    last = stamp
    maxAge = message.maxAge ?? Self.defaultMaxAge
    guard let observe = message.observe, message.code.class == 2 else {
      if isEstablished, end == nil { finish(.server, at: stamp) }
      return .registration
    }
    if awaitsAnswer, isAnswer {
      (isEstablished, awaitsAnswer) = (true, false)
      freshest = (observe, stamp.nanoseconds)
      return .registration
    }
    isEstablished = true
    notifications += 1
    if let ended, stamp.nanoseconds &- ended.nanoseconds > Self.underWay {
      afterEnd += 1
      if firstAfterEnd == nil { firstAfterEnd = stamp }
    }
    if let before, stamp.nanoseconds &- before.nanoseconds > wasFreshFor &+ Self.late {
      expirations += 1
      if firstExpired == nil { firstExpired = stamp }
    }
    if let freshest {
      guard observe.isFresher(than: freshest.value, after: stamp.nanoseconds &- freshest.nanoseconds) else {
        stale += 1
        if firstStale == nil { firstStale = stamp }
        return .stale
      }
      noteStep(from: freshest.value, to: observe)
    }
    freshest = (observe, stamp.nanoseconds)
    return .fresh
  }

  private mutating func noteStep(from before: Observe, to now: Observe) {
    let step = (now.value &- before.value) & 0xff_ffff
    if step == 1 {
      steps.ones += 1
    } else if step > 1 {
      steps.larger += 1
      steps.left += Int(step) - 1
    }
  }

  /// Takes in that the client registered again.
  mutating func registerAgain(at stamp: PacketStamp) {
    reregistrations += 1
    (end, ended) = (nil, nil)
    (last, awaitsAnswer) = (stamp, true)
  }

  /// Ends it.
  mutating func finish(_ end: End, at stamp: PacketStamp) {
    guard self.end == nil else { return }
    (self.end, ended) = (end, stamp)
  }
}
