/// One step of a test description.
package struct Step: Sendable {
  /// What kind of step it is, in ETSI's words.
  package enum Kind: String, Sendable {
    /// Somebody is asked to do something.
    case stimulus
    /// Packets show whether it is so.
    case check
    /// Somebody looks at a device.
    case verify
  }

  /// Its number in the test description.
  package let number: Int
  /// What kind of step it is.
  package let kind: Kind
  /// What happens.
  package let text: String
  /// Finds the messages that show it; nil if no packet does.
  let sight: (@Sendable (Scene) -> Sighting)?
  /// What these messages must have.
  let traits: [Trait]
  /// Whether a run may do without it.
  let isOptional: Bool
  /// What it says if the messages are missing.
  let ifMissing: @Sendable (Scene) -> Verdict

  /// Somebody is asked to do something, which the message found by `sight` shows, if any does.
  static func stimulus(
    _ number: Int, _ text: String, isOptional: Bool = true, _ sight: (@Sendable (Scene) -> Sighting)? = nil
  ) -> Step {
    Step(
      number: number, kind: .stimulus, text: text, sight: sight, traits: [], isOptional: isOptional,
      ifMissing: { _ in .inconclusive })
  }

  /// Somebody looks at a device.
  static func verify(_ number: Int, _ text: String) -> Step {
    Step(
      number: number, kind: .verify, text: text, sight: nil, traits: [], isOptional: true,
      ifMissing: { _ in .inconclusive })
  }

  /// The messages found by `sight` must have `traits`.
  static func check(
    _ number: Int, _ text: String, isOptional: Bool = false,
    ifMissing: @escaping @Sendable (Scene) -> Verdict = { _ in .inconclusive },
    _ sight: @escaping @Sendable (Scene) -> Sighting, _ traits: [Trait]
  ) -> Step {
    Step(
      number: number, kind: .check, text: text, sight: sight, traits: traits, isOptional: isOptional,
      ifMissing: ifMissing)
  }

  /// The messages found by `sight` must have `traits`.
  static func check(
    _ number: Int, _ text: String, isOptional: Bool = false,
    ifMissing: @escaping @Sendable (Scene) -> Verdict = { _ in .inconclusive },
    _ sight: @escaping @Sendable (Scene) -> Sighting, _ traits: Trait...
  ) -> Step {
    check(number, text, isOptional: isOptional, ifMissing: ifMissing, sight, traits)
  }
}
