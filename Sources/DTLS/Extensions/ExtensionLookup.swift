import Bytes

/// What the rest of the package asks of a message's extensions.
extension [Extension] {
  /// The first extension of `type`.
  package func first(_ type: ExtensionType) -> Extension? {
    first { $0.type == type }
  }

  /// Whether an extension of `type` is there and sound.
  private func has(_ type: ExtensionType) -> Bool {
    contains { element in
      if case .malformed = element { return false }
      return element.type == type
    }
  }

  /// The first result of `body` that is not nil.
  private func value<Value>(_ body: (Extension) -> Value?) -> Value? {
    for element in self {
      if let value = body(element) { return value }
    }
    return nil
  }

  /// Whether the master secret covers the handshake (RFC 7627).
  package var hasExtendedMasterSecret: Bool { has(.extendedMasterSecret) }

  /// Whether CBC suites encrypt before they compute the MAC (RFC 7366).
  package var hasEncryptThenMAC: Bool { has(.encryptThenMAC) }

  /// Whether MACs keep only ten bytes (RFC 6066 §7).
  package var hasTruncatedHMAC: Bool { has(.truncatedHMAC) }

  /// Whether application data comes with the first flight (RFC 8446 §4.2.10).
  package var hasEarlyData: Bool { has(.earlyData) }

  /// The connection ID that the peer is to write into records to the sender, and the number it came under: that of
  /// RFC 9146 before its forerunners.
  package var connectionID: (type: ExtensionType, cid: [UInt8])? {
    let all = compactMap { element -> (type: ExtensionType, cid: [UInt8])? in
      guard case .connectionID(let type, let body) = element else { return nil }
      return (type, body.cid)
    }
    return all.first { $0.type == .connectionID } ?? all.first
  }

  /// The cookie of a HelloRetryRequest, or its echo (RFC 8446 §4.2.2).
  package var cookie: [UInt8]? {
    value { if case .cookie(let body) = $0 { body.cookie } else { nil } }
  }

  /// The host that the client means to reach (RFC 6066 §3).
  package var serverName: [UInt8]? {
    value { if case .serverName(let body) = $0 { body.hostName } else { nil } }
  }

  /// Application protocols that a ClientHello offers, best first, or the one that the server chose (RFC 7301 §3.1).
  package var applicationProtocols: [[UInt8]]? {
    value { if case .applicationLayerProtocolNegotiation(let body) = $0 { body.protocolNameList } else { nil } }
  }

  /// Encodings of points that the sender can read, best first (RFC 8422 §5.1.2).
  package var ecPointFormats: [ECPointFormat]? {
    value { if case .ecPointFormats(let body) = $0 { body.ecPointFormatList } else { nil } }
  }

  /// What supported_versions holds: in a ClientHello all that it offers, best first; elsewhere the one chosen.
  package var supportedVersions: [ProtocolVersion]? {
    value { if case .supportedVersions(let body) = $0 { body.versions } else { nil } }
  }

  /// The ticket that a ClientHello shows; empty where the sender only can have tickets (RFC 5077 §3.2).
  package var sessionTicket: [UInt8]? {
    value { if case .sessionTicket(let body) = $0 { body.ticket } else { nil } }
  }

  /// Bytes to which records are limited (RFC 6066 §4); nil also for an unknown code.
  package var maxFragmentLength: Int? {
    value { if case .maxFragmentLength(let body) = $0 { body.code.byteCount } else { nil } }
  }

  /// Bytes to which records to the sender are limited (RFC 8449 §4).
  package var recordSizeLimit: Int? {
    value { if case .recordSizeLimit(let body) = $0 { Int(body.recordSizeLimit) } else { nil } }
  }

  /// Groups for key exchange, best first (RFC 8446 §4.2.7).
  package var supportedGroups: [NamedGroup]? {
    value { if case .supportedGroups(let body) = $0 { body.namedGroupList } else { nil } }
  }

  /// Signatures that the sender can check, best first (RFC 8446 §4.2.3).
  package var signatureAlgorithms: [SignatureScheme]? {
    value { if case .signatureAlgorithms(let body) = $0 { body.supportedSignatureAlgorithms } else { nil } }
  }

  /// Pre-shared keys that a ClientHello offers, or the one that a ServerHello takes (RFC 8446 §4.2.11).
  package var preSharedKey: PreSharedKey? {
    value { if case .preSharedKey(let body) = $0 { body } else { nil } }
  }

  /// Public keys of a DTLS 1.3 key exchange (RFC 8446 §4.2.8).
  package var keyShare: KeyShare? {
    value { if case .keyShare(let body) = $0 { body } else { nil } }
  }

  /// Kinds of certificates that the client can show, or the one that the server takes (RFC 7250 §3).
  package var clientCertificateTypes: [CertificateType]? {
    value { if case .clientCertificateType(let body) = $0 { body.types } else { nil } }
  }

  /// Kinds of certificates that the client can check, or the one that the server shows (RFC 7250 §3).
  package var serverCertificateTypes: [CertificateType]? {
    value { if case .serverCertificateType(let body) = $0 { body.types } else { nil } }
  }
}
