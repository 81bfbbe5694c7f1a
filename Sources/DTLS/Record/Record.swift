import Bytes

/// A record as it stands in a datagram: the header's fields and the fragment, which may be encrypted (RFC 6347 §4.1).
///
///     struct {
///       ContentType type;
///       ProtocolVersion version;
///       uint16 epoch;
///       uint48 sequence_number;
///       uint16 length;
///       opaque fragment[DTLSPlaintext.length];
///     } DTLSPlaintext;
///
/// A record of type tls12_cid has `opaque cid[cid_length]` before `length` (RFC 9146 §4).
package struct Record: ~Escapable {
  /// What is in it; `tls12_cid` and what a DTLS 1.3 ciphertext has are known only once it is opened.
  package let contentType: ContentType
  /// The record layer's version, which need not be the negotiated one.
  package let version: ProtocolVersion
  /// Counts the changes of keys; of a DTLS 1.3 ciphertext, its two low bits only.
  package let epoch: UInt16
  /// Counts the sender's records within the epoch, 48 bits.
  package let sequenceNumber: UInt64
  /// The connection ID of a tls12_cid record, else empty.
  package let connectionID: RawSpan
  /// Length that the header claims for the fragment, in bytes.
  package let length: Int
  /// The fragment, or what there is of it.
  package let fragment: RawSpan
  /// Whether this is a DTLS 1.3 ciphertext with a unified header (RFC 9147 §4).
  package let isUnified: Bool

  /// Whether the datagram ends before the fragment does.
  package var isCut: Bool { fragment.byteCount < length }

  /// Length in bytes of a header without a connection ID (RFC 6347 §4.1).
  package static let headerLength = 13
  /// Length in bytes of a unified header with everything but a connection ID (RFC 9147 §4).
  package static let longestUnifiedHeader = 5

  @_lifetime(copy connectionID, copy fragment)
  init(
    contentType: ContentType, version: ProtocolVersion, epoch: UInt16, sequenceNumber: UInt64, connectionID: RawSpan,
    length: Int, fragment: RawSpan, isUnified: Bool = false
  ) {
    self.contentType = contentType
    self.version = version
    self.epoch = epoch
    self.sequenceNumber = sequenceNumber
    self.connectionID = connectionID
    self.length = length
    self.fragment = fragment
    self.isUnified = isUnified
  }
}

extension Record {
  /// Whether the record at the start of `datagram` carries a connection ID: by its type, or by a bit of a unified header.
  package static func hasConnectionID(_ datagram: RawSpan) -> Bool {
    guard let first = datagram.byte(at: 0) else { return false }
    return first == ContentType.tls12CID.rawValue || first & 0xf0 == 0x30
  }

  /// The bytes of the record at the start of `datagram` from its connection ID on.
  @_lifetime(copy datagram)
  package static func bytesOfConnectionID(in datagram: RawSpan) -> RawSpan {
    let start = datagram.byte(at: 0) == ContentType.tls12CID.rawValue ? headerLength - 2 : 1
    return datagram.extracting(droppingFirst: min(start, datagram.byteCount))
  }

  /// Decodes the next record of a datagram.
  ///
  /// A fragment that the datagram cuts short is not an error here: the record is given with what there is of it.
  ///
  /// - Parameter connectionIDLength: length of the connection IDs that the receiver chose: no record carries it.
  @_lifetime(copy reader)
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, connectionIDLength: Int) throws(DecodeError) {
    let type = try reader.readUInt8("type")
    if type & 0xe0 == 0x20 {
      try self.init(unifiedHeader: type, decoding: &reader, connectionIDLength: connectionIDLength)
      return
    }
    let contentType = ContentType(rawValue: type)
    let version = ProtocolVersion(rawValue: try reader.readUInt16("version"))
    let epoch = try reader.readUInt16("epoch")
    let sequenceNumber = try reader.readUInt48("sequence_number")
    let connectionID = try reader.readSpan(contentType == .tls12CID ? connectionIDLength : 0, "cid")
    let length = Int(try reader.readUInt16("length"))
    let fragment = try reader.readSpan(min(length, reader.remaining), "fragment")
    self.init(
      contentType: contentType, version: version, epoch: epoch, sequenceNumber: sequenceNumber,
      connectionID: connectionID, length: length, fragment: fragment)
  }

  /// Decodes the rest of a DTLS 1.3 ciphertext, whose first byte is 001CSLEE: connection ID present, 16-bit sequence
  /// number, length present, low bits of the epoch (RFC 9147 §4).
  @_lifetime(copy reader)
  @_lifetime(reader: copy reader)
  private init(
    unifiedHeader bits: UInt8, decoding reader: inout ByteReader, connectionIDLength: Int
  ) throws(DecodeError) {
    let connectionID = try reader.readSpan(bits & 0x10 != 0 ? connectionIDLength : 0, "connection_id")
    let sequenceNumber =
      bits & 0x08 != 0
      ? UInt64(try reader.readUInt16("sequence_number")) : UInt64(try reader.readUInt8("sequence_number"))
    let length = bits & 0x04 != 0 ? Int(try reader.readUInt16("length")) : reader.remaining
    let fragment = try reader.readSpan(min(length, reader.remaining), "encrypted_record")
    self.init(
      contentType: ContentType(rawValue: bits), version: .dtls13, epoch: UInt16(bits & 0x03),
      sequenceNumber: sequenceNumber, connectionID: connectionID, length: length, fragment: fragment, isUnified: true)
  }
}
