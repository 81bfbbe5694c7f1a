import Bytes

/// The IEEE 802.11 MAC header of data frames (IEEE 802.11-2020 §9.2.3).
///
///     frame_control(2) duration(2) address1(6) address2(6) address3(6) sequence_control(2)
///     [address4(6)] [qos_control(2)] [ht_control(4)]
enum IEEE80211 {
  /// Length in bytes of the header of a subframe of an A-MSDU.
  static let subframeHeaderLength = 14

  /// Reads the header, the bytes that pad it to a multiple of 4 where radiotap says so, and the LLC header of a data
  /// frame's payload.
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader, isPadded: Bool = false) throws(DecodeError) -> LinkPayload {
    let start = reader.offset
    let control = try reader.readUInt16("frame_control")
    let type = control >> 10 & 3
    // A subtype without its 0x4 bit carries data; the protocol version is 0.
    guard control >> 8 & 3 == 0, type == 2, control >> 14 & 1 == 0 else { return .nothing }
    let isQoS = control & 0x8000 != 0
    _ = try reader.readSpan(20, "address1")
    let sequence = try reader.readUInt16("sequence_control").byteSwapped
    if control & 3 == 3 { _ = try reader.readSpan(6, "address4") }
    var isAggregate = false
    if isQoS {
      isAggregate = try reader.readUInt16("qos_control") & 0x8000 != 0
      if control & 0x80 != 0 { _ = try reader.readUInt32("ht_control") }
    }
    if control & 0x40 != 0 { return .encrypted }
    if isPadded { _ = try reader.readSpan((4 - (reader.offset - start) % 4) % 4, "padding") }
    if isAggregate { return .aggregate }
    // A later MAC fragment has no LLC header, and a first one not the whole packet.
    guard sequence & 0xf == 0, control & 0x04 == 0 else { return .nothing }
    return .packet(try LLC.readHeader(&reader))
  }

  /// Reads one subframe of an A-MSDU up to its payload (IEEE 802.11-2020 §9.3.2.2.2).
  ///
  ///     destination(6) source(6) length(2) payload(length) padding to a multiple of 4
  ///
  /// The payload's reader begins with the LLC header. The last subframe has no padding.
  @_lifetime(copy reader)
  @_lifetime(reader: copy reader)
  static func readSubframe(_ reader: inout ByteReader) throws(DecodeError) -> ByteReader {
    _ = try reader.readSpan(12, "destination")
    let length = Int(try reader.readUInt16("length"))
    let payload = try reader.readReader(length, "msdu")
    let padding = (4 - (14 + length) % 4) % 4
    _ = try reader.readSpan(min(padding, reader.remaining), "padding")
    return payload
  }
}
