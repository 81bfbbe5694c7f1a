import Bytes

/// An extension of a hello or of another handshake message (RFC 5246 §7.4.1.4, RFC 8446 §4.2).
///
///     struct {
///       ExtensionType extension_type;
///       opaque extension_data<0..2^16-1>;
///     } Extension;
package enum Extension: Hashable, Sendable {
  case serverName(ServerNameList)
  case maxFragmentLength(MaxFragmentLength)
  /// The client may send CertificateURL (RFC 6066 §5); has no body.
  case clientCertificateURL
  /// Not dissected (RFC 6066 §6).
  case trustedCAKeys([UInt8])
  /// Ten bytes are left of every MAC (RFC 6066 §7); has no body.
  case truncatedHMAC
  case statusRequest(CertificateStatusRequest)
  /// One list for both ends, before RFC 7250 (RFC 6091 §3).
  case certType(CertificateTypeExtension)
  case supportedGroups(NamedGroupList)
  case ecPointFormats(ECPointFormatList)
  case srp(SRPExtension)
  case signatureAlgorithms(SignatureSchemeList)
  case useSRTP(UseSRTPData)
  case heartbeat(HeartbeatExtension)
  case applicationLayerProtocolNegotiation(ProtocolNameList)
  case statusRequestV2(CertificateStatusRequestListV2)
  case signedCertificateTimestamp(SignedCertificateTimestampList)
  case clientCertificateType(CertificateTypeExtension)
  case serverCertificateType(CertificateTypeExtension)
  case padding(Padding)
  /// CBC suites encrypt before they compute the MAC (RFC 7366); has no body.
  case encryptThenMAC
  /// The master secret covers the handshake so far (RFC 7627); has no body.
  case extendedMasterSecret
  case cachedInfo(CachedInformation)
  case compressCertificate(CertificateCompressionAlgorithms)
  case recordSizeLimit(RecordSizeLimit)
  case delegatedCredential(DelegatedCredentialExtension)
  case sessionTicket(SessionTicket)
  case preSharedKey(PreSharedKey)
  case earlyData(EarlyDataIndication)
  case supportedVersions(SupportedVersions)
  case cookie(CookieExtension)
  case pskKeyExchangeModes(PSKKeyExchangeModes)
  case certificateAuthorities(CertificateAuthorities)
  case oidFilters(OIDFilterExtension)
  /// The client may be asked for a certificate later (RFC 8446 §4.2.6); has no body.
  case postHandshakeAuth
  case signatureAlgorithmsCert(SignatureSchemeList)
  case keyShare(KeyShare)
  /// The type is `connectionID` of RFC 9146 or one of its two forerunners.
  case connectionID(ExtensionType, ConnectionIDExtension)
  /// Not dissected: DTLS never carries QUIC (RFC 9001 §8.2).
  case quicTransportParameters([UInt8])
  /// A new address is probed before it is used (RFC 9853); has no body.
  case rrc
  case ecjpakeKeyKPPair(ECJPAKEKeyKPPairList)
  case nextProtocolNegotiation(NextProtocolNegotiation)
  case applicationSettings(ApplicationSettings)
  /// Not dissected: mostly ciphertext (draft-ietf-tls-esni).
  case encryptedClientHello([UInt8])
  case renegotiationInfo(RenegotiationInfo)
  /// An extension without a form of its own here.
  case unknown(ExtensionType, [UInt8])
  /// An extension whose body contradicts its specification.
  case malformed(ExtensionType, [UInt8], DecodeError)
}

extension Extension {
  /// Decodes the body of an extension of `type` in the form that it has in `message`; the rest of the message does not
  /// suffer from one that fails.
  ///
  /// A HelloRetryRequest is `HandshakeType.helloRetryRequest` here.
  package init(type: ExtensionType, body: ByteReader, in message: HandshakeType) {
    do {
      try self.init(decoding: body, type: type, in: message)
    } catch {
      self = .malformed(type, [UInt8](body.unread), error)
    }
  }

