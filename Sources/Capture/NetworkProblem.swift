import Bytes

/// Something below UDP that was wrong or is not understood, so that a datagram, or what opens one, may be missing.
package enum NetworkProblem: Equatable, Sendable {
  /// Where in the packet.
  package enum Layer: String, Sendable {
    /// The link header.
    case link
    /// The IP header or an extension header.
    case network
    /// The UDP or ICMP header.
    case transport
  }

  /// Why fragments were given up.
  package enum FragmentLoss: Equatable, Sendable {
    /// Fragments of a set were missing for too long, or until the end of the capture.
    case incomplete
    /// There were too many sets at once; the oldest went.
    case tableFull
    /// A set was in too many separate pieces.
    case tooManyPieces
    /// IPv6 fragments overlapped, which is never legitimate (RFC 5722).
    case overlap
    /// A fragment lay beyond the end that another one stated.
    case contradictoryLength
  }

  /// A header that could not be decoded, though the capture holds the whole packet.
  case malformed(Layer, DecodeError)
  /// A header that the capture's snapshot length cut.
  case cutHeader(Layer, DecodeError)
  /// A header whose length field goes beyond the packet, or short of what it must cover; what there is was delivered.
  case lengthMismatch(Layer, DecodeError)
  /// IPv4 fragments that overlap with different bytes; the first bytes were kept.
  case conflictingFragments(source: IPAddress, destination: IPAddress, identification: UInt32)
  /// Fragments that never became a datagram: how many of them and how many bytes.
  case droppedFragments(
    FragmentLoss, source: IPAddress, destination: IPAddress, identification: UInt32, fragments: Int, bytes: Int)
  /// The first packet of an IP protocol that is not looked into.
  case unsupportedProtocol(UInt8)
  /// The first address that is compressed with a context of 6LoWPAN (RFC 6282 §3.1.1), which is shown with a prefix that
  /// stands for it.
  case unknownContext(UInt8)
  /// The first packet of a link type that is not looked into.
  case unsupportedLinkType(LinkType)
  /// A decryption secrets block of the capture that breaks its format, before this packet.
  case malformedSecrets(DecodeError)
  /// So many lines in decryption secrets blocks before this packet that are no lines of a key log.
  case malformedKeyLogLines(Int)
}
