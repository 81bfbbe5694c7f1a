import Capture
import CoAP

/// TD_COAP_OBS_01, 02, 04 and 10: how an observation begins, begins again, and does not end.
enum ObserveRegistration {
  static let tests = [confirmable, nonConfirmable, again, unrelated]

  static let confirmable = TestDescription(
    "TD_COAP_OBS_01", "Handle resource observation with CON messages", "RFC 7641 §1.2, §3, §4",
    stimulus: ObserveSuite.registration, scope: .observation,
    steps: ObserveSuite.beginning(until: { $0.intervention ?? $0.registrationAgain }))

  static let nonConfirmable = TestDescription(
    "TD_COAP_OBS_02", "Handle resource observation with NON messages", "RFC 7641 §1.2, §3, §4",
    stimulus: Pattern(.nonConfirmable, .get, path: ["obs-non"]) { $0.isRegistration }, scope: .observation,
    steps: [
      .stimulus(1, "The client is asked to observe /obs-non"),
      .check(2, "The client sends a NON GET with Observe 0", Step.theStimulus, .registers),
      .check(
        3, "The server sends NON notifications of one format, with increasing Observe values",
        { scene in
          let places = scene.notifications(after: 0, before: scene.intervention)
          return Sighting(places, missing: places.count < 2 ? "a second notification" : nil)
        }, .success(.content), .type(.nonConfirmable), .token(of: 2), .sameFormat, .newerObserve(than: 2)),
      .verify(4, "The client shows what it received"),
    ])

  static let again = TestDescription(
    "TD_COAP_OBS_04", "Client detection of deregistration (Max-Age)", "RFC 7641 §3.3.1",
    stimulus: ObserveSuite.registration, scope: .observation,
    steps: ObserveSuite.beginning(until: { $0.registrationAgain }) + [
      .stimulus(7, "The server is rebooted, or loses its observers in another way"),
      .verify(8, "The server sends no notifications, and the client shows none"),
      .check(
        11, "After Max-Age the client registers once more under its token",
        { Sighting($0.registrationAgain, "another registration of the client") }, .registers, .token(of: 2)),
      .check(
        12, "The server acknowledges with 2.05 (Content) and Observe",
        // A client that asks again and again gets nothing: that is no end of the capture.
        ifMissing: { ($0.message(11)?.copies ?? 0) > 0 ? .fail : .inconclusive },
        Step.response(to: 11), .success(.content), .type(.acknowledgement, else: .inconclusive), .token(of: 2),
        .option(.observe), .option(.contentFormat)),
      .check(
        13, "The server sends notifications again",
        { scene in
          let places = scene.last(12).map { scene.notifications(after: $0) } ?? []
          return Sighting(places.first, "a notification")
        }, Trait.notification(after: 12)),
      .verify(14, "The client shows what it received"),
      .check(15, "The client acknowledges it", Step.answer(to: 13), .type(.acknowledgement), .code(.empty)),
    ], where: { $0.registrationAgain != nil })

  static let unrelated = TestDescription(
    "TD_COAP_OBS_10", "GET does not cancel resource observation", "RFC 7641 §1.2, §3, §4",
    stimulus: ObserveSuite.registration, scope: .observation,
    steps: ObserveSuite.beginning(until: { $0.plainGet }) + [
      .stimulus(7, "The client is asked to get /obs without observing it"),
      .check(
        8, "The client sends a CON GET without Observe, under another token",
        { Sighting($0.plainGet, "a GET without Observe") }, .noOption(.observe), .otherToken(than: 2)),
      .check(
        9, "The server acknowledges with 2.05 (Content), without Observe", Step.response(to: 8), .success(.content),
        .type(.acknowledgement, else: .inconclusive), .token(of: 8), .noOption(.observe),
        .option(.contentFormat, as: .contentFormat, of: 3)),
      .check(
        10, "The server goes on with notifications",
        { scene in
          let places = scene.last(9).map { scene.notifications(after: $0) } ?? []
          return Sighting(places.first, "a notification after that")
        }, Trait.notification(after: 4)),
      .check(11, "The client acknowledges it", Step.answer(to: 10), .type(.acknowledgement), .code(.empty)),
      .verify(12, "The client shows what it received"),
    ], where: { $0.plainGet != nil })
}

extension Scene {
  /// A request of the client's host for the resource that does not observe it.
  fileprivate var plainGet: Int? {
    change([.get]) { request, _ in request.source.address == client.address && !request.message.has(.observe) }
  }
}

extension Trait {
  /// The format of the notification before.
  fileprivate static let sameFormat = Trait(
    "the Content-Format of the notification before", found: { _ in "another one" },
    if: { look in
      look.message.has(.contentFormat)
        && (look.order == 0
          || look.before(from: look.step)?.message.values(.contentFormat) == look.message.values(.contentFormat))
    })
}
