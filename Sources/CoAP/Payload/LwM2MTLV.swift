import Bytes

/// LwM2M's TLV (OMA-TS-LightweightM2M 1.0 §6.4.3), an entry a line.
///
///     Type of Identifier: 2 bits | length of Identifier: 1 bit | length of Length: 2 bits | Length: 3 bits
///     | Identifier: 8 or 16 bits | Length: 0, 8, 16 or 24 bits | Value
///
/// The types of values are not sent, so each is shown as what it may be, the likeliest first.
extension PayloadWriter {
  /// Appends the entries of a payload.
  mutating func appendTLV(_ payload: RawSpan) throws(DecodeError) {
    try appendEntries(ByteReader(payload, as: "TLV"), in: nil)
  }

  /// What an entry identifies: the two high bits of its type.
  private enum Kind: UInt8 {
    case objectInstance, resourceInstance, multipleResource, resource

    var name: StaticString {
      switch self {
      case .objectInstance: "Object Instance "
      case .resourceInstance: "Resource Instance "
      case .multipleResource: "Multiple Resource "
      case .resource: "Resource "
      }
    }

    /// Whether an entry of this kind may stand in one of the kind `outer`, or outside all.
    func isAllowed(in outer: Kind?) -> Bool {
      switch outer {
      case .objectInstance: self == .multipleResource || self == .resource
      case .multipleResource: self == .resourceInstance
      case .resource, .resourceInstance: false
      case nil: true
      }
    }
  }

  private mutating func appendEntries(_ entries: consuming ByteReader, in outer: Kind?) throws(DecodeError) {
    var reader = entries
    while !reader.isAtEnd {
      try countItem(reader)
      let start = reader.offset
      let type = try reader.readUInt8("Type")
      let identifier = Int(
        type & 0x20 == 0 ? UInt16(try reader.readUInt8("Identifier")) : try reader.readUInt16("Identifier"))
      let length: Int
      switch type >> 3 & 3 {
      case 0: length = Int(type & 7)
      case 1: length = Int(try reader.readUInt8("Length"))
      case 2: length = Int(try reader.readUInt16("Length"))
      default: length = try reader.readUInt24("Length")
      }
      let kind = Kind(rawValue: type >> 6) ?? .resource
      if !kind.isAllowed(in: outer) {
        note(
          DecodeError("TLV", "Type", at: start, .invalid("an entry of this type does not belong into that around it")))
      }
      append(kind.name)
      append(decimal: identifier)
      switch kind {
      case .objectInstance, .multipleResource:
        append(length == 0 ? ": empty" : ":")
        // Of a value that is cut the entries that are there are shown, and then that it is cut.
        let available = min(length, reader.remaining)
        let inner = try reader.readReader(available, "Value")
        try enter(inner)
        indent()
        try appendEntries(inner, in: kind)
        outdent()
        leave()
        guard available == length else { throw reader.error("Value", .needs(length, has: available)) }
      case .resource, .resourceInstance:
        append(": ")
        let value = try reader.readSpan(length, "Value")
        appendGuesses(value)
        endLine()
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: false
    }
  }

  /// Appends what a value may be: a text, a float, an integer, else bytes.
  private mutating func appendGuesses(_ value: RawSpan) {
    let integer = value.integer
    let float = value.plausibleFloat
    // Of single characters only letters are in use, as in the binding mode of a device.
    let isText = value.byteCount > 1 ? PayloadText.isText(value) : value.byte(at: 0).map(Self.isLetter) ?? false
    var isFirst = true
    func or(_ writer: inout PayloadWriter) {
      if !isFirst { writer.append(" or ") }
      isFirst = false
    }
    func appendFloat(_ writer: inout PayloadWriter, isShort: Bool) {
      // Text that happens to be a float as well has many digits, and what was measured has few.
      guard let float, (float.utf8.count <= 8) == isShort else { return }
      or(&writer)
      writer.append(trusted: float)
    }
    // A single byte is a number more often than a character.
    if value.byteCount == 1, let integer {
      or(&self)
      append(decimal: integer)
    }
    appendFloat(&self, isShort: true)
    if isText {
      or(&self)
      appendQuoted(value)
    }
    appendFloat(&self, isShort: false)
    // An integer of 8 bytes that is a float of ordinary size would be beyond all that is counted.
    if value.byteCount == 2 || value.byteCount == 4 || value.byteCount == 8 && float == nil, let integer {
      or(&self)
      append(decimal: integer)
    }
    if isFirst {
      append("h'")
      append(hex: value)
      append("'")
    }
  }
}

extension RawSpan {
  /// The signed integer of 1, 2, 4 or 8 bytes.
  fileprivate var integer: Int64? {
    guard [1, 2, 4, 8].contains(byteCount), let bits = unsignedValue(limit: 8) else { return nil }
    let unused = 64 - 8 * byteCount
    return Int64(bitPattern: bits << UInt64(unused)) >> Int64(unused)
  }

  /// The text of the float of 4 or 8 bytes, if it is of a size that quantities have: what is an integer would be next to
  /// nothing or astronomical as a float.
  fileprivate var plausibleFloat: String? {
    guard let bits = unsignedValue(limit: 8) else { return nil }
    switch byteCount {
    case 4:
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
      return (1e-6...1e9).contains(value.magnitude) ? FloatText.string(value) : nil
    case 8:
      let value = Double(bitPattern: bits)
      return (1e-6...1e9).contains(value.magnitude) ? FloatText.string(value) : nil
    default: return nil
    }
  }
}
