import Bytes

/// The protocol in an Ethernet frame (IEEE 802 numbers registry).
struct EtherType: RegisteredNumber {
  let rawValue: UInt16

  @inline(__always)
  init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// RFC 894.
  static let ipv4 = EtherType(rawValue: 0x0800)
  /// RFC 826.
  static let arp = EtherType(rawValue: 0x0806)
  /// RFC 2464.
  static let ipv6 = EtherType(rawValue: 0x86dd)
  /// RFC 2516 §5.
  static let pppoeSession = EtherType(rawValue: 0x8864)
  /// RFC 3032 §5, RFC 5332 §3: labels that the receiver assigned.
  static let mpls = EtherType(rawValue: 0x8847)
  /// RFC 5332 §3: the topmost label is one that the sender assigned.
  static let mplsUpstream = EtherType(rawValue: 0x8848)
  /// No EtherType, by a value that IEEE reserves: the frame's payload names its protocol in another way, none of which
  /// carries IP here.
  static let none = EtherType(rawValue: 0xffff)

  /// The protocol of an IP packet without a link header, by the version in its first four bits.
  @inline(__always)
  static func ofRawIP(_ reader: borrowing ByteReader) -> EtherType {
    switch (reader.unread.byte(at: 0) ?? 0) >> 4 {
    case 4: .ipv4
    case 6: .ipv6
    default: .none
    }
  }

  /// Whether a VLAN tag follows: IEEE 802.1Q, IEEE 802.1ad, and 0x9100, which switches used before 802.1ad.
  @inline(__always)
  var isVLANTag: Bool { rawValue == 0x8100 || rawValue == 0x88a8 || rawValue == 0x9100 }

  static let names: [UInt16: String] = [
    0x0800: "IPv4",
    0x0806: "ARP",
    0x8100: "802.1Q",
    0x86dd: "IPv6",
    0x8847: "MPLS",
    0x8848: "MPLS with upstream-assigned label",
    0x8863: "PPPoE discovery",
    0x8864: "PPPoE session",
    0x888e: "EAPOL",
    0x88a8: "802.1ad",
    0x88cc: "LLDP",
    0x9100: "802.1Q (0x9100)",
  ]
}

extension ByteReader {
  /// Reads past the VLAN tags, and the PPPoE header or MPLS labels, that `type` announces; the EtherType of what follows
  /// them.
  ///
  /// Their number is bounded by the bytes there are.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func readEncapsulation(_ type: EtherType) throws(DecodeError) -> EtherType {
    type == .ipv4 || type == .ipv6 ? type : try readOuterHeaders(type)
  }

  @_lifetime(self: copy self)
  private mutating func readOuterHeaders(_ type: EtherType) throws(DecodeError) -> EtherType {
    var type = type
    while type.isVLANTag {
      _ = try readUInt16("tag_control_information")
      type = EtherType(rawValue: try readUInt16("type"))
    }
    return switch type {
    case .pppoeSession: try PPPoE.readHeader(&self)
    case .mpls, .mplsUpstream: try MPLS.readLabels(&self)
    default: type
    }
  }
}
