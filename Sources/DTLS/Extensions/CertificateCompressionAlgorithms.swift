import Bytes

/// Compressions of certificates that the sender can undo (RFC 8879 §3).
///
///     struct {
///       CertificateCompressionAlgorithm algorithms<2..2^8-2>;
///     } CertificateCompressionAlgorithms;
package struct CertificateCompressionAlgorithms: Structure, ExtensionBody {
  package static let structure: StaticString = "CertificateCompressionAlgorithms"

  /// The algorithms in the order of the wire.
  package var algorithms: [CertificateCompressionAlgorithm]
}

extension CertificateCompressionAlgorithms {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    algorithms = []
    var list = try reader.readVector8("algorithms")
    while !list.isAtEnd {
      algorithms.append(CertificateCompressionAlgorithm(rawValue: try list.readUInt16("algorithms")))
    }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("algorithms", "CertificateCompressionAlgorithm", algorithms)]
  }
}
