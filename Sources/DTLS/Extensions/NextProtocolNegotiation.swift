import Bytes

/// Application protocols that the server speaks: the forerunner of ALPN (draft-agl-tls-nextprotoneg-04 §3.1).
///
///     opaque ProtocolName<1..2^8-1>;
///
/// One after the other up to the end of the extension, without a length before them; the client's is empty.
package struct NextProtocolNegotiation: Structure, ExtensionBody {
  package static let structure: StaticString = "NextProtocolNegotiation"

  /// The protocols, best first.
  package var protocols: [[UInt8]]
}

extension NextProtocolNegotiation {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    protocols = []
    while !reader.isAtEnd { protocols.append(try reader.readOpaque8("ProtocolName")) }
  }

  package var fields: [Field] {
    protocols.map { Field("ProtocolName", text: $0) }
  }
}
