import CoAP

/// TD_COAP_OBS_07 to 09: what observers hear when the resource is deleted or changed by somebody.
enum ObserveChange {
  static let tests = [deleted, reformatted, updated]

  static let deleted = TestDescription(
    "TD_COAP_OBS_07", "Server cleans the observers list on DELETE", "RFC 7641 §3.2, §4.2",
    stimulus: ObserveSuite.registration, scope: .observation,
    steps: ObserveSuite.beginning(until: { $0.deletion ?? $0.farewell([.notFound]) }) + [
      .stimulus(7, "The resource is deleted: by a DELETE of some client, or by the server") {
        Sighting($0.deletion, "a DELETE")
      },
      .check(
        8, "The server sends a CON 4.04 (Not Found) without Observe",
        { scene in
          let place =
            scene.deletion.map {
              scene.notification(ofChangeAt: $0) { $0.message.code.class != 2 }
            } ?? scene.farewell([.notFound])
          return Sighting(place, "a notification after the deletion")
        }, .code(.notFound), .type(.confirmable), .token(of: 2), .noOption(.observe)),
      .check(
        9, "The server sends nothing more",
        { scene in Sighting(scene.last(8).map { scene.notifications(after: $0) } ?? []) }, .nothingMoreSent),
      .verify(10, "The client shows nothing more"),
    ], where: { $0.deletion != nil || $0.farewell([.notFound]) != nil })

  static let reformatted = TestDescription(
    "TD_COAP_OBS_08", "Server cleans the observers list when observed resource content-format changes",
    "RFC 7641 §4.2",
    stimulus: ObserveSuite.registration, scope: .observation,
    steps: ObserveSuite.beginning(until: { $0.reformatting ?? $0.farewell([.notAcceptable]) }) + [
      .stimulus(7, "The resource gets another Content-Format: from some client, or on the server") {
        Sighting($0.reformatting, "a PUT or POST with another Content-Format")
      },
      .check(
        8, "The server sends a CON 4.06 (Not Acceptable) or 5.00 (Internal Server Error) without Observe",
        { scene in
          let place =
            scene.reformatting.map { change in
              scene.notification(ofChangeAt: change) {
                $0.message.code.class != 2
                  || $0.message.values(.contentFormat) != scene.message(3)?.message.values(.contentFormat)
              }
            } ?? scene.farewell([.notAcceptable])
          return Sighting(place, "a notification after the change")
        }, .code(.notAcceptable, .internalServerError), .type(.confirmable), .token(of: 2), .noOption(.observe)),
      .check(
        9, "The server sends no further notifications",
        { scene in Sighting(scene.last(8).map { scene.notifications(after: $0) } ?? []) }, .nothingMoreSent),
      .verify(10, "The client shows nothing more"),
    ], where: { $0.reformatting != nil || $0.farewell([.notAcceptable]) != nil })

  static let updated = TestDescription(
    "TD_COAP_OBS_09", "Update of the observed resource", "RFC 7641 §4.2",
    stimulus: ObserveSuite.registration, scope: .observation,
    steps: ObserveSuite.beginning(until: { $0.update }) + [
      .stimulus(7, "The resource gets a new payload of the same Content-Format", isOptional: false) {
        Sighting($0.update, "a PUT or POST with the same Content-Format")
      },
      .check(
        8, "The server sends a CON notification with the new payload",
        { scene in
          let place = scene.update.flatMap { update in
            scene.notification(ofChangeAt: update) {
              $0.message.code.class != 2 || $0.message.payload == scene[update].message.payload
            }
          }
          return Sighting(place, "a notification after the update")
        }, [.code(.content)] + Trait.notification(after: 4).dropFirst() + [.payload(of: 7)]),
      .verify(9, "The client shows the new value"),
      .check(10, "The client acknowledges it", Step.answer(to: 8), .type(.acknowledgement), .code(.empty)),
    ], where: { $0.update != nil })
}

extension Scene {
  /// A DELETE of anyone that is not refused.
  fileprivate var deletion: Int? {
    change([.delete]) { _, response in response.map { $0.message.code.class == 2 } ?? true }
  }

  /// A PUT or POST of anyone that succeeds, with another Content-Format than the resource had.
  fileprivate var reformatting: Int? { update(isSameFormat: false) }

  /// A PUT or POST of anyone that succeeds, with the Content-Format that the resource has.
  fileprivate var update: Int? { update(isSameFormat: true) }

  private func update(isSameFormat: Bool) -> Int? {
    guard let format = response(to: 0).map({ self[$0].message.values(.contentFormat) }) else { return nil }
    return change([.put, .post]) { request, response in
      response?.message.code.class == 2 && request.message.has(.contentFormat)
        && (request.message.values(.contentFormat) == format) == isSameFormat
    }
  }

  /// The notification with one of `codes`, if none came before it that ends the observation.
  fileprivate func farewell(_ codes: [Code]) -> Int? {
    guard let response = response(to: 0) else { return nil }
    return notifications(after: response).first { self[$0].message.code.class != 2 }.flatMap {
      codes.contains(self[$0].message.code) ? $0 : nil
    }
  }
}
