import CoAP

/// The tests of observations (RFC 7641).
enum ObserveSuite {
  static let tests = (ObserveRegistration.tests + ObserveLoss.tests + ObserveChange.tests).sorted { $0.id < $1.id }

  /// The registration that nearly all of them begin with.
  static let registration = Pattern(.confirmable, .get, path: ["obs"]) { $0.isRegistration }

  /// Steps 1 to 6: the client registers, and gets notifications, which it acknowledges; those before the place that `end`
  /// gives.
  static func beginning(until end: @escaping @Sendable (Scene) -> Int? = { _ in nil }) -> [Step] {
    [
      .stimulus(1, "The client is asked to observe /obs"),
      .check(2, "The client sends a CON GET with Observe 0", Step.theStimulus, .registers),
      .check(
        3, "The server acknowledges with 2.05 (Content) and Observe", Step.response(to: 2), .success(.content),
        .type(.acknowledgement, else: .inconclusive), .token(of: 2), .option(.observe, else: .inconclusive),
        .option(.contentFormat)),
      .check(
        4, "The server sends CON notifications of the same format, with increasing Observe values",
        { scene in
          let places = scene.acknowledgedNotifications(before: end(scene))
          return Sighting(places, missing: places.isEmpty ? "a notification that the client acknowledges" : nil)
        }, Trait.notification(after: 3)),
      .verify(5, "The client shows what it received"),
      .check(
        6, "The client acknowledges them",
        { scene in Sighting((scene.found[4] ?? []).compactMap { scene.answer(to: $0) }) },
        .type(.acknowledgement), .code(.empty)),
    ]
  }
}

extension Trait {
  /// What makes a request a registration.
  static let registers = Trait(
    "Observe 0", found: { $0.message.observe.map { "Observe \($0)" } ?? "no Observe" },
    if: { $0.message.isRegistration })

  /// What a notification has, after the response or notification that step `number` found first.
  static func notification(after number: Int, isConfirmable: Bool = true) -> [Trait] {
    [
      .success(.content), .type(isConfirmable ? .confirmable : .nonConfirmable), .token(of: 2),
      .option(.contentFormat, as: .contentFormat, of: number), .newerObserve(than: number),
    ]
  }
}
