import Bytes

/// A packet in a block of a pcapng file.
struct PacketBlock: ~Escapable {
  /// Which of the section's interfaces it was captured on.
  let interface: Int
  /// In the units of the interface's clock; nil if the block has none.
  let timestamp: UInt64?
  /// The bytes that were captured.
  let bytes: RawSpan
  /// Length in bytes of the packet on the link.
  let originalLength: Int
  /// Where in the body the options begin.
  let optionsOffset: Int

  /// Decodes the body of an enhanced packet block, or of the obsolete packet block
  /// (draft-ietf-opsawg-pcapng §4.3, appendix A).
  ///
  ///     enhanced: interface_id(4)                timestamp_high(4) timestamp_low(4) captured(4) original(4) data options
  ///     obsolete: interface_id(2) drops_count(2) timestamp_high(4) timestamp_low(4) captured(4) original(4) data options
  @_lifetime(copy body)
  init(_ body: RawSpan, _ order: SectionOrder, isObsolete: Bool) throws(DecodeError) {
    var reader = ByteReader(body, as: "packet block")
    if isObsolete {
      interface = Int(order(try reader.readUInt16("interface_id")))
      _ = try reader.readUInt16("drops_count")
    } else {
      interface = Int(order(try reader.readUInt32("interface_id")))
    }
    let high = UInt64(order(try reader.readUInt32("timestamp_high")))
    timestamp = high << 32 | UInt64(order(try reader.readUInt32("timestamp_low")))
    let captured = Int(order(try reader.readUInt32("captured_length")))
    originalLength = Int(order(try reader.readUInt32("original_length")))
    bytes = try reader.readSpan(captured, "data")
    // The data are padded.
    optionsOffset = (reader.offset + 3) & ~3
  }

  /// Decodes the body of a simple packet block, which belongs to the first interface
  /// (draft-ietf-opsawg-pcapng §4.4).
  ///
  ///     original_length(4) data
  @_lifetime(copy body)
  init(simple body: RawSpan, _ order: SectionOrder, snapLength: Int) throws(DecodeError) {
    var reader = ByteReader(body, as: "simple packet block")
    interface = 0
    timestamp = nil
    originalLength = Int(order(try reader.readUInt32("original_length")))
    let limit = snapLength == 0 ? originalLength : min(snapLength, originalLength)
    bytes = try reader.readSpan(limit, "data")
    // It has none.
    optionsOffset = body.byteCount
  }
}
