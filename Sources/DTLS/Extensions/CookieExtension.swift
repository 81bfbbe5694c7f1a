import Bytes

/// A cookie that the server gave in a HelloRetryRequest and the client echoes (RFC 8446 §4.2.2).
///
///     struct {
///       opaque cookie<1..2^16-1>;
///     } Cookie;
package struct CookieExtension: Structure, ExtensionBody {
  package static let structure: StaticString = "Cookie"

  /// The server's cookie.
  package var cookie: [UInt8]
}

extension CookieExtension {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    cookie = try reader.readOpaque16("cookie")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("cookie", cookie)]
  }
}
