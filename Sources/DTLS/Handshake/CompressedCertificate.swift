import Bytes

/// A Certificate message, compressed (RFC 8879 §4).
///
///     struct {
///       CertificateCompressionAlgorithm algorithm;
///       uint24 uncompressed_length;
///       opaque compressed_certificate_message<1..2^24-1>;
///     } CompressedCertificate;
package struct CompressedCertificate: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "CompressedCertificate"

  /// How the message was compressed.
  package var algorithm: CertificateCompressionAlgorithm
  /// Length of the Certificate message in bytes.
  package var uncompressedLength: Int
  /// The message without its handshake header, compressed.
  package var compressedCertificateMessage: [UInt8]
}

extension CompressedCertificate {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    algorithm = CertificateCompressionAlgorithm(rawValue: try reader.readUInt16("algorithm"))
    uncompressedLength = try reader.readUInt24("uncompressed_length")
    compressedCertificateMessage = try reader.readOpaque24("compressed_certificate_message")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [
      Field("algorithm", algorithm),
      Field("uncompressed_length", uncompressedLength),
      Field("compressed_certificate_message", compressedCertificateMessage),
    ]
  }
}

/// How a certificate is compressed (IANA "TLS Certificate Compression Algorithm IDs").
package struct CertificateCompressionAlgorithm: RegisteredNumber {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let names: [UInt16: String] = [
    1: "zlib",
    2: "brotli",
    3: "zstd",
  ]
}
