/// The sequence numbers that one end of a context used lately (RFC 8613 §7.4).
struct ReplayWindow {
  /// Numbers below the highest that are told from replays: the default of RFC 8613 §3.2.2.
  static let size = 32

  /// Which number was used last in each place, and in which packet.
  private var uses: [(number: UInt64, packet: Int)?] = Array(repeating: nil, count: Self.size)
  private var highest: UInt64?

  /// Takes in a number that an authentic message used; what is wrong with it, if anything is.
  mutating func use(_ number: UInt64, packet: Int) -> ReplayProblem? {
    let place = Int(number % UInt64(Self.size))
    if let use = uses[place], use.number == number { return .repeated(number, packet: use.packet) }
    if let highest, number + UInt64(Self.size) <= highest { return .belowWindow(number, highest: highest) }
    uses[place] = (number, packet)
    highest = max(highest ?? number, number)
    return nil
  }
}

/// Why the receiver of a message takes its Partial IV for a replay, and does not process it (RFC 8613 §7.4, §8.2).
package enum ReplayProblem: Hashable, Sendable, CustomStringConvertible {
  /// The number was used before, in that packet.
  case repeated(UInt64, packet: Int)
  /// The number is so far below the highest that a receiver with the default window cannot tell.
  case belowWindow(UInt64, highest: UInt64)

  package var description: String {
    switch self {
    case .repeated(let number, let packet): "Partial IV \(number) was used before, in packet \(packet): a replay"
    case .belowWindow(let number, let highest):
      "Partial IV \(number) is below the replay window, as \(highest) was used before: taken for a replay"
    }
  }
}
