import Bytes

/// What the handshake so far says about the form of the messages that follow.
///
/// Everything is optional: a capture may begin in the middle of a handshake.
package struct DecodingContext: Hashable, Sendable {
  /// Decides the form of ServerKeyExchange and ClientKeyExchange; they stay opaque without it.
  package var keyExchange: KeyExchangeAlgorithm?
  /// The negotiated version; the forms of DTLS 1.2 without it.
  package var version: ProtocolVersion?
  /// What the client's Certificate holds (RFC 7250 §3); told from its bytes without it.
  package var clientCertificateType: CertificateType?
  /// What the server's Certificate holds (RFC 7250 §3); told from its bytes without it.
  package var serverCertificateType: CertificateType?
  /// Whether the server sent the message.
  package var isFromServer: Bool

  /// A context of what is known.
  package init(
    keyExchange: KeyExchangeAlgorithm? = nil, version: ProtocolVersion? = nil,
    clientCertificateType: CertificateType? = nil, serverCertificateType: CertificateType? = nil,
    isFromServer: Bool = false
  ) {
    self.keyExchange = keyExchange
    self.version = version
    self.clientCertificateType = clientCertificateType
    self.serverCertificateType = serverCertificateType
    self.isFromServer = isFromServer
  }

  /// What the sender's Certificate holds.
  package var certificateType: CertificateType? {
    isFromServer ? serverCertificateType : clientCertificateType
  }

  /// Whether messages have the forms of RFC 8446 and RFC 9147.
  package var isDTLS13: Bool { version == .dtls13 }

  /// Whether a signature names its algorithms, which it does from DTLS 1.2 on (RFC 5246 §4.7).
  package var signaturesNameAlgorithms: Bool { version != .dtls10 && version != .openSSLPreRFC }
}

/// A message whose form depends on what was negotiated before it.
package protocol ContextualStructure {
  /// The structure's name in its specification, for `DecodeError`.
  static var structure: StaticString { get }

  /// Decodes from `reader` in the form that `context` tells.
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader, context: DecodingContext) throws(DecodeError)
}

extension ContextualStructure {
  /// Decodes from `bytes` in the form that `context` tells.
  package init(_ bytes: RawSpan, context: DecodingContext) throws(DecodeError) {
    var reader = ByteReader(bytes, as: Self.structure)
    try self.init(decoding: &reader, context: context)
  }

  /// Decodes from owned bytes in the form that `context` tells.
  package init(bytes: [UInt8], context: DecodingContext) throws(DecodeError) {
    try self.init(bytes.span.bytes, context: context)
  }
}
