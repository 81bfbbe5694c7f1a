import Bytes

/// The IEEE 802.15.4 MAC header (IEEE 802.15.4-2020 §7.2), whose fields are in little-endian order.
///
///     frame_control(2) [sequence_number(1)] [destination_pan_id(2)] [destination_address(2, 8)]
///     [source_pan_id(2)] [source_address(2, 8)] [auxiliary_security_header(1...14)] [information_elements]
struct IEEE802154Header {
  /// What the frame carries.
  enum Payload: Hashable {
    /// Data that can be read.
    case data
    /// Bytes that only the holder of the network's keys can read.
    case encrypted
    /// A beacon, an acknowledgment, a command, or a kind of frame with another header.
    case nothing
  }

  /// For whom the frame is.
  var destination = LinkAddress.none
  /// Who sent it over this hop.
  var source = LinkAddress.none
  /// What follows the header.
  var payload = Payload.nothing
  /// Length in bytes of the message integrity code at the payload's end, before the frame check sequence.
  var integrityCodeLength = 0
}

extension IEEE802154Header: Structure {
  static let structure: StaticString = "IEEE802_15_4"

  /// Reads the header of a data frame, so that the reader stands at what it carries; of other frames only the kind.
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader) throws(DecodeError) {
    let control = FrameControl(rawValue: try reader.readUInt16("frame_control").byteSwapped)
    guard control.isData else { return }
    if !control.suppressesSequenceNumber { _ = try reader.readUInt8("sequence_number") }
    let panIDs = control.panIDs
    if panIDs.destination { _ = try reader.readUInt16("destination_pan_id") }
    destination = try Self.readAddress(control.destinationMode, "destination_address", &reader)
    if panIDs.source { _ = try reader.readUInt16("source_pan_id") }
    source = try Self.readAddress(control.sourceMode, "source_address", &reader)
    payload = .data
    if control.isSecured { try readSecurityHeader(control, &reader) }
    if payload == .data, control.hasInformationElements { try Self.skipInformationElements(&reader) }
  }

  @_lifetime(reader: copy reader)
  private static func readAddress(
    _ mode: UInt16, _ field: StaticString, _ reader: inout ByteReader
  ) throws(DecodeError) -> LinkAddress {
    switch mode {
    case 0: .none
    case 2: .short(try reader.readUInt16(field).byteSwapped)
    case 3: .extended(try reader.readUInt64(field).byteSwapped)
    default: throw reader.error(field, .invalid("has a reserved addressing mode"))
    }
  }

  /// The auxiliary security header (IEEE 802.15.4-2020 §9.4), which frames of 2003 do not have: what they protect is
  /// encrypted, as far as the header tells.
  ///
  ///     security_control(1) [frame_counter(4)] [key_source(0, 4, 8) key_index(1)]
  @_lifetime(reader: copy reader)
  private mutating func readSecurityHeader(_ control: FrameControl, _ reader: inout ByteReader) throws(DecodeError) {
    guard control.version > 0 else { return payload = .encrypted }
    let security = try reader.readUInt8("security_control")
    if control.version < 2 || security & 0x20 == 0 { _ = try reader.readUInt32("frame_counter") }
    _ = try reader.readSpan([0, 1, 5, 9][Int(security >> 3 & 3)], "key_identifier")
    // Bit 2 of the level is encryption, the others say how long the integrity code is.
    if security & 4 != 0 { payload = .encrypted }
    integrityCodeLength = [0, 4, 8, 16][Int(security & 3)]
  }

  /// The header's information elements, and those of the payload after them (IEEE 802.15.4-2020 §7.4).
  @_lifetime(reader: copy reader)
  private static func skipInformationElements(_ reader: inout ByteReader) throws(DecodeError) {
    var isHeader = true
    while !reader.isAtEnd {
      let descriptor = try reader.readUInt16("information_element").byteSwapped
      let identifier = isHeader ? descriptor >> 7 & 0xff : descriptor >> 11 & 0xf
      _ = try reader.readSpan(Int(descriptor & (isHeader ? 0x7f : 0x7ff)), "information_element")
      // Header Termination 2, and Payload Termination: the payload follows. Header Termination 1: payload elements do.
      if identifier == (isHeader ? 0x7f : 0xf) { return }
      if isHeader, identifier == 0x7e { isHeader = false }
    }
  }
}

/// The frame control field of a data frame (IEEE 802.15.4-2020 §7.2.2).
private struct FrameControl {
  let rawValue: UInt16

  /// 0: 2003, 1: 2006, 2: 2015 and later.
  var version: UInt16 { rawValue >> 12 & 3 }
  var isData: Bool { rawValue & 7 == 1 && version < 3 }
  var isSecured: Bool { rawValue & 0x08 != 0 }
  var compressesPANID: Bool { rawValue & 0x40 != 0 }
  var suppressesSequenceNumber: Bool { version == 2 && rawValue & 0x100 != 0 }
  var hasInformationElements: Bool { version == 2 && rawValue & 0x200 != 0 }
  var destinationMode: UInt16 { rawValue >> 10 & 3 }
  var sourceMode: UInt16 { rawValue >> 14 & 3 }

  /// Which of the two PAN identifiers are there (§7.2.2.6, of 2015 on Table 7-2).
  var panIDs: (destination: Bool, source: Bool) {
    let hasDestination = destinationMode != 0
    let hasSource = sourceMode != 0
    if version < 2 { return (hasDestination, hasSource && !(hasDestination && compressesPANID)) }
    return switch (hasDestination, hasSource) {
    case (false, false): (compressesPANID, false)
    case (true, false): (!compressesPANID, false)
    case (false, true): (false, !compressesPANID)
    case (true, true) where destinationMode == 3 && sourceMode == 3: (!compressesPANID, false)
    case (true, true): (true, !compressesPANID)
    }
  }
}
