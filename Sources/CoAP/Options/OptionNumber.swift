import Bytes

/// Which option it is (IANA "CoAP Option Numbers", RFC 7252 §12.2); its low bits say how to treat it when unknown.
package struct OptionNumber: RegisteredNumber {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let ifMatch = OptionNumber(rawValue: 1)
  package static let uriHost = OptionNumber(rawValue: 3)
  package static let eTag = OptionNumber(rawValue: 4)
  package static let ifNoneMatch = OptionNumber(rawValue: 5)
  package static let observe = OptionNumber(rawValue: 6)
  package static let uriPort = OptionNumber(rawValue: 7)
  package static let locationPath = OptionNumber(rawValue: 8)
  package static let oscore = OptionNumber(rawValue: 9)
  package static let uriPath = OptionNumber(rawValue: 11)
  package static let contentFormat = OptionNumber(rawValue: 12)
  package static let maxAge = OptionNumber(rawValue: 14)
  package static let uriQuery = OptionNumber(rawValue: 15)
  package static let hopLimit = OptionNumber(rawValue: 16)
  package static let accept = OptionNumber(rawValue: 17)
  package static let qBlock1 = OptionNumber(rawValue: 19)
  package static let locationQuery = OptionNumber(rawValue: 20)
  package static let edhoc = OptionNumber(rawValue: 21)
  package static let block2 = OptionNumber(rawValue: 23)
  package static let block1 = OptionNumber(rawValue: 27)
  package static let size2 = OptionNumber(rawValue: 28)
  package static let qBlock2 = OptionNumber(rawValue: 31)
  package static let proxyUri = OptionNumber(rawValue: 35)
  package static let proxyScheme = OptionNumber(rawValue: 39)
  package static let size1 = OptionNumber(rawValue: 60)
  package static let echo = OptionNumber(rawValue: 252)
  package static let noResponse = OptionNumber(rawValue: 258)
  package static let requestTag = OptionNumber(rawValue: 292)

  package static let names: [UInt16: String] = Dictionary(
    uniqueKeysWithValues: OptionDefinition.rows.map { ($0.number.rawValue, "\($0.name)") })
}

extension OptionNumber {
  /// Whether a receiver that does not know it must reject the message (RFC 7252 §5.4.1).
  package var isCritical: Bool { rawValue & 1 != 0 }

  /// Whether a proxy that does not know it must not forward the message (RFC 7252 §5.4.2).
  package var isUnsafe: Bool { rawValue & 2 != 0 }

  /// Whether a safe option is left out of the cache key (RFC 7252 §5.4.2).
  package var isNoCacheKey: Bool { rawValue & 0x1e == 0x1c }

  /// What the number tells of an option that is not known (RFC 7252 §5.4.6): "critical, unsafe".
  package var properties: String {
    let cacheKey = isNoCacheKey ? ", no cache key" : ""
    return (isCritical ? "critical" : "elective") + (isUnsafe ? ", unsafe" : ", safe to forward\(cacheKey)")
  }

  /// Whether it is in the range set aside for experiments (RFC 7252 §12.2).
  package var isExperimental: Bool { rawValue >= 65000 }

  /// Its row, or nil if it is not registered. Numbers of signalling messages are another space: see
  /// `OptionDefinition.of(_:in:)`.
  package var definition: OptionDefinition? { OptionDefinition.of(self) }
}