  private init(decoding body: ByteReader, type: ExtensionType, in message: HandshakeType) throws(DecodeError) {
    switch type {
    case .serverName:
      self = .serverName(try body.decode(in: message))
    case .maxFragmentLength:
      self = .maxFragmentLength(try body.decode(in: message))
    case .clientCertificateURL:
      try body.expectEmpty("client_certificate_url")
      self = .clientCertificateURL
    case .trustedCAKeys:
      self = .trustedCAKeys([UInt8](body.unread))
    case .truncatedHMAC:
      try body.expectEmpty("truncated_hmac")
      self = .truncatedHMAC
    case .statusRequest:
      self = .statusRequest(try body.decode(in: message))
    case .certType:
      self = .certType(try body.decode(in: message))
    case .supportedGroups:
      self = .supportedGroups(try body.decode(in: message))
    case .ecPointFormats:
      self = .ecPointFormats(try body.decode(in: message))
    case .srp:
      self = .srp(try body.decode(in: message))
    case .signatureAlgorithms:
      self = .signatureAlgorithms(try body.decode(in: message))
    case .useSRTP:
      self = .useSRTP(try body.decode(in: message))
    case .heartbeat:
      self = .heartbeat(try body.decode(in: message))
    case .applicationLayerProtocolNegotiation:
      self = .applicationLayerProtocolNegotiation(try body.decode(in: message))
    case .statusRequestV2:
      self = .statusRequestV2(try body.decode(in: message))
    case .signedCertificateTimestamp:
      self = .signedCertificateTimestamp(try body.decode(in: message))
    case .clientCertificateType:
      self = .clientCertificateType(try body.decode(in: message))
    case .serverCertificateType:
      self = .serverCertificateType(try body.decode(in: message))
    case .padding:
      self = .padding(try body.decode(in: message))
    case .encryptThenMAC:
      try body.expectEmpty("encrypt_then_mac")
      self = .encryptThenMAC
    case .extendedMasterSecret:
      try body.expectEmpty("extended_master_secret")
      self = .extendedMasterSecret
    case .cachedInfo:
      self = .cachedInfo(try body.decode(in: message))
    case .compressCertificate:
      self = .compressCertificate(try body.decode(in: message))
    case .recordSizeLimit:
      self = .recordSizeLimit(try body.decode(in: message))
    case .delegatedCredential:
      self = .delegatedCredential(try body.decode(in: message))
    case .sessionTicket:
      self = .sessionTicket(try body.decode(in: message))
    case .preSharedKey:
      self = .preSharedKey(try body.decode(in: message))
    case .earlyData:
      self = .earlyData(try body.decode(in: message))
    case .supportedVersions:
      self = .supportedVersions(try body.decode(in: message))
    case .cookie:
      self = .cookie(try body.decode(in: message))
    case .pskKeyExchangeModes:
      self = .pskKeyExchangeModes(try body.decode(in: message))
    case .certificateAuthorities:
      self = .certificateAuthorities(try body.decode(in: message))
    case .oidFilters:
      self = .oidFilters(try body.decode(in: message))
    case .postHandshakeAuth:
      try body.expectEmpty("post_handshake_auth")
      self = .postHandshakeAuth
    case .signatureAlgorithmsCert:
      self = .signatureAlgorithmsCert(try body.decode(in: message))
    case .keyShare:
      self = .keyShare(try body.decode(in: message))
    case .connectionID, .connectionIDDraft, .connectionIDMbedTLS:
      self = .connectionID(type, try body.decode(in: message))
    case .quicTransportParameters:
      self = .quicTransportParameters([UInt8](body.unread))
    case .rrc:
      try body.expectEmpty("rrc")
      self = .rrc
    case .ecjpakeKeyKPPair:
      self = .ecjpakeKeyKPPair(try body.decode(in: message))
    case .nextProtocolNegotiation:
      self = .nextProtocolNegotiation(try body.decode(in: message))
    case .applicationSettings:
      self = .applicationSettings(try body.decode(in: message))
    case .encryptedClientHello:
      self = .encryptedClientHello([UInt8](body.unread))
    case .renegotiationInfo:
      self = .renegotiationInfo(try body.decode(in: message))
    default:
      self = .unknown(type, [UInt8](body.unread))
    }
  }

  /// The number under which the extension was sent.
  package var type: ExtensionType {
    switch self {
    case .serverName: .serverName
    case .maxFragmentLength: .maxFragmentLength
    case .clientCertificateURL: .clientCertificateURL
    case .trustedCAKeys: .trustedCAKeys
    case .truncatedHMAC: .truncatedHMAC
    case .statusRequest: .statusRequest
    case .certType: .certType
    case .supportedGroups: .supportedGroups
    case .ecPointFormats: .ecPointFormats
    case .srp: .srp
    case .signatureAlgorithms: .signatureAlgorithms
    case .useSRTP: .useSRTP
    case .heartbeat: .heartbeat
    case .applicationLayerProtocolNegotiation: .applicationLayerProtocolNegotiation
    case .statusRequestV2: .statusRequestV2
    case .signedCertificateTimestamp: .signedCertificateTimestamp
    case .clientCertificateType: .clientCertificateType
    case .serverCertificateType: .serverCertificateType
    case .padding: .padding
    case .encryptThenMAC: .encryptThenMAC
    case .extendedMasterSecret: .extendedMasterSecret
    case .cachedInfo: .cachedInfo
    case .compressCertificate: .compressCertificate
    case .recordSizeLimit: .recordSizeLimit
    case .delegatedCredential: .delegatedCredential
    case .sessionTicket: .sessionTicket
    case .preSharedKey: .preSharedKey
    case .earlyData: .earlyData
    case .supportedVersions: .supportedVersions
    case .cookie: .cookie
    case .pskKeyExchangeModes: .pskKeyExchangeModes
    case .certificateAuthorities: .certificateAuthorities
    case .oidFilters: .oidFilters
    case .postHandshakeAuth: .postHandshakeAuth
    case .signatureAlgorithmsCert: .signatureAlgorithmsCert
    case .keyShare: .keyShare
    case .connectionID(let type, _): type
    case .quicTransportParameters: .quicTransportParameters
    case .rrc: .rrc
    case .ecjpakeKeyKPPair: .ecjpakeKeyKPPair
    case .nextProtocolNegotiation: .nextProtocolNegotiation
    case .applicationSettings: .applicationSettings
    case .encryptedClientHello: .encryptedClientHello
    case .renegotiationInfo: .renegotiationInfo
    case .unknown(let type, _): type
    case .malformed(let type, _, _): type
    }
  }

