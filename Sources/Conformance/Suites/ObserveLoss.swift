import Bytes
import CoAP

/// TD_COAP_OBS_05 and 06: how a server learns that a client is gone.
enum ObserveLoss {
  static let tests = [off, reset]

  static let off = TestDescription(
    "TD_COAP_OBS_05", "Server detection of deregistration (client OFF)", "RFC 7641 §4.5",
    stimulus: ObserveSuite.registration, scope: .observation,
    steps: ObserveSuite.beginning() + [
      .stimulus(7, "The client is switched off"),
      .check(
        8, "The server's notifications are not acknowledged",
        { scene in
          let places = scene.unanswered
          return Sighting(places, missing: places.isEmpty ? "a notification that nobody acknowledges" : nil)
        }, Trait.notification(after: 3)),
      .check(
        9, "The server goes on sending them, until Max-Age is over at least",
        { Sighting($0.found[8].flatMap(\.last), "a notification") }, .keepsSending),
    ],
    where: { scene in
      let places = scene.unanswered
      guard let first = places.first, scene.rejected == nil, scene.transmissions(of: places) > 1 else { return false }
      // A client that is off asks for nothing.
      return scene.next(after: first) { $0.source == scene.client } == nil
    })

  static let reset = TestDescription(
    "TD_COAP_OBS_06", "Server detection of deregistration (explicit RST)", "RFC 7641 §3.6, §4.5",
    stimulus: ObserveSuite.registration, scope: .observation,
    steps: ObserveSuite.beginning() + [
      .stimulus(7, "The client is rebooted"),
      .check(
        8, "The server still sends notifications",
        { scene in
          let places = scene.unacknowledged
          return Sighting(places, missing: places.isEmpty ? "a notification after that" : nil)
        }, Trait.notification(after: 3)),
      .verify(9, "The client drops them, and shows nothing"),
      .check(
        10, "The client sends a Reset",
        // The client had the time to: the server has sent again since.
        ifMissing: { $0.transmissions(of: $0.found[8] ?? []) > 1 ? .fail : .inconclusive },
        { scene in
          Sighting(scene.rejected.flatMap { scene.answer(to: $0) }, "a Reset of one of these notifications")
        }, .type(.reset), .code(.empty)),
      .check(
        11, "The server sends no more notifications",
        { scene in Sighting(scene.last(10).map { scene.notifications(after: $0) } ?? []) }, .nothingMoreSent),
      .verify(12, "The client shows nothing more"),
    ],
    where: { scene in
      if scene.rejected != nil { return true }
      // Nobody is at the client's port: it is off.
      guard scene.history.unreachable[scene.client] == nil else { return false }
      return scene.transmissions(of: scene.unanswered) > 1
    })
}

extension Scene {
  /// The notifications from the first that the client does not acknowledge, to the one that it rejects.
  fileprivate var unacknowledged: [Int] {
    guard let rejected else { return unanswered }
    let acknowledged = acknowledgedNotifications().last ?? response(to: 0) ?? 0
    return notifications(after: acknowledged).filter { $0 <= rejected }
  }
}

extension Trait {
  /// Sent twice or more, together with those before it in step 8, and for as long as Max-Age, which is 60 s if the option
  /// is not there (RFC 7252 §5.10.5).
  fileprivate static let keepsSending = Trait { look in
    let places = look.scene.found[8] ?? []
    guard let first = places.first.map({ look.scene[$0] }) else { return nil }
    let count = look.scene.transmissions(of: places)
    let last = places.map { look.scene[$0].lastSent }.max { $0.nanoseconds < $1.nanoseconds } ?? first.stamp
    let age = first.message.uint(.maxAge) ?? 60
    let milliseconds = last.milliseconds(since: first.stamp)
    guard count < 2 || milliseconds < Double(age) * 1000 else { return nil }
    return Violation(
      verdict: .inconclusive, expected: "notifications for \(age) s (Max-Age) after the first that nobody acknowledges",
      found: "\(count.counted("transmission")) within \(Int(milliseconds / 1000)) s")
  }

  /// That it is not there at all.
  static let nothingMoreSent = Trait(
    "no notification after that", found: { "\($0.message.type) \($0.message.code.dotted) \($0.message.code)" },
    if: { _ in false })
}
