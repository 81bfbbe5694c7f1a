import Bytes

/// Ethernet II, and IEEE 802.3 with an LLC header (LINKTYPE_ETHERNET).
///
///     destination(6) source(6) [0x8100 tci(2)]... type(2)
enum Ethernet {
  /// The largest value of the type field that is a length (IEEE 802.3 §3.2.6).
  static let maximumLength: UInt16 = 1500

  /// Reads the header and the tags and LLC header that may follow it.
  @inline(__always)
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader) throws(DecodeError) -> EtherType {
    _ = try reader.readSpan(12, "addresses")
    let type = try reader.readEncapsulation(EtherType(rawValue: try reader.readUInt16("type")))
    guard type.rawValue <= maximumLength else { return type }
    return try LLC.readHeader(&reader)
  }
}
