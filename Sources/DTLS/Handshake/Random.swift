import Bytes

/// The 32 bytes that each side adds to the keys (RFC 5246 §7.4.1.2).
///
///     struct {
///       uint32 gmt_unix_time;
///       opaque random_bytes[28];
///     } Random;
package struct Random: Hashable, Sendable {
  /// All 32 bytes, as they enter the key schedule.
  package var bytes: [UInt8]

  /// Its length in bytes.
  static let length = 32
}

extension Random {
  /// Reads the field `name` of the structure that `reader` reads.
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, _ name: StaticString = "random") throws(DecodeError) {
    bytes = try reader.readBytes(Self.length, name)
  }

  /// What stands where the sender's clock did before RFC 8446: seconds since 1970, or just as random as the rest.
  package var gmtUnixTime: UInt32 {
    bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// A ServerHello with this random is a HelloRetryRequest: SHA-256 of "HelloRetryRequest" (RFC 8446 §4.1.3).
  package static let helloRetryRequest = Random(bytes: [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
  ])
}
