import Bytes

/// A handshake message without its header, put together from its fragments (RFC 6347 §4.2.2, RFC 9147 §5.2).
package enum HandshakeMessage: Hashable, Sendable {
  /// The server wants to negotiate anew (RFC 5246 §7.4.1.1); has no body.
  case helloRequest
  case clientHello(ClientHello)
  case serverHello(ServerHello)
  case helloVerifyRequest(HelloVerifyRequest)
  case newSessionTicket(NewSessionTicket)
  case newSessionTicket13(NewSessionTicket13)
  /// TLS has it and DTLS does not (RFC 9147 §5.6); has no body.
  case endOfEarlyData
  case encryptedExtensions(EncryptedExtensions)
  case requestConnectionID(RequestConnectionID)
  case newConnectionID(NewConnectionID)
  case certificate(Certificate)
  case serverKeyExchange(ServerKeyExchange)
  case certificateRequest(CertificateRequest)
  case certificateRequest13(CertificateRequest13)
  /// The server waits for the client's answer (RFC 5246 §7.4.5); has no body.
  case serverHelloDone
  case certificateVerify(CertificateVerify)
  case clientKeyExchange(ClientKeyExchange)
  /// The client asks for a certificate with an exported authenticator (RFC 9261 §4).
  case clientCertificateRequest(CertificateRequest13)
  case finished(Finished)
  case certificateURL(CertificateURL)
  case certificateStatus(CertificateStatus)
  case supplementalData(SupplementalData)
  case keyUpdate(KeyUpdate)
  case compressedCertificate(CompressedCertificate)
  /// A key for SRTP (RFC 8870 §5.2.2), not dissected.
  case ektKey([UInt8])
  /// Stands for a ClientHello in a transcript (RFC 8446 §4.4.1), never on the wire.
  case messageHash([UInt8])
  /// A type without a row in the registry, or one that the registry reserves.
  case unknown(HandshakeType, [UInt8])
}

extension HandshakeMessage {
  /// Decodes the body of a message of `type`, in the form that `context` tells where it has several.
  package init(type: HandshakeType, body: RawSpan, context: DecodingContext = DecodingContext()) throws(DecodeError) {
    switch type {
    case .helloRequest:
      try ByteReader(body, as: "HelloRequest").expectEnd()
      self = .helloRequest
    case .clientHello:
      self = .clientHello(try ClientHello(body))
    case .serverHello:
      self = .serverHello(try ServerHello(body))
    case .helloVerifyRequest:
      self = .helloVerifyRequest(try HelloVerifyRequest(body))
    case .newSessionTicket:
      self =
        context.isDTLS13
        ? .newSessionTicket13(try NewSessionTicket13(body)) : .newSessionTicket(try NewSessionTicket(body))
    case .endOfEarlyData:
      try ByteReader(body, as: "EndOfEarlyData").expectEnd()
      self = .endOfEarlyData
    case .encryptedExtensions:
      self = .encryptedExtensions(try EncryptedExtensions(body))
    case .requestConnectionID:
      self = .requestConnectionID(try RequestConnectionID(body))
    case .newConnectionID:
      self = .newConnectionID(try NewConnectionID(body))
    case .certificate:
      self = .certificate(try Certificate(body, context: context))
    case .serverKeyExchange:
      self = .serverKeyExchange(try ServerKeyExchange(body, context: context))
    case .certificateRequest:
      self =
        context.isDTLS13
        ? .certificateRequest13(try CertificateRequest13(body))
        : .certificateRequest(try CertificateRequest(body, context: context))
    case .serverHelloDone:
      try ByteReader(body, as: "ServerHelloDone").expectEnd()
      self = .serverHelloDone
    case .certificateVerify:
      self = .certificateVerify(try CertificateVerify(body, context: context))
    case .clientKeyExchange:
      self = .clientKeyExchange(try ClientKeyExchange(body, context: context))
    case .clientCertificateRequest:
      self = .clientCertificateRequest(try CertificateRequest13(body))
    case .finished:
      self = .finished(try Finished(body))
    case .certificateURL:
      self = .certificateURL(try CertificateURL(body))
    case .certificateStatus:
      self = .certificateStatus(try CertificateStatus(body))
    case .supplementalData:
      self = .supplementalData(try SupplementalData(body))
    case .keyUpdate:
      self = .keyUpdate(try KeyUpdate(body))
    case .compressedCertificate:
      self = .compressedCertificate(try CompressedCertificate(body))
    case .ektKey:
      self = .ektKey([UInt8](body))
    case .messageHash:
      self = .messageHash([UInt8](body))
    default:
      self = .unknown(type, [UInt8](body))
    }
  }

  /// Every field of the message, in the order of the wire.
  package var fields: [Field] {
    switch self {
    case .helloRequest, .endOfEarlyData, .serverHelloDone: []
    case .clientHello(let message): message.fields
    case .serverHello(let message): message.fields
    case .helloVerifyRequest(let message): message.fields
    case .newSessionTicket(let message): message.fields
    case .newSessionTicket13(let message): message.fields
    case .encryptedExtensions(let message): message.fields
    case .requestConnectionID(let message): message.fields
    case .newConnectionID(let message): message.fields
    case .certificate(let message): message.fields
    case .serverKeyExchange(let message): message.fields
    case .certificateRequest(let message): message.fields
    case .certificateRequest13(let message): message.fields
    case .certificateVerify(let message): message.fields
    case .clientKeyExchange(let message): message.fields
    case .clientCertificateRequest(let message): message.fields
    case .finished(let message): message.fields
    case .certificateURL(let message): message.fields
    case .certificateStatus(let message): message.fields
    case .supplementalData(let message): message.fields
    case .keyUpdate(let message): message.fields
    case .compressedCertificate(let message): message.fields
    case .ektKey(let bytes): [Field("EKTKey", bytes)]
    case .messageHash(let bytes): [Field("hash", bytes)]
    case .unknown(_, let bytes): [Field("body", bytes)]
    }
  }
}
