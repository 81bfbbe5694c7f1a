/// How many of everything a `PacketDecoder` saw.
package struct Counters: Hashable, Sendable {
  /// Packets given.
  package var packets = 0
  /// UDP datagrams delivered.
  package var datagrams = 0
  /// Packets that the capture's snapshot length cut.
  package var truncatedPackets = 0
  /// Datagrams sent without a checksum.
  package var zeroChecksums = 0
  /// Datagrams whose checksum does not match.
  package var badChecksums = 0
  /// Datagrams delivered that were inside those of a TURN client and its server (RFC 8656).
  package var turnDatagrams = 0
  /// Datagrams delivered that were inside CAPWAP (RFC 5415).
  package var capwapDatagrams = 0
  /// IP fragments, and those of 6LoWPAN.
  package var ipFragments = 0
  /// IP packets put together from fragments.
  package var reassembledDatagrams = 0
  /// Sets of fragments that were given up.
  package var droppedFragmentSets = 0
  /// 802.11 and 802.15.4 data frames that are encrypted.
  package var encryptedFrames = 0
  /// ICMP errors delivered.
  package var icmpErrors = 0
  /// Packets with a header that could not be decoded.
  package var malformedPackets = 0
  /// TCP segments from or to port 5683 or 5684 (RFC 8323), whose CoAP is not decoded.
  package var tcpToCoAPPorts = 0
  /// Packets without UDP, and without anything else counted above.
  package var otherPackets = 0

  /// Nothing seen.
  package init() {}
}
