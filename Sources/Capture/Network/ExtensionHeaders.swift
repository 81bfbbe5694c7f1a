import Bytes

/// The chain of IPv6 extension headers (RFC 8200 §4) up to the transport header, or up to a fragment of it.
struct ExtensionHeaders {
  /// An IPv6 fragment header (RFC 8200 §4.5).
  struct Fragment {
    /// Equal in all fragments of a packet.
    var identification: UInt32
    /// Where in the packet's payload this one belongs, in bytes.
    var offset: Int
    /// Whether more fragments follow.
    var moreFragments: Bool

    /// Whether it is a whole packet all the same (an atomic fragment, RFC 6946).
    var isWhole: Bool { offset == 0 && !moreFragments }
  }

  /// The largest number of headers walked: RFC 8200 §4.1 has each at most once, destination options twice, and one
  /// chain of thousands in a jumbo packet would only cost time.
  static let maximumCount = 16

  /// What follows the last header read.
  var nextHeader: IPProtocol
  /// The fragment header, if there is one; the last that is read if the packet is a part of a larger one.
  var fragment: Fragment?

  /// Reads the headers that follow, the first of them a `first`.
  @_lifetime(reader: copy reader)
  init(startingWith first: IPProtocol, decoding reader: inout ByteReader) throws(DecodeError) {
    nextHeader = first
    var count = 0
    while nextHeader.isExtensionHeader {
      count += 1
      guard count <= Self.maximumCount else {
        throw reader.error("next_header", .invalid("follows too many extension headers"))
      }
      let current = nextHeader
      nextHeader = IPProtocol(rawValue: try reader.readUInt8("next_header"))
      if current == .fragment {
        _ = try reader.readUInt8("reserved")
        let bits = try reader.readUInt16("fragment_offset")
        let read = Fragment(
          identification: try reader.readUInt32("identification"), offset: Int(bits & 0xfff8),
          moreFragments: bits & 1 != 0)
        fragment = read
        if !read.isWhole { return }
      } else {
        let length = Int(try reader.readUInt8("hdr_ext_len"))
        // In units of 8 bytes not counting the first; of the authentication header in units of 4 less 2 (RFC 4302 §2.2).
        let rest = current == .authentication ? (length + 2) * 4 - 2 : length * 8 + 6
        _ = try reader.readSpan(rest, "options")
      }
    }
  }
}
