import Bytes

/// Proofs that the certificate is in public logs (RFC 6962 §3.3).
///
///     opaque SerializedSCT<1..2^16-1>;
///
///     struct {
///       SerializedSCT sct_list<1..2^16-1>;
///     } SignedCertificateTimestampList;
package struct SignedCertificateTimestampList: ExtensionBody {
  package static let structure: StaticString = "SignedCertificateTimestampList"

  /// The proofs as the logs made them; none in a message that asks for them.
  package var sctList: [[UInt8]]
}

extension SignedCertificateTimestampList {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    sctList = []
    if message == .clientHello || message == .certificateRequest, reader.isAtEnd { return }
    var list = try reader.readVector16("sct_list")
    while !list.isAtEnd { sctList.append(try list.readOpaque16("sct_list")) }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    let list = sctList.map { sct in
      // Of another version there are its bytes.
      Field("SerializedSCT", Hex.string(sct), (try? SignedCertificateTimestamp(bytes: sct))?.fields ?? [])
    }
    return list.isEmpty ? [] : [Field("sct_list", list)]
  }
}
