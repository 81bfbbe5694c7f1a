import Bytes

/// Keys for media come from this handshake (RFC 5764 §4.1.1).
///
///     struct {
///       SRTPProtectionProfile SRTPProtectionProfiles<2..2^16-1>;
///       opaque srtp_mki<0..255>;
///     } UseSRTPData;
package struct UseSRTPData: Structure, ExtensionBody {
  package static let structure: StaticString = "UseSRTPData"

  /// The profiles that the client offers, best first, or the one that the server took.
  package var srtpProtectionProfiles: [SRTPProtectionProfile]
  /// The master key identifier; empty for none.
  package var srtpMKI: [UInt8]
}

extension UseSRTPData {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    srtpProtectionProfiles = try reader.readList16("SRTPProtectionProfiles")
    srtpMKI = try reader.readOpaque8("srtp_mki")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [
      Field("SRTPProtectionProfiles", "SRTPProtectionProfile", srtpProtectionProfiles),
      Field("srtp_mki", srtpMKI),
    ]
  }
}
