import Bytes

/// A STUN message (RFC 8489 §5), as far as TURN needs it (RFC 8656 §18): a peer and what is for it or from it. It borrows
/// the data.
///
///     type(2) length(2) magic_cookie(4) = 0x2112a442 transaction_id(12)
///     attributes, of each: type(2) length(2) value, padded to a multiple of 4
struct STUNMessage: ~Escapable {
  static let structure: StaticString = "STUN"
  static let magicCookie: UInt32 = 0x2112_a442

  /// Method and class of the message.
  let type: STUNMessageType
  /// XOR-PEER-ADDRESS.
  private(set) var peer: Endpoint?
  /// CHANNEL-NUMBER.
  private(set) var channel: UInt16?
  /// Length in bytes of DATA; nil if there is none.
  private(set) var dataLength: Int?
  /// DATA, as far as it was captured.
  private(set) var data: RawSpan

  /// Decodes a message; of attributes that come twice the first counts (RFC 8489 §14).
  @_lifetime(copy payload)
  init(_ payload: RawSpan) throws(DecodeError) {
    var reader = ByteReader(payload, as: Self.structure)
    type = STUNMessageType(rawValue: try reader.readUInt16("type"))
    data = payload.extracting(first: 0)
    var length = Int(try reader.readUInt16("length"))
    let cookie = UInt64(try reader.readUInt32("magic_cookie"))
    let mask = (
      high: cookie << 32 | UInt64(try reader.readUInt32("transaction_id")), low: try reader.readUInt64("transaction_id")
    )
    while length >= 4 {
      let attribute = try reader.readUInt16("attribute")
      let valueLength = Int(try reader.readUInt16("attribute_length"))
      let padded = (valueLength + 3) / 4 * 4
      length -= 4 + padded
      if attribute == 0x0013, dataLength == nil {
        dataLength = valueLength
        data = reader.unread.extracting(first: valueLength)
        // Nothing after it is in the capture.
        if data.byteCount < valueLength { return }
      }
      var value = try reader.readReader(valueLength, "attribute")
      // The last value may lack its padding: clients before RFC 5389 left it out.
      _ = try reader.readSpan(min(padded - valueLength, max(0, reader.remaining)), "padding")
      switch attribute {
      case 0x0012 where peer == nil: peer = try Self.readAddress(&value, mask)
      case 0x000c where channel == nil: channel = try value.readUInt16("channel_number")
      default: break
      }
    }
  }
}

/// Method and class of a STUN message: a number of IANA's "STUN Methods" with two bits of class in it (RFC 8489 §5).
struct STUNMessageType: RegisteredNumber {
  let rawValue: UInt16

  static let allocateRequest = STUNMessageType(rawValue: 0x0003)
  static let refreshRequest = STUNMessageType(rawValue: 0x0004)
  static let sendIndication = STUNMessageType(rawValue: 0x0016)
  static let dataIndication = STUNMessageType(rawValue: 0x0017)
  static let createPermissionRequest = STUNMessageType(rawValue: 0x0008)
  static let channelBindRequest = STUNMessageType(rawValue: 0x0009)

  /// RFC 8656 §17, and what asks a server of STUN alone.
  static let names: [UInt16: String] = [
    0x0001: "Binding request",
    0x0003: "Allocate request",
    0x0004: "Refresh request",
    0x0008: "CreatePermission request",
    0x0009: "ChannelBind request",
    0x0016: "Send indication",
    0x0017: "Data indication",
  ]
}

extension STUNMessage {
  /// Method and class of `payload`, if it is STUN by its magic cookie.
  static func type(of payload: RawSpan) -> STUNMessageType? {
    var reader = ByteReader(payload, as: structure)
    guard let start = try? reader.readUInt32("type"), (try? reader.readUInt32("magic_cookie")) == magicCookie else {
      return nil
    }
    return STUNMessageType(rawValue: UInt16(start >> 16))
  }

  /// An address that is XORed with the magic cookie, and an IPv6 address with the transaction ID too (RFC 8489 §14.2).
  ///
  ///     reserved(1) family(1) x_port(2) x_address(4, 16)
  @_lifetime(reader: copy reader)
  private static func readAddress(
    _ reader: inout ByteReader, _ mask: (high: UInt64, low: UInt64)
  ) throws(DecodeError) -> Endpoint? {
    _ = try reader.readUInt8("reserved")
    let family = try reader.readUInt8("family")
    let port = try reader.readUInt16("x_port") ^ UInt16(truncatingIfNeeded: mask.high >> 48)
    switch family {
    case 1:
      let address = try reader.readIPv4Address("x_address")
      return Endpoint(address: IPAddress(ipv4: UInt32(truncatingIfNeeded: address.low) ^ magicCookie), port: port)
    case 2:
      let address = try reader.readIPv6Address("x_address")
      return Endpoint(
        address: IPAddress(high: address.high ^ mask.high, low: address.low ^ mask.low), port: port)
    default: return nil
    }
  }
}
