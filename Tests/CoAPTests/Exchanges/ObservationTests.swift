import Bytes
import Testing

@testable import CoAP

/// What comes of registrations (RFC 7641).
@Suite struct ObservationTests {
  /// A dialogue in which the server took the client on, with number `first`.
  private func registered(_ first: UInt8 = 10) throws -> Dialogue {
    var dialogue = Dialogue()
    try dialogue.give(.request(1, options: [.observe(0)]), from: .one, at: 0)
    try dialogue.give(.response(1, options: [.observe(first)]), from: .other, at: 0.1)
    return dialogue
  }

  private func notification(_ messageID: UInt16, _ number: UInt8, _ options: [Option] = []) -> Message {
    .response(
      messageID, type: .nonConfirmable, options: [.observe(number)] + options, payload: [UInt8(messageID & 0xff)])
  }

  private func observation(_ dialogue: Dialogue) throws -> Observation {
    try #require(dialogue.began.first?.observation)
  }

  @Test func notificationsBelongToTheirRegistration() throws {
    var dialogue = try registered()
    let places = try (0..<3).map {
      try dialogue.give(notification(100 + UInt16($0), 11 + UInt8($0)), from: .other, at: 1 + Double($0))
    }
    for place in places {
      if case .notification(isStale: false) = place.role {} else { Issue.record("\(place.role)") }
      #expect(place.exchange === dialogue.began.first && place.answers?.number == 1 && !place.isFirstAnswer)
    }
    let observation = try observation(dialogue)
    #expect(observation.isEstablished && observation.isActive)
    #expect(observation.notifications == 3 && observation.stale == 0 && observation.missing == 0)
    #expect(dialogue.began.first?.responsePackets == [2, 3, 4, 5] && dialogue.began.first?.isOver == false)
  }

  @Test func aNotificationThatOvertookAnotherMakesItStale() throws {
    var dialogue = try registered()
    try dialogue.give(notification(100, 12), from: .other, at: 1)
    let place = try dialogue.give(notification(101, 11), from: .other, at: 1.1)
    if case .notification(isStale: true) = place.role {} else { Issue.record("\(place.role)") }
    #expect(try observation(dialogue).stale == 1)
    #expect(try observation(dialogue).firstStale?.number == 4)
    // After 128 s the number says nothing (RFC 7641 §3.4).
    try dialogue.give(notification(102, 11), from: .other, at: 140)
    #expect(try observation(dialogue).stale == 1)
  }

  @Test func notificationsThatAServerCountedAndNobodySawAreMissing() throws {
    var dialogue = try registered()
    for (index, number) in [11, 12, 13, 16].enumerated() {
      try dialogue.give(notification(100 + UInt16(index), UInt8(number)), from: .other, at: 1 + Double(index))
    }
    #expect(try observation(dialogue).missing == 2)
    // A server that takes its numbers from a clock does not count.
    var clock = try registered()
    for (index, number) in [20, 35, 44, 60].enumerated() {
      try clock.give(notification(100 + UInt16(index), UInt8(number)), from: .other, at: 1 + Double(index))
    }
    #expect(try observation(clock).missing == nil)
  }

  @Test func aResetOfANotificationEndsIt() throws {
    var dialogue = try registered()
    try dialogue.give(notification(100, 11), from: .other, at: 1)
    let place = try dialogue.give(.empty(.reset, 100), from: .one, at: 1.1)
    #expect(place.exchange === dialogue.began.first && place.answers?.number == 3)
    let observation = try observation(dialogue)
    #expect(observation.end == .reset && observation.ended?.number == 4 && !observation.isActive)
    #expect(dialogue.began.first?.outcome == .completed && dialogue.began.first?.isOver == true)
  }

  @Test func whatComesLongAfterTheEndIsCounted() throws {
    var dialogue = try registered()
    try dialogue.give(notification(100, 11), from: .other, at: 1)
    try dialogue.give(.empty(.reset, 100), from: .one, at: 1.1)
    try dialogue.give(notification(101, 12), from: .other, at: 1.2)
    try dialogue.give(notification(102, 13), from: .other, at: 5)
    let observation = try observation(dialogue)
    #expect(observation.afterEnd == 1 && observation.firstAfterEnd?.number == 6)
  }

  @Test func observeOneEndsIt() throws {
    var dialogue = try registered()
    let asked = try dialogue.give(.request(2, options: [.observe(1)]), from: .one, at: 1)
    let answered = try dialogue.give(.response(2), from: .other, at: 1.1)
    #expect(asked.exchange === dialogue.began.first && answered.exchange === dialogue.began.first)
    #expect(answered.answers?.number == 3)
    #expect(try observation(dialogue).end == .deregistration)
    #expect(dialogue.began.count == 1 && dialogue.began.first?.requestCount == 2)
  }

  @Test func anErrorEndsIt() throws {
    var dialogue = try registered()
    try dialogue.give(.response(100, .notFound, type: .confirmable), from: .other, at: 1)
    #expect(try observation(dialogue).end == .server)
    #expect(dialogue.began.first?.status == .notFound)
  }

  @Test func aServerMayRefuse() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(1, options: [.observe(0)]), from: .one, at: 0)
    try dialogue.give(.response(1), from: .other, at: 0.1)
    let observation = try observation(dialogue)
    #expect(!observation.isEstablished && observation.end == nil && observation.notifications == 0)
    #expect(dialogue.began.first?.isOver == true)
  }

  @Test func numbersBeginAnewWithARegistration() throws {
    var dialogue = try registered(200)
    try dialogue.give(notification(100, 201), from: .other, at: 1)
    // The server has restarted; the client notices that nothing comes any more.
    try dialogue.give(.request(2, options: [.observe(0)]), from: .one, at: 70)
    try dialogue.give(.response(2, options: [.observe(1)]), from: .other, at: 70.1)
    try dialogue.give(notification(7, 2), from: .other, at: 71)
    let observation = try observation(dialogue)
    #expect(observation.reregistrations == 1 && observation.stale == 0 && observation.notifications == 2)
    #expect(dialogue.began.count == 1 && observation.isActive)
  }

  @Test func aStateMayGrowTooOld() throws {
    var dialogue = try registered()
    // Fresh for 60 s without Max-Age (RFC 7252 §5.10.5).
    try dialogue.give(notification(100, 11, [Option(.maxAge, [5])]), from: .other, at: 50)
    #expect(try observation(dialogue).expirations == 0)
    try dialogue.give(notification(101, 12), from: .other, at: 57)
    #expect(try observation(dialogue).expirations == 1)
    #expect(try observation(dialogue).firstExpired?.number == 4)
    #expect(try observation(dialogue).maxAge == 60)
  }

  @Test func anotherRequestWithTheTokenEndsIt() throws {
    var dialogue = try registered()
    try dialogue.give(.request(2, .get, path: "b"), from: .one, at: 1)
    #expect(dialogue.ended.first?.observation?.end == .tokenReuse && dialogue.began.count == 2)
  }
}
