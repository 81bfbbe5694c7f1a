import Bytes

/// A request or reply of the Address Resolution Protocol for IPv4 over Ethernet (RFC 826):
///
///     hardware_type(2) protocol_type(2) hardware_length(1) protocol_length(1) operation(2)
///     sender_hardware(6) sender_protocol(4) target_hardware(6) target_protocol(4)
struct ARP {
  static let structure: StaticString = "ARP"

  /// Who sends it: 0.0.0.0 in a probe, of an address that it is about to take (RFC 5227 §1.1).
  let sender: IPAddress
  /// The address that is asked for, or answered to.
  let target: IPAddress
  /// Whether it asks.
  let isRequest: Bool

  /// Decodes what follows the link header; nil if it is not about IPv4 over Ethernet addresses.
  init?(decoding reader: ByteReader) throws(DecodeError) {
    var reader = reader.renamed(Self.structure)
    _ = try reader.readUInt16("hardware_type")
    let protocolType = try reader.readUInt16("protocol_type")
    let hardwareLength = try reader.readUInt8("hardware_length")
    let protocolLength = try reader.readUInt8("protocol_length")
    isRequest = try reader.readUInt16("operation") == 1
    guard protocolType == EtherType.ipv4.rawValue, hardwareLength == 6, protocolLength == 4 else { return nil }
    _ = try reader.readReader(Int(hardwareLength), "sender_hardware")
    sender = try reader.readIPv4Address("sender_protocol")
    _ = try reader.readReader(Int(hardwareLength), "target_hardware")
    target = try reader.readIPv4Address("target_protocol")
  }
}
