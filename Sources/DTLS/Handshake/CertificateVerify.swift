import Bytes

/// Proves that the sender has the private key of its certificate (RFC 5246 §7.4.8, RFC 8446 §4.4.3).
///
///     struct {
///       DigitallySigned signature;
///     } CertificateVerify;
package struct CertificateVerify: ContextualStructure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "CertificateVerify"

  /// A signature over the handshake so far.
  package var signature: DigitallySigned
}

extension CertificateVerify {
  /// Decodes a message in the form that `context` tells.
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, context: DecodingContext) throws(DecodeError) {
    signature = try DigitallySigned(decoding: &reader, context: context)
    try reader.expectEnd()
  }

  package var fields: [Field] { signature.fields }
}
