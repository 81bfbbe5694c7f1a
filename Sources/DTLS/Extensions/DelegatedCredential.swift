import Bytes

/// A short-lived key that the certificate's own key vouches for: delegated_credential (RFC 9345 §4).
///
///     select (Handshake.msg_type) {
///       case client_hello, certificate_request: SignatureScheme supported_signature_algorithms<2..2^16-2>;
///       case certificate: DelegatedCredential;
///     };
package enum DelegatedCredentialExtension: ExtensionBody {
  package static let structure: StaticString = "DelegatedCredentialExtension"

  /// Signatures by such keys that the sender can check.
  case supported(SignatureSchemeList)
  case credential(DelegatedCredential)
}

extension DelegatedCredentialExtension {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    if message == .certificate {
      self = .credential(try DelegatedCredential(decoding: &reader))
    } else {
      self = .supported(try SignatureSchemeList(decoding: &reader))
    }
  }

  package var fields: [Field] {
    switch self {
    case .supported(let list): list.fields
    case .credential(let credential): credential.fields
    }
  }
}

/// The key, and what vouches for it (RFC 9345 §4).
///
///     struct {
///       uint32 valid_time;
///       SignatureScheme dc_cert_verify_algorithm;
///       opaque ASN1_subjectPublicKeyInfo<1..2^24-1>;
///     } Credential;
///
///     struct {
///       Credential cred;
///       SignatureScheme algorithm;
///       opaque signature<1..2^16-1>;
///     } DelegatedCredential;
package struct DelegatedCredential: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "DelegatedCredential"

  /// Seconds from notBefore of the certificate up to which it is valid.
  package var validTime: UInt32
  /// How the key signs.
  package var certVerifyAlgorithm: SignatureScheme
  /// The key in DER.
  package var subjectPublicKeyInfo: [UInt8]
  /// How the certificate's key signed it.
  package var algorithm: SignatureScheme
  package var signature: [UInt8]
}

extension DelegatedCredential {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    validTime = try reader.readUInt32("valid_time")
    certVerifyAlgorithm = SignatureScheme(rawValue: try reader.readUInt16("dc_cert_verify_algorithm"))
    subjectPublicKeyInfo = try reader.readOpaque24("ASN1_subjectPublicKeyInfo")
    algorithm = SignatureScheme(rawValue: try reader.readUInt16("algorithm"))
    signature = try reader.readOpaque16("signature")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [
      Field("valid_time", validTime),
      Field("dc_cert_verify_algorithm", certVerifyAlgorithm),
      Field("ASN1_subjectPublicKeyInfo", subjectPublicKeyInfo),
      Field("algorithm", algorithm),
      Field("signature", signature),
    ]
  }
}
