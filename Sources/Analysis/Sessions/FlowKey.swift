import Capture

/// Two endpoints that talk to each other, whoever speaks.
///
/// It holds their addresses as words, so that a look-up for every packet hashes and compares nothing but words.
package struct FlowKey: Hashable, Sendable {
  private let firstHigh: UInt64
  private let firstLow: UInt64
  private let secondHigh: UInt64
  private let secondLow: UInt64
  /// Both ports; the number of the TURN channel between them, if there is one, which has 15 bits; and the family, which
  /// tells an IPv4 address from the IPv6 address of the same value.
  private let portsAndFamily: UInt64

  /// The key of datagrams between the two, in either direction.
  package init(_ one: Endpoint, _ other: Endpoint) {
    let isOrdered = Self.isOrdered(one, other)
    let (first, second) = isOrdered ? (one, other) : (other, one)
    firstHigh = first.address.high
    firstLow = first.address.low
    secondHigh = second.address.high
    secondLow = second.address.low
    portsAndFamily =
      UInt64(first.port) << 32 | UInt64(second.port) << 16 | UInt64(first.channel | second.channel) << 1
      | (first.address.isIPv6 ? 1 : 0)
  }

  /// Mixes the words into one, which the dictionary's own hash function then takes: that function takes a word at a time.
  /// The seeds keep whoever sends the packets from choosing keys that collide.
  package func hash(into hasher: inout Hasher) {
    let seeds = Self.seeds
    let first = Self.fold(firstLow ^ seeds.0, secondLow ^ portsAndFamily ^ seeds.1)
    hasher.combine(Self.fold(firstHigh ^ first, secondHigh ^ seeds.2))
  }

  private static let seeds = (
    UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)
  )

  /// Both halves of the product: every bit depends on every bit of either factor.
  private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
  }

  /// The shard that the flow belongs to, of `count`.
  ///
  /// Who asks a group of servers on CoAP's port gets answers from each of them: flows with that port are told apart by
  /// their other end alone, so that the answers come to the shard of the question.
  func shard(of count: Int) -> Int {
    let coap = UInt64(Recognition.coapPort)
    let isFirstCoAP = portsAndFamily >> 32 & 0xffff == coap
    let isSecondCoAP = portsAndFamily >> 16 & 0xffff == coap
    switch (isFirstCoAP, isSecondCoAP) {
    case (false, false): break
    case (true, true): return 0
    case (true, false): return Self.shard(secondHigh, secondLow, portsAndFamily >> 16 & 0xffff, of: count)
    case (false, true): return Self.shard(firstHigh, firstLow, portsAndFamily >> 32 & 0xffff, of: count)
    }
    let mixed = (firstLow ^ secondLow &* 3 ^ firstHigh &* 5 ^ secondHigh &* 7 ^ portsAndFamily) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed >> 40) % count
  }

  private static func shard(_ high: UInt64, _ low: UInt64, _ port: UInt64, of count: Int) -> Int {
    let mixed = (low ^ high &* 5 ^ port << 32) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed >> 40) % count
  }

  private static func isOrdered(_ one: Endpoint, _ other: Endpoint) -> Bool {
    if one.address.low != other.address.low { return one.address.low < other.address.low }
    if one.address.high != other.address.high { return one.address.high < other.address.high }
    return one.port <= other.port
  }

  /// Whether `endpoint` is the one that the key puts first: tells the two directions apart.
  func isFirst(_ endpoint: Endpoint) -> Bool {
    endpoint.address.low == firstLow && endpoint.address.high == firstHigh
      && UInt64(endpoint.port) == portsAndFamily >> 32
  }
}
