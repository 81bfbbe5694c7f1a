import Bytes

/// A handshake message or a piece of one, as it stands in a record (RFC 6347 §4.2.2).
///
///     struct {
///       HandshakeType msg_type;
///       uint24 length;
///       uint16 message_seq;
///       uint24 fragment_offset;
///       uint24 fragment_length;
///       opaque body[fragment_length];
///     } Handshake;
package struct HandshakeFragment: ~Escapable {
  /// Which message.
  package let messageType: HandshakeType
  /// Length of the whole message's body in bytes.
  package let length: Int
  /// Place of the message among those of its sender in this handshake.
  package let messageSequence: UInt16
  /// Where in the body this piece begins.
  package let fragmentOffset: Int
  /// Length that the header claims for this piece, in bytes.
  package let fragmentLength: Int
  /// The piece, or what there is of it.
  package let body: RawSpan

  /// Whether this is the whole message.
  package var isWhole: Bool { fragmentOffset == 0 && fragmentLength == length }
  /// Whether the record ends before the piece does.
  package var isCut: Bool { body.byteCount < fragmentLength }

  /// Length of the header in bytes.
  package static let headerLength = 12

  @_lifetime(copy body)
  init(
    messageType: HandshakeType, length: Int, messageSequence: UInt16, fragmentOffset: Int, fragmentLength: Int,
    body: RawSpan
  ) {
    self.messageType = messageType
    self.length = length
    self.messageSequence = messageSequence
    self.fragmentOffset = fragmentOffset
    self.fragmentLength = fragmentLength
    self.body = body
  }
}

extension HandshakeFragment {
  /// Decodes the message at the start of a record of `recordLength` bytes that the capture cut within the header: nil
  /// unless all but fragment_length is there, which is what the rest of the record has room for.
  @_lifetime(copy reader)
  init?(cut reader: ByteReader, recordLength: Int) {
    var reader = reader
    guard let messageType = try? reader.readUInt8("msg_type"), let length = try? reader.readUInt24("length"),
      let messageSequence = try? reader.readUInt16("message_seq"),
      let fragmentOffset = try? reader.readUInt24("fragment_offset"), reader.remaining < 3, fragmentOffset <= length
    else { return nil }
    self.init(
      messageType: HandshakeType(rawValue: messageType), length: length, messageSequence: messageSequence,
      fragmentOffset: fragmentOffset,
      fragmentLength: min(length - fragmentOffset, max(0, recordLength - HandshakeFragment.headerLength)),
      body: RawSpan())
  }

  /// Decodes the next message or piece in a record. A piece that the record cuts short is given with what there is of it.
  @_lifetime(copy reader)
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    let messageType = HandshakeType(rawValue: try reader.readUInt8("msg_type"))
    let length = try reader.readUInt24("length")
    let messageSequence = try reader.readUInt16("message_seq")
    let fragmentOffset = try reader.readUInt24("fragment_offset")
    let fragmentLength = try reader.readUInt24("fragment_length")
    guard fragmentOffset + fragmentLength <= length else {
      throw reader.error("fragment_length", .outOfRange(fragmentLength, allowed: 0...max(0, length - fragmentOffset)))
    }
    let body = try reader.readSpan(min(fragmentLength, reader.remaining), "body")
    self.init(
      messageType: messageType, length: length, messageSequence: messageSequence, fragmentOffset: fragmentOffset,
      fragmentLength: fragmentLength, body: body)
  }
}
