/// Which packets of an interface are captured.
package enum CaptureFilter: Sendable {
  /// What the analysis can use.
  case standard
  /// An expression of pcap-filter(7), as the user gave it.
  case expression(String)

  /// UDP on any port, since DTLS and CoAP are told by what they look like; `udp` matches the later fragments of a packet,
  /// too. ICMP tells of datagrams that did not arrive, ARP and neighbor discovery (in ICMPv6) of hosts that are gone. TCP
  /// only on the ports of CoAP, which is counted.
  package static let packets = "udp or icmp or icmp6 or arp or (tcp and (port 5683 or port 5684))"

  /// The expressions to try in turn: a link type may have no VLAN tags, or nothing that the words of the filter mean.
  ///
  /// `vlan` moves what comes after it in the expression behind the tag; the second one, behind a second tag.
  package var candidates: [String] {
    switch self {
    case .standard:
      ["\(Self.packets) or (vlan and (\(Self.packets) or (vlan and (\(Self.packets)))))", Self.packets, ""]
    case .expression(let text): [text]
    }
  }
}
