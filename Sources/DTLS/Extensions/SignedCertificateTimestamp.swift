import Bytes

/// A log's promise to publish a certificate (RFC 6962 §3.2).
///
///     struct {
///       Version sct_version;
///       LogID id;
///       uint64 timestamp;
///       CtExtensions extensions;
///       digitally-signed struct { … };
///     } SignedCertificateTimestamp;
package struct SignedCertificateTimestamp: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "SignedCertificateTimestamp"

  /// 0 for v1, the only version there is.
  package var version: UInt8
  /// SHA-256 of the log's key, 32 bytes.
  package var logID: [UInt8]
  /// Milliseconds since 1970.
  package var timestamp: UInt64
  package var extensions: [UInt8]
  /// How the log signed it.
  package var algorithm: SignatureScheme
  package var signature: [UInt8]
}

extension SignedCertificateTimestamp {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    version = try reader.readUInt8("sct_version")
    logID = try reader.readBytes(32, "id")
    timestamp = try reader.readUInt64("timestamp")
    extensions = try reader.readOpaque16("extensions")
    algorithm = SignatureScheme(rawValue: try reader.readUInt16("algorithm"))
    signature = try reader.readOpaque16("signature")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    let time = Int64(exactly: timestamp).map { " (\(UTCTime.text(seconds: $0 / 1000)) UTC)" } ?? ""
    return [
      Field("sct_version", version),
      Field("id", logID),
      Field("timestamp", "\(timestamp)\(time)"),
      Field("extensions", extensions),
      Field("algorithm", algorithm),
      Field("signature", signature),
    ]
  }
}
