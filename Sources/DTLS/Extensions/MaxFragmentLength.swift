import Bytes

/// Limits the plaintext of records (RFC 6066 §4).
///
///     enum {
///       2^9(1), 2^10(2), 2^11(3), 2^12(4), (255)
///     } MaxFragmentLength;
package struct MaxFragmentLength: Structure, ExtensionBody {
  package static let structure: StaticString = "MaxFragmentLength"

  /// The limit that the client wants and the server must confirm.
  package var code: MaxFragmentLengthCode
}

extension MaxFragmentLength {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    code = MaxFragmentLengthCode(rawValue: try reader.readUInt8("max_fragment_length"))
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("max_fragment_length", code)]
  }
}

/// A limit of the plaintext of records (RFC 6066 §4).
package struct MaxFragmentLengthCode: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let names: [UInt8: String] = [
    1: "2^9",
    2: "2^10",
    3: "2^11",
    4: "2^12",
  ]

  /// The limit in bytes; nil for a number that has no meaning.
  package var byteCount: Int? { name == nil ? nil : 1 << (8 + Int(rawValue)) }
}