  /// The extension with every field of its body.
  package var field: Field {
    let name = type.description
    switch self {
    case .clientCertificateURL, .truncatedHMAC, .encryptThenMAC, .extendedMasterSecret, .postHandshakeAuth, .rrc:
      return Field(name, "")
    case .serverName(let body): return Field(name, body.fields)
    case .maxFragmentLength(let body): return Field(name, body.fields)
    case .trustedCAKeys(let bytes): return Field(name, bytes)
    case .statusRequest(let body): return Field(name, body.fields)
    case .certType(let body): return Field(name, body.fields)
    case .supportedGroups(let body): return Field(name, body.fields)
    case .ecPointFormats(let body): return Field(name, body.fields)
    case .srp(let body): return Field(name, body.fields)
    case .signatureAlgorithms(let body): return Field(name, body.fields)
    case .useSRTP(let body): return Field(name, body.fields)
    case .heartbeat(let body): return Field(name, body.fields)
    case .applicationLayerProtocolNegotiation(let body): return Field(name, body.fields)
    case .statusRequestV2(let body): return Field(name, body.fields)
    case .signedCertificateTimestamp(let body): return Field(name, body.fields)
    case .clientCertificateType(let body): return Field(name, body.fields)
    case .serverCertificateType(let body): return Field(name, body.fields)
    case .padding(let body): return Field(name, body.fields)
    case .cachedInfo(let body): return Field(name, body.fields)
    case .compressCertificate(let body): return Field(name, body.fields)
    case .recordSizeLimit(let body): return Field(name, body.fields)
    case .delegatedCredential(let body): return Field(name, body.fields)
    case .sessionTicket(let body): return Field(name, body.fields)
    case .preSharedKey(let body): return Field(name, body.fields)
    case .earlyData(let body): return Field(name, body.fields)
    case .supportedVersions(let body): return Field(name, body.fields)
    case .cookie(let body): return Field(name, body.fields)
    case .pskKeyExchangeModes(let body): return Field(name, body.fields)
    case .certificateAuthorities(let body): return Field(name, body.fields)
    case .oidFilters(let body): return Field(name, body.fields)
    case .signatureAlgorithmsCert(let body): return Field(name, body.fields)
    case .keyShare(let body): return Field(name, body.fields)
    case .connectionID(_, let body): return Field(name, body.fields)
    case .quicTransportParameters(let bytes): return Field(name, bytes)
    case .ecjpakeKeyKPPair(let body): return Field(name, body.fields)
    case .nextProtocolNegotiation(let body): return Field(name, body.fields)
    case .applicationSettings(let body): return Field(name, body.fields)
    case .encryptedClientHello(let bytes): return Field(name, bytes)
    case .renegotiationInfo(let body): return Field(name, body.fields)
    case .unknown(_, let bytes): return Field(name, bytes)
    case .malformed(_, let bytes, let error):
      return Field(name, [Field("malformed", error.description), Field("extension_data", bytes)])
    }
  }
}

extension DecodeError: Hashable {
  /// Follows `==`, which compares what the errors say.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(description)
  }
}

extension ByteReader {
  /// The elements of an `Extension field<0..2^16-1>` of `message`.
  ///
  /// An extension that claims more bytes than the list has left is malformed and takes them all: the message around
  /// the list is sound.
  @_lifetime(self: copy self)
  mutating func readExtensions(
    _ field: StaticString = "extensions", in message: HandshakeType
  ) throws(DecodeError) -> [Extension] {
    var list = try readVector16(field)
    var extensions: [Extension] = []
    while !list.isAtEnd {
      let type = ExtensionType(rawValue: try list.readUInt16("extension_type"))
      let rest = list.unread
      do {
        let body = try list.readVector16("extension_data")
        extensions.append(Extension(type: type, body: body, in: message))
      } catch {
        extensions.append(.malformed(type, [UInt8](rest), error))
        break
      }
    }
    return extensions
  }
}
