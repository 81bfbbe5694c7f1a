import CoAP

/// What a step has found.
struct Sighting {
  /// Places in the scene.
  let places: [Int]
  /// What was waited for in vain.
  let missing: String?

  init(_ places: [Int], missing: String? = nil) {
    self.places = places
    self.missing = missing
  }

  /// The message at `place`, or without one the lack of `name`.
  init(_ place: Int?, _ name: String) {
    self.init(place.map { [$0] } ?? [], missing: place == nil ? name : nil)
  }
}

extension Step {
  /// The stimulus.
  static let theStimulus: @Sendable (Scene) -> Sighting = { _ in Sighting([0]) }

  /// The response to what step `number` found.
  static func response(to number: Int) -> @Sendable (Scene) -> Sighting {
    { Sighting($0.response(to: $0.last(number)), "a response to the request of step \(number)") }
  }

  /// The acknowledgement or Reset of what step `number` found.
  static func answer(to number: Int) -> @Sendable (Scene) -> Sighting {
    { Sighting($0.answer(to: $0.last(number)), "an acknowledgement of the message of step \(number)") }
  }

  /// The next request that matches `pattern`, after what the first of the steps `numbers` found that found something.
  static func request(
    _ pattern: Pattern, after numbers: Int..., fromAnyone: Bool = false
  ) -> @Sendable (Scene) -> Sighting {
    { scene in
      let place = numbers.lazy.compactMap { scene.last($0) }.first
      return Sighting(scene.request(pattern, after: place, fromAnyone: fromAnyone), "the request")
    }
  }
}
