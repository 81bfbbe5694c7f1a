extension Message {
  /// The longest token and option value that the format can say, in bytes: 65535 + 269.
  package static let maximumFieldLength = 65804

  /// The message as a datagram's payload, or nil if its token or an option value is longer than the format can say.
  ///
  /// Options are written in ascending order of their numbers, those of one number in the order in which they stand.
  package func encode() -> [UInt8]? {
    guard token.count <= Self.maximumFieldLength, options.allSatisfy({ $0.value.count <= Self.maximumFieldLength })
    else { return nil }
    let tokenLength = ExtendedField(token.count)
    var bytes: [UInt8] = [
      MessageView.version << 6 | type.rawValue << 4 | tokenLength.nibble,
      code.rawValue,
      UInt8(truncatingIfNeeded: messageID >> 8), UInt8(truncatingIfNeeded: messageID),
    ]
    tokenLength.appendExtension(to: &bytes)
    bytes += token
    var previous: UInt16 = 0
    let ascending = options.enumerated().sorted {
      ($0.element.number.rawValue, $0.offset) < ($1.element.number.rawValue, $1.offset)
    }
    for option in ascending.map(\.element) {
      let delta = ExtendedField(Int(option.number.rawValue - previous))
      let length = ExtendedField(option.value.count)
      bytes.append(delta.nibble << 4 | length.nibble)
      delta.appendExtension(to: &bytes)
      length.appendExtension(to: &bytes)
      bytes += option.value
      previous = option.number.rawValue
    }
    if !payload.isEmpty {
      bytes.append(payloadMarker)
      bytes += payload
    }
    return bytes
  }
}

/// A number in four bits and zero to two bytes of extension (RFC 7252 §3.1, RFC 8974 §2.1).
private struct ExtendedField {
  let nibble: UInt8
  private let excess: Int

  init(_ value: Int) {
    switch value {
    case ..<13: (nibble, excess) = (UInt8(truncatingIfNeeded: value), 0)
    case ..<269: (nibble, excess) = (13, value - 13)
    default: (nibble, excess) = (14, value - 269)
    }
  }

  func appendExtension(to bytes: inout [UInt8]) {
    if nibble == 14 { bytes.append(UInt8(truncatingIfNeeded: excess >> 8)) }
    if nibble >= 13 { bytes.append(UInt8(truncatingIfNeeded: excess)) }
  }
}
