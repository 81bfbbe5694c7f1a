import Bytes
import CoAP

// An observation (RFC 7641) among the messages of a scene whose stimulus is the registration.
extension Scene {
  /// Leaves out what comes after the end of the observation, from the next registration for the same resource on.
  ///
  /// - Returns: the places of the registrations that belong to it: the client may register again under its token.
  mutating func confineToObservation() -> [Int] {
    let first = self[0]
    let path = first.message.values(.uriPath)
    var registrations = [0]
    var isOver = false
    var notified: Set<UInt16> = []
    for place in 1..<max(count, 1) {
      let message = self[place]
      let isMine = message.source == client && message.message.token == first.message.token
      if isMine || isOver, message.destination == server, message.message.isRegistration,
        message.message.has(path: path)
      {
        if isOver {
          cut(at: place)
          break
        }
        if isMine { registrations.append(place) }
      } else if isNotification(message) {
        notified.insert(message.message.messageID)
        isOver = isOver || message.message.code.class != 2
      } else if message.source == client, message.destination == server {
        let isGet = message.message.code == .get && isMine && message.message.has(path: path)
        let isReset = message.message.type == .reset && notified.contains(message.message.messageID)
        isOver = isOver || isReset || isGet && message.message.observe != .register
      }
    }
    return registrations
  }

  /// Whether `message` tells the client of the observed resource: the new state, or that there is none any more.
  func isNotification(_ message: CapturedMessage) -> Bool {
    message.source == server && message.destination == client && message.message.token == self[0].message.token
      && (message.message.type == .confirmable || message.message.type == .nonConfirmable)
      && message.message.code.isResponse && (message.message.has(.observe) || message.message.code.class != 2)
  }

  /// The places of the notifications after `place` and before `end`.
  func notifications(after place: Int, before end: Int? = nil) -> [Int] {
    guard place + 1 < end ?? count else { return [] }
    return ((place + 1)..<(end ?? count)).filter { isNotification(self[$0]) }
  }

  /// The notifications after the response to the registration, up to one that is not acknowledged, is no success, or
  /// comes after `end`.
  func acknowledgedNotifications(before end: Int? = nil) -> [Int] {
    guard let response = response(to: 0) else { return [] }
    let all = notifications(after: response, before: end)
    return [Int](
      all.prefix { place in
        self[place].message.code.class == 2
          && answer(to: place).map { self[$0].message.type == .acknowledgement } ?? false
      })
  }

  /// The last notifications of the resource's state that the client neither acknowledges nor rejects; none if it answers
  /// the last one.
  var unanswered: [Int] {
    guard let response = response(to: 0) else { return [] }
    var places: [Int] = []
    for place in notifications(after: response).reversed() where self[place].message.code.class == 2 {
      guard self[place].message.type == .confirmable, answer(to: place) == nil else { break }
      places.append(place)
    }
    return places.reversed()
  }

  /// How often the notifications at `places` were sent in all.
  func transmissions(of places: [Int]) -> Int {
    places.reduce(0) { $0 + 1 + self[$1].copies }
  }

  /// The first notification that the client rejects.
  var rejected: Int? {
    guard let response = response(to: 0) else { return nil }
    return notifications(after: response).first { place in
      answer(to: place).map { self[$0].message.type == .reset } ?? false
    }
  }

  /// The next registration of the client under its token.
  var registrationAgain: Int? {
    let first = self[0].message
    let path = first.values(.uriPath)
    guard let response = response(to: 0) else { return nil }
    return next(after: response) {
      $0.source == client && $0.destination == server && $0.message.isRegistration && $0.message.token == first.token
        && $0.message.has(path: path)
    }
  }

  /// The first request after the registration, of anyone, with one of `codes` for the resource, whose response passes
  /// `isCounted`, which gets nil if there is no response.
  func change(_ codes: [Code], where isCounted: (CapturedMessage, CapturedMessage?) -> Bool) -> Int? {
    let path = self[0].message.values(.uriPath)
    guard let registered = response(to: 0) else { return nil }
    guard registered + 1 < count else { return nil }
    return ((registered + 1)..<count).first { place in
      let message = self[place]
      return message.destination == server && codes.contains(message.message.code)
        && message.message.has(path: path) && isCounted(message, response(to: place).map { self[$0] })
    }
  }

  /// The first request of anyone that may change the resource.
  var intervention: Int? {
    change([.post, .put, .delete, .patch, .iPatch]) { _, response in response?.message.code.class == 2 }
  }

  /// The first notification of the change that the request at `place` makes. One may be under way while the server
  /// confirms the change, so that what comes before the confirmation counts only if `isNew`.
  func notification(ofChangeAt place: Int, isNew: (CapturedMessage) -> Bool) -> Int? {
    let confirmation = response(to: place) ?? place
    return notifications(after: place).first { $0 > confirmation || isNew(self[$0]) }
  }
}

extension Trait {
  /// An Observe value that is newer than the one before (RFC 7641 §3.4): of the step's message before, or of the first
  /// step of `numbers` that has found one.
  static func newerObserve(than number: Int) -> Trait {
    Trait { look in
      guard let value = look.message.observe, let before = look.before(from: number),
        let earlier = before.message.observe,
        !value.isFresher(than: earlier, after: look.captured.stamp.nanoseconds &- before.stamp.nanoseconds)
      else { return nil }
      return Violation(verdict: .fail, expected: "Observe newer than \(earlier)", found: "Observe \(value)")
    }
  }
}
