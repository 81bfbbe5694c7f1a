import Bytes

/// A signature, from DTLS 1.2 on with the algorithms that made it (RFC 5246 §4.7, RFC 8446 §4.4.3).
///
///     struct {
///       SignatureAndHashAlgorithm algorithm;
///       opaque signature<0..2^16-1>;
///     } DigitallySigned;
package struct DigitallySigned: FieldsShowing, Hashable, Sendable {
  /// How the signature was made; nil in DTLS 1.0, where the key decides it.
  package var algorithm: SignatureScheme?
  /// The signature as its algorithm encodes it.
  package var signature: [UInt8]
}

extension DigitallySigned {
  /// Decodes with the algorithms if the version that `context` tells has them.
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, context: DecodingContext) throws(DecodeError) {
    algorithm =
      context.signaturesNameAlgorithms ? SignatureScheme(rawValue: try reader.readUInt16("algorithm")) : nil
    signature = try reader.readOpaque16("signature")
  }

  package var fields: [Field] {
    let algorithms = algorithm.map { [Field("algorithm", $0)] } ?? []
    return algorithms + [Field("signature", signature)]
  }
}
