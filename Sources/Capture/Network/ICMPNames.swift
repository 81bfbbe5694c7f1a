extension ICMPError {
  /// Whether it says that the datagram did not arrive and none like it will: not a hint about the route or about the size
  /// of packets.
  package var isUnreachable: Bool {
    isIPv6
      ? type == 1 || type == 4 || (type == 3 && code == 0)
      : (type == 3 && code != 4) || type == 12 || (type == 11 && code == 0)
  }

  /// What the type and code say, in the words of their registry.
  package var name: String {
    isIPv6 ? Self.nameV6(type, code) : Self.nameV4(type, code)
  }

  /// Names of IANA's "ICMP Type Numbers" for the types that quote a datagram.
  static func nameV4(_ type: UInt8, _ code: UInt8) -> String {
    switch (type, code) {
    case (3, 0): "network unreachable"
    case (3, 1): "host unreachable"
    case (3, 2): "protocol unreachable"
    case (3, 3): "port unreachable"
    case (3, 4): "fragmentation needed"
    case (3, 5): "source route failed"
    case (3, 6): "destination network unknown"
    case (3, 7): "destination host unknown"
    case (3, 8): "source host isolated"
    case (3, 9): "network administratively prohibited"
    case (3, 10): "host administratively prohibited"
    case (3, 11): "network unreachable for type of service"
    case (3, 12): "host unreachable for type of service"
    case (3, 13): "communication administratively prohibited"
    case (3, 14): "host precedence violation"
    case (3, 15): "precedence cutoff in effect"
    case (3, _): "destination unreachable, unknown code"
    case (4, _): "source quench"
    case (5, 0): "redirect for network"
    case (5, 1): "redirect for host"
    case (5, 2): "redirect for type of service and network"
    case (5, 3): "redirect for type of service and host"
    case (5, _): "redirect, unknown code"
    case (11, 0): "time to live exceeded in transit"
    case (11, 1): "fragment reassembly time exceeded"
    case (11, _): "time exceeded, unknown code"
    case (12, 1): "missing a required option"
    case (12, 2): "bad length"
    case (12, _): "parameter problem"
    default: "unknown ICMP type"
    }
  }

  /// Names of IANA's "ICMPv6 type Numbers" for the types that quote a datagram.
  static func nameV6(_ type: UInt8, _ code: UInt8) -> String {
    switch (type, code) {
    case (1, 0): "no route to destination"
    case (1, 1): "communication administratively prohibited"
    case (1, 2): "beyond scope of source address"
    case (1, 3): "address unreachable"
    case (1, 4): "port unreachable"
    case (1, 5): "source address failed ingress/egress policy"
    case (1, 6): "route to destination rejected"
    case (1, 7): "error in source routing header"
    case (1, 8): "headers too long"
    case (1, _): "destination unreachable, unknown code"
    case (2, _): "packet too big"
    case (3, 0): "hop limit exceeded in transit"
    case (3, 1): "fragment reassembly time exceeded"
    case (3, _): "time exceeded, unknown code"
    case (4, 0): "erroneous header field"
    case (4, 1): "unrecognized next header"
    case (4, 2): "unrecognized IPv6 option"
    case (4, 3): "incomplete IPv6 header chain in first fragment"
    case (4, _): "parameter problem"
    default: "unknown ICMPv6 type"
    }
  }
}
