extension Explanation {
  /// Every explanation, a family after the other.
  package static let all: [Explanation] =
    reachability + helloExchange + presharedKeys + certificates + datagrams + lastFlights + afterHandshake + coap
    + notFailures + degradations + captureQuality + leftovers

  /// The explanation with an identifier, or nil if there is none.
  package static func with(id: String) -> Explanation? { byID[id] }

  private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}
