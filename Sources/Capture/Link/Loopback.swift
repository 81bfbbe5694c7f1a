import Bytes

/// The BSD loopback header: the address family, in the byte order of the machine that captured (LINKTYPE_NULL) or in
/// network byte order (LINKTYPE_LOOP).
enum Loopback {
  /// Reads the header.
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader) throws(DecodeError) -> LinkPayload {
    let family = try reader.readUInt32("family")
    // Families are below 2^16, so the half that is not zero tells the byte order.
    switch family > 0xffff ? family.byteSwapped : family {
    case 2: return .packet(.ipv4)
    // AF_INET6 of Linux, of NetBSD and OpenBSD, of FreeBSD and of macOS.
    case 10, 24, 28, 30: return .packet(.ipv6)
    default: return .packet(.none)
    }
  }
}
