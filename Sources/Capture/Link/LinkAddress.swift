/// A link-layer address of IEEE 802.15.4, by which 6LoWPAN knows the ends of a link.
enum LinkAddress: Hashable, Sendable {
  /// The header names nobody.
  case none
  /// 16 bits that the coordinator of the network gave.
  case short(UInt16)
  /// An EUI-64.
  case extended(UInt64)

  /// The IPv6 interface identifier that is made from it: RFC 4944 §6 inverts a bit of an EUI-64, RFC 6282 §3.2.2 extends
  /// a short address; nil if there is none.
  var interfaceIdentifier: UInt64? {
    switch self {
    case .none: nil
    case .short(let address): 0x0000_00ff_fe00_0000 | UInt64(address)
    case .extended(let address): address ^ 0x0200_0000_0000_0000
    }
  }

  /// The link-local IPv6 address of it (RFC 4944 §7); its identifier is zero if there is none.
  var linkLocal: IPAddress { IPAddress(high: IPAddress.linkLocalPrefix, low: interfaceIdentifier ?? 0) }
}
