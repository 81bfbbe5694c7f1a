import Bytes

/// What an IP packet carries: a number of IANA's "Assigned Internet Protocol Numbers".
package struct IPProtocol: RegisteredNumber {
  package let rawValue: UInt8

  @inline(__always)
  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  static let icmp = IPProtocol(rawValue: 1)
  static let tcp = IPProtocol(rawValue: 6)
  static let udp = IPProtocol(rawValue: 17)
  static let ipv6 = IPProtocol(rawValue: 41)
  static let fragment = IPProtocol(rawValue: 44)
  static let authentication = IPProtocol(rawValue: 51)
  static let icmpV6 = IPProtocol(rawValue: 58)

  /// Whether it is a header that the IPv6 walk passes over: hop-by-hop options, routing, fragment, authentication,
  /// destination options, mobility (135), HIP (139) and Shim6 (140), of IANA's "IPv6 Extension Header Types".
  var isExtensionHeader: Bool {
    switch rawValue {
    case 0, 43, 44, 51, 60, 135, 139, 140: true
    default: false
    }
  }

  /// Whether it carries nothing that a device's CoAP could be in, so that passing over it needs no notice: IGMP and
  /// IPv6 without a next header besides TCP and ICMP, which are looked at.
  var isExpected: Bool {
    switch rawValue {
    case 1, 2, 6, 58, 59: true
    default: false
    }
  }

  package static let names: [UInt8: String] = [
    0: "IPv6 hop-by-hop options",
    1: "ICMP",
    2: "IGMP",
    4: "IPv4 in IP",
    6: "TCP",
    17: "UDP",
    33: "DCCP",
    41: "IPv6 in IP",
    43: "IPv6 routing header",
    44: "IPv6 fragment header",
    47: "GRE",
    50: "ESP",
    51: "AH",
    58: "ICMPv6",
    59: "IPv6 no next header",
    60: "IPv6 destination options",
    89: "OSPF",
    103: "PIM",
    112: "VRRP",
    115: "L2TP",
    132: "SCTP",
    135: "IPv6 mobility header",
    136: "UDP-Lite",
    137: "MPLS in IP",
    139: "HIP",
    140: "Shim6",
  ]
}
