/// An implementation of DTLS that can be told from what it sends.
package enum Stack: String, CaseIterable, Sendable {
  case mbedTLS = "Mbed TLS"
  case openSSL = "OpenSSL"
  case gnuTLS = "GnuTLS"
  case tinyDTLS = "tinyDTLS"
  case wolfSSL = "wolfSSL"
  case californium = "Californium"
  case pion = "pion"

  /// Whether its random values begin with its clock, as RFC 5246 §7.4.1.2 has it; the others' are random altogether.
  var sendsItsClock: Bool { [.mbedTLS, .californium, .pion].contains(self) }
}

/// How sure something is that the packets suggest.
package enum Confidence: String, Comparable, Sendable {
  /// One reason of several that would do.
  case possible
  /// Hardly anything else explains it.
  case likely
  /// Independent reasons agree, and none speaks for anything else.
  case certain

  package static func < (one: Confidence, other: Confidence) -> Bool {
    one.rank < other.rank
  }

  private var rank: Int {
    switch self {
    case .possible: 0
    case .likely: 1
    case .certain: 2
    }
  }
}
