import Bytes

/// The user who wants to log in with a password: srp (RFC 5054 §2.8.1).
///
///     opaque srp_I<1..2^8-1>;
package struct SRPExtension: Structure, ExtensionBody {
  package static let structure: StaticString = "SRPExtension"

  /// The user's name, in UTF-8.
  package var srpI: [UInt8]
}

extension SRPExtension {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    srpI = try reader.readOpaque8("srp_I")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("srp_I", text: srpI)]
  }
}
