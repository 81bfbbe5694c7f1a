import Bytes

/// The label stack of Multiprotocol Label Switching (RFC 3032 §2.1).
///
///     label(20 bits) traffic_class(3 bits) bottom_of_stack(1 bit) time_to_live(8 bits)
enum MPLS {
  /// Reads the labels; `none` if no IP packet follows.
  ///
  /// The labels' owner knows what they stand for; where that is IP, its version shows in the first four bits. Their
  /// number is bounded by the bytes there are.
  @_lifetime(reader: copy reader)
  static func readLabels(_ reader: inout ByteReader) throws(DecodeError) -> EtherType {
    reader = reader.renamed("MPLS")
    while try reader.readUInt32("label") & 0x100 == 0 {}
    return .ofRawIP(reader)
  }
}
