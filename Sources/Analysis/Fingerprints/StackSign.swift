import DTLS

/// Something that an end does and that speaks for one implementation: a row of `StackSign.ofClients` or `ofServers`.
struct StackSign: Sendable {
  /// How much it says.
  enum Weight: Int {
    /// Other implementations do it, too.
    case weak = 1
    /// No other implementation that is known here does it, unless it is configured so.
    case telling = 3
    /// Nothing but this implementation's own code leads to it.
    case peculiar = 6
  }

  let stack: Stack
  let weight: Weight
  /// What it is, as a part of a sentence about the end.
  let reason: String
  /// Whether the end shows it.
  let isShown: @Sendable (HandshakeTraits) -> Bool

  init(
    _ stack: Stack, _ weight: Weight, _ reason: String, _ isShown: @escaping @Sendable (HandshakeTraits) -> Bool
  ) {
    self.stack = stack
    self.weight = weight
    self.reason = reason
    self.isShown = isShown
  }
}

/// Which implementation an end likely is, and why.
package struct StackFingerprint: Hashable, Sendable {
  package let stack: Stack
  package let confidence: Confidence
  /// What speaks for it, the most telling first.
  package let reasons: [String]

  /// Points without which nothing is said: one thing that others do, too, tells nothing.
  private static let fewestPoints = 2 * StackSign.Weight.weak.rawValue
  /// Points of its own, and ahead of every other stack, that make it likely: those of one telling sign.
  private static let likelyPoints = StackSign.Weight.telling.rawValue
  /// Points that make it certain: those of two telling signs and what goes with them.
  private static let certainPoints = 7
  /// Points ahead of every other stack that make it certain.
  private static let certainLead = 5

  /// The stack whose signs an end shows; nil if it shows too few, or as many of another.
  package init?(_ traits: HandshakeTraits) {
    let signs = (traits.side == .client ? StackSign.ofClients : StackSign.ofServers).filter { $0.isShown(traits) }
    let points = Dictionary(grouping: signs, by: \.stack).mapValues { $0.reduce(0) { $0 + $1.weight.rawValue } }
    guard let (stack, most) = points.max(by: { $0.value < $1.value }) else { return nil }
    let lead = most - (points.filter { $0.key != stack }.values.max() ?? 0)
    guard lead > 0, most >= Self.fewestPoints else { return nil }
    let own = signs.filter { $0.stack == stack }
    self.stack = stack
    if most >= Self.certainPoints, lead >= Self.certainLead, own.filter({ $0.weight != .weak }).count > 1 {
      confidence = .certain
    } else {
      confidence = min(most, lead) >= Self.likelyPoints ? .likely : .possible
    }
    reasons = own.sorted { $0.weight.rawValue > $1.weight.rawValue }.map(\.reason)
  }
}
