import Bytes

// How much a datagram looks like DTLS, to tell it from what else travels in UDP.

extension Record {
  /// Whether `datagram` begins like a DTLS record: a known type, a DTLS version, an epoch that a live session can have,
  /// and a length that a record can have (RFC 6347 §4.1, RFC 7983). Enough on a port that is known for DTLS.
  package static func isPlausible(_ datagram: RawSpan) -> Bool {
    var reader = ByteReader(datagram, as: "DTLSPlaintext")
    guard let type = try? reader.readUInt8("type"), (20...27).contains(type),
      let version = try? reader.readUInt16("version"), ProtocolVersion(rawValue: version).isOfRecords,
      let epoch = try? reader.readUInt16("epoch"), epoch < 0x0100
    else { return false }
    if type == ContentType.tls12CID.rawValue { return true }
    guard (try? reader.readUInt48("sequence_number")) != nil, let length = try? reader.readUInt16("length") else {
      return false
    }
    // 0x0100 is no rare number: such a record has to fit the datagram, too.
    if version == ProtocolVersion.openSSLPreRFC.rawValue {
      return epoch < 2 && length > 0 && length <= reader.remaining
    }
    return length <= maximumFragmentLength
  }

  /// Whether `datagram`, which was sent with `length` bytes, begins with a record that no other protocol sends: one that
  /// is plausible, fits, has the sequence number of a session that ends some day, and holds what its type says. So much
  /// is needed where nothing but the content tells, and `length` bytes filled with such records where the port tells of
  /// another protocol.
  ///
  /// Bytes that the capture does not hold are taken for what they should be.
  package static func isCertain(_ datagram: RawSpan, length: Int, isFilled: Bool = false) -> Bool {
    var rest = datagram
    var length = length
    repeat {
      guard let size = certainLength(rest, within: length) else { return false }
      length -= size
      rest = rest.extracting(droppingFirst: min(size, rest.byteCount))
    } while isFilled && length > 0 && (rest.byteCount >= headerLength || rest.byteCount == length)
    return true
  }

  /// Length of the certain record at the start of `datagram`, of which `available` bytes were sent; nil if there is none.
  private static func certainLength(_ datagram: RawSpan, within available: Int) -> Int? {
    guard isPlausible(datagram) else { return nil }
    var reader = ByteReader(datagram, as: "DTLSPlaintext")
    // The length of the connection ID is not known, so neither is where the record's length stands.
    guard let record = try? Record(decoding: &reader, connectionIDLength: 0),
      record.sequenceNumber <= maximumSensibleNumber
    else { return nil }
    if record.contentType == .tls12CID { return record.epoch > 0 ? available : nil }
    guard headerLength + record.length <= available, record.hasSensibleContent else { return nil }
    return headerLength + record.length
  }

  /// Whether the content is what the type and the epoch demand.
  private var hasSensibleContent: Bool {
    if epoch > 0 { return length >= Self.minimumProtectedLength }
    let first = fragment.byte(at: 0)
    switch contentType {
    case .handshake: return beginsWithHandshake
    // RFC 5246 §7.1; OpenSSL's 0x0100 has a message_seq after it.
    case .changeCipherSpec:
      return length == (version == .openSSLPreRFC ? 3 : 1) && first.map { $0 == 1 } ?? true
    // RFC 5246 §7.2.
    case .alert: return length == 2 && first.map { $0 == 1 || $0 == 2 } ?? true
    // Of DTLS 1.3 (RFC 9147 §7): a list of record numbers, 16 bytes each.
    case .ack: return length >= 2 && (length - 2).isMultiple(of: 16)
    // Everything else is protected, or does not come first.
    default: return false
    }
  }

  /// Whether the fragment begins with a handshake message or a piece of one (RFC 6347 §4.2.2).
  private var beginsWithHandshake: Bool {
    guard length >= HandshakeFragment.headerLength else { return false }
    guard fragment.byteCount >= HandshakeFragment.headerLength else { return true }
    var reader = ByteReader(fragment, as: "Handshake")
    guard let message = try? HandshakeFragment(decoding: &reader), message.messageType.name != nil else { return false }
    return HandshakeFragment.headerLength + message.fragmentLength <= length
  }

  /// The longest fragment that a record may have: 2^14 bytes and 2048 of expansion (RFC 6347 §4.1.2).
  package static let maximumFragmentLength = (1 << 14) + 2048
  /// The shortest fragment of a protected record: an explicit nonce and a tag of 8 bytes each (RFC 6655 §3), or a MAC of
  /// MD5 (RFC 5246 §6.2.3.1).
  static let minimumProtectedLength = 16
  /// More records than a session sends in one epoch: at a million a second it would take an hour.
  static let maximumSensibleNumber: UInt64 = 1 << 32 - 1
}

extension ProtocolVersion {
  /// Whether records have it in their headers.
  fileprivate var isOfRecords: Bool {
    self == .dtls12 || self == .dtls10 || self == .dtls13 || self == .openSSLPreRFC
  }
}

extension Record {
  /// Whether `datagram`, which was sent with `length` bytes, may begin with a DTLS 1.3 ciphertext: what it states fits,
  /// and there is room for the 16 bytes of which the record number's mask is made (RFC 9147 §4.2.3). Its header has so
  /// few fixed bits that this says something only on a port that is known for DTLS.
  package static func mayBeCiphertext(_ datagram: RawSpan, length: Int) -> Bool {
    guard let bits = datagram.byte(at: 0), bits & 0xe0 == 0x20 else { return false }
    let numberLength = bits & 0x08 != 0 ? 2 : 1
    // A connection ID has an unknown length.
    guard bits & 0x10 == 0 else { return length > 1 + numberLength + minimumProtectedLength }
    guard bits & 0x04 != 0 else { return length >= 1 + numberLength + minimumProtectedLength }
    guard let high = datagram.byte(at: 1 + numberLength), let low = datagram.byte(at: 2 + numberLength) else {
      return datagram.byteCount < length
    }
    let stated = Int(high) << 8 | Int(low)
    return stated >= minimumProtectedLength && 3 + numberLength + stated <= length
  }
}
