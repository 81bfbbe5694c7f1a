import Bytes

/// The link headers that are understood.
package enum LinkHeader: Sendable {
  case ethernet, linuxCooked, linuxCookedV2, loopback, rawIP, ppp, pppWithDirection, pppAfterDirection, mpls, ieee80211,
    radiotap, ieee802154, ieee802154WithCheckSequence, ieee802154TAP
}

/// What follows a link header.
enum LinkPayload: Equatable {
  /// A packet of the protocol that an EtherType names.
  case packet(EtherType)
  /// An IP packet of the version that its first four bits state.
  case rawIP
  /// The subframes of an 802.11 A-MSDU.
  case aggregate
  /// An IEEE 802.15.4 frame that ends in a check sequence of so many bytes.
  case ieee802154(checkSequenceLength: Int)
  /// Bytes that only the holder of the link's keys can read.
  case encrypted
  /// Nothing that carries a packet, for example an 802.11 management frame.
  case nothing
}

extension LinkHeader {
  /// The header's name, for `DecodeError`.
  var structure: StaticString {
    switch self {
    case .ethernet: "Ethernet"
    case .linuxCooked: "LINUX_SLL"
    case .linuxCookedV2: "LINUX_SLL2"
    case .loopback: "NULL"
    case .rawIP: "RAW"
    case .ppp, .pppWithDirection, .pppAfterDirection: "PPP"
    case .mpls: "MPLS"
    case .ieee80211: "IEEE802_11"
    case .radiotap: "IEEE802_11_RADIO"
    case .ieee802154, .ieee802154WithCheckSequence: IEEE802154Header.structure
    case .ieee802154TAP: "IEEE802_15_4_TAP"
    }
  }

  /// Reads the header, so that the reader stands at what follows it.
  @inline(__always)
  @_lifetime(reader: copy reader)
  func read(_ reader: inout ByteReader) throws(DecodeError) -> LinkPayload {
    switch self {
    case .ethernet: .packet(try Ethernet.readHeader(&reader))
    case .linuxCooked: .packet(try LinuxCooked.readHeader(&reader))
    case .linuxCookedV2: .packet(try LinuxCooked.readHeaderV2(&reader))
    case .loopback: try Loopback.readHeader(&reader)
    case .rawIP: .rawIP
    case .ppp: try PPP.readHeader(&reader)
    case .pppWithDirection: try PPP.readHeader(&reader, hasDirection: true)
    case .pppAfterDirection: try PPP.readHeaderAfterDirection(&reader)
    case .mpls: .packet(try MPLS.readLabels(&reader))
    case .ieee80211: try IEEE80211.readHeader(&reader)
    case .radiotap: try Radiotap.readHeader(&reader)
    case .ieee802154: .ieee802154(checkSequenceLength: 0)
    case .ieee802154WithCheckSequence: .ieee802154(checkSequenceLength: 2)
    case .ieee802154TAP: .ieee802154(checkSequenceLength: try IEEE802154TAP.readHeader(&reader))
    }
  }
}
