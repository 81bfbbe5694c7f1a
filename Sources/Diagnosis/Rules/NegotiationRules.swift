import Analysis
import Bytes
import DTLS

/// Hellos that were refused.
extension Rule {
  static let negotiation: [Rule] = versions + suites + extensions

  // MARK: Versions

  private static let versions: [Rule] = [
    Rule(.dtls13OnlyClient) { facts in
      guard facts.handshake.offeredVersions == [.dtls13], let alert = versionAlert(facts) else { return nil }
      return Verdict(
        .certain,
        "The client offers DTLS 1.3 and nothing else; the server has no DTLS 1.3, and the \(alert.sender) gave up.",
        [facts.evidence(.clientHello, of: .client, "a ClientHello that offers only DTLS 1.3")].compactMap { $0 }
          + helloVerifyRequest(facts) + [facts.evidence(alert)])
    },
    Rule(.dtls10OnlyClient) { facts in
      guard let hello = facts.clientHello, hello.clientVersion == .dtls10, facts.serverHello == nil,
        let alert = facts.fatalAlert(from: .server, .protocolVersion, .handshakeFailure, .insufficientSecurity)
      else { return nil }
      return Verdict(
        alert.alert?.description == .protocolVersion ? .certain : .likely,
        """
        The client offers at most DTLS 1.0 (client_version in its ClientHello, not in the record, where that is usual), \
        and the server refuses it.
        """,
        [
          facts.evidence(.clientHello, of: .client, "a ClientHello with client_version DTLS 1.0"),
          facts.evidence(alert),
        ]
        .compactMap { $0 })
    },
    Rule(.dtls10OnlyServer) { facts in
      guard let version = facts.handshake.version, !facts.isEstablished, version == .dtls10,
        let hello = facts.clientHello, hello.clientVersion != .dtls10,
        facts.fatalAlert(from: .client, .protocolVersion) != nil || !facts.clientSentItsFlight
      else { return nil }
      return Verdict(
        facts.fatalAlert == nil ? .likely : .certain,
        "The server chose DTLS 1.0; the client offered \(offered(facts)) and does not go on with less.",
        [facts.evidence(.serverHello, of: .server, "a ServerHello that selects DTLS 1.0")].compactMap { $0 }
          + alertEvidence(facts))
    },
    Rule(.dtls13OnlyServer) { facts in
      guard let hello = facts.clientHello, facts.serverHello == nil, hello.clientVersion == .dtls12,
        hello.extensions.supportedVersions == nil, let alert = facts.fatalAlert(from: .server, .protocolVersion)
      else { return nil }
      return Verdict(
        .certain,
        """
        The client offers DTLS 1.2, which is no older than most servers take, and the server refuses the version: it \
        accepts DTLS 1.3 only.
        """,
        [facts.evidence(.clientHello, of: .client, "a ClientHello that offers DTLS 1.2"), facts.evidence(alert)]
          .compactMap { $0 })
    },
    Rule(.protocolVersionMismatch) { facts in
      guard !facts.isEstablished else { return nil }
      if let alert = facts.fatalAlert(.protocolVersion, .inappropriateFallback) {
        let chosen = facts.handshake.version.map { "; the server chose \($0)" } ?? ""
        return Verdict(
          .certain,
          "The \(alert.sender) ended the handshake for its version: the client offered \(offered(facts))\(chosen).",
          [facts.evidence(.clientHello, of: .client)].compactMap { $0 } + [facts.evidence(alert)])
      }
      guard let version = facts.handshake.version, !facts.handshake.offeredVersions.isEmpty,
        !offers(facts, version), !facts.clientSentItsFlight
      else { return nil }
      return Verdict(
        .likely, "The server chose \(version), which the client did not offer (\(offered(facts))).",
        [facts.evidence(.serverHello, of: .server)].compactMap { $0 } + alertEvidence(facts))
    },
  ]

  private static func versionAlert(_ facts: SessionCase) -> Session.AlertFact? {
    facts.fatalAlert(.protocolVersion, .handshakeFailure, .insufficientSecurity)
  }

  private static func alertEvidence(_ facts: SessionCase) -> [Finding.Evidence] {
    facts.fatalAlert.map { [facts.evidence($0)] } ?? []
  }

  private static func helloVerifyRequest(_ facts: SessionCase) -> [Finding.Evidence] {
    facts.handshake.cookieExchange.map { exchange in
      [Finding.Evidence(exchange.requestedAt, "HelloVerifyRequest, which DTLS 1.3 does not have")]
    } ?? []
  }

  private static func offered(_ facts: SessionCase) -> String {
    facts.handshake.offeredVersions.map { "\($0)" }.joined(separator: ", ")
  }

  /// Whether the client takes `version`: it lists its versions, or states the highest, and DTLS counts downwards.
  private static func offers(_ facts: SessionCase, _ version: ProtocolVersion) -> Bool {
    guard let hello = facts.clientHello else { return true }
    if let list = hello.extensions.supportedVersions { return list.contains(version) }
    return hello.clientVersion.rawValue <= version.rawValue
  }

  // MARK: Suites

  private static let suites: [Rule] = [
    Rule(.emsOrRenegRequired) { facts in
      guard let offer = refusedOffer(facts) else { return nil }
      let hello = offer.hello
      let lacksMasterSecret = !hello.extensions.hasExtendedMasterSecret
      let lacksRenegotiation =
        hello.extensions.first(.renegotiationInfo) == nil && !hello.cipherSuites.contains(.emptyRenegotiationInfoSCSV)
      guard lacksMasterSecret || lacksRenegotiation,
        let other = offer.accepted.first(where: { hello.cipherSuites.contains($0) })
      else { return nil }
      let what = [
        lacksMasterSecret ? "extended_master_secret (RFC 7627)" : nil,
        lacksRenegotiation ? "renegotiation_info (RFC 5746)" : nil,
      ].compactMap { $0 }.joined(separator: " and ")
      return Verdict(
        .possible,
        """
        The server refuses the ClientHello although it offers \(other), which the same server chose in another session; \
        the hello lacks \(what), which the server may demand.
        """, offer.evidence)
    },
    Rule(.pkiVsPsk) { facts in
      guard let offer = refusedOffer(facts), !offer.exchanges.isEmpty,
        !offer.exchanges.contains(where: \.authenticatesWithPSK)
      else { return nil }
      return Verdict(
        .likely,
        """
        The client offers only suites with certificates (\(offer.summary)), and the server refuses all of them: a server \
        that has a pre-shared key and no certificate can do nothing else.
        """, offer.evidence)
    },
    Rule(.mbedtls4RemovedKx) { facts in
      guard let offer = refusedOffer(facts), !offer.exchanges.isEmpty,
        offer.exchanges.allSatisfy(\.wasRemovedInMbedTLS4)
      else { return nil }
      return Verdict(
        .possible,
        """
        Every suite that the client offers (\(offer.summary)) has a key exchange that Mbed TLS 4 (ESP-IDF 6) no longer \
        has, and the server refuses all of them.
        """, offer.evidence)
    },
    Rule(.tinyStackSuiteSet) { facts in
      guard let offer = refusedOffer(facts), (1...4).contains(offer.suites.count),
        offer.suites.allSatisfy({ tinySuites.contains($0.rawValue) }), offer.suites.contains(where: \.isECDSAWithCCM)
      else { return nil }
      return Verdict(
        .likely,
        """
        The client offers what tinyDTLS has, AES-CCM with a pre-shared key or ECDSA (\(offer.summary)), and the server \
        has none of it.
        """, offer.evidence)
    },
    Rule(.suiteCipherMismatchCcm8) { facts in
      guard let offer = refusedOffer(facts), offer.exchanges.contains(where: \.authenticatesWithPSK) else { return nil }
      let presharedSuites = offer.suites.filter { $0.parameters?.keyExchange.authenticatesWithPSK ?? false }
      let withCCM = presharedSuites.filter(\.isCCM)
      guard withCCM.isEmpty || withCCM.count == presharedSuites.count else { return nil }
      return Verdict(
        .likely,
        withCCM.isEmpty
          ? """
          Of suites with a pre-shared key the client offers none with AES-CCM (\(offer.summary)), and the server refuses \
          them: a constrained server often has TLS_PSK_WITH_AES_128_CCM_8 (RFC 7252 §9.1.3.1) and nothing else.
          """
          : """
          Of suites with a pre-shared key the client offers only AES-CCM (\(offer.summary)), and the server refuses \
          them: OpenSSL's default list has no AES-CCM, and a server may have AES-GCM or CBC alone.
          """, offer.evidence)
    },
    Rule(.espPlainPskKxOff) { facts in
      guard let offer = refusedOffer(facts), offer.isBeforeCookie, !offer.exchanges.isEmpty,
        offer.exchanges.allSatisfy({ $0 == .psk })
      else { return nil }
      return Verdict(
        .possible,
        """
        The client offers plain PSK suites only (\(offer.summary)), with several ciphers, and the server refuses at the \
        first ClientHello, as Mbed TLS does: it may have ECDHE_PSK alone, which is what ESP-IDF builds by default.
        """, offer.evidence)
    },
    Rule(.espPskOff) { facts in
      guard let offer = refusedOffer(facts), offer.isBeforeCookie, offer.exchanges.contains(.psk),
        offer.exchanges.contains(.ecdhePSK)
      else { return nil }
      return Verdict(
        .possible,
        """
        The client offers PSK and ECDHE_PSK suites with several ciphers (\(offer.summary)), and the server refuses at \
        the first ClientHello, as Mbed TLS does: it has no pre-shared key, or was built without them.
        """, offer.evidence)
    },
    Rule(.noSharedSuite) { facts in
      guard let offer = refusedOffer(facts) else { return nil }
      return Verdict(
        .likely,
        """
        The server refuses the ClientHello before it chooses anything: it has none of the \
        \(offer.suites.count.of("suite")) that the client offers (\(offer.summary)), or it cannot use them with the keys \
        and certificates it has.
        """, offer.evidence)
    },
  ]

  /// The suites that tinyDTLS has.
  private static let tinySuites: Set<UInt16> = [0xc0a8, 0xc0ae, 0xc0a4, 0xc0ac, 0x00ff]

  /// A ClientHello that the server refused before it chose anything.
  private struct RefusedOffer {
    let hello: ClientHello
    /// The suites offered, but for values that stand for something else.
    let suites: [CipherSuite]
    /// Their key exchanges.
    let exchanges: [KeyExchangeAlgorithm]
    /// Suites that the same server chose in other sessions.
    let accepted: Set<CipherSuite>
    /// Whether it was refused without a cookie exchange.
    let isBeforeCookie: Bool
    let evidence: [Finding.Evidence]

    /// The suites in words: the first few of them.
    var summary: String {
      let names = suites.prefix(3).map { "\($0)" }.joined(separator: ", ")
      return suites.count > 3 ? "\(names) and \(suites.count - 3) more" : names
    }
  }

  private static func refusedOffer(_ facts: SessionCase) -> RefusedOffer? {
    guard facts.serverHello == nil, let hello = facts.clientHello,
      let alert = facts.fatalAlert(from: .server, .handshakeFailure, .insufficientSecurity)
    else { return nil }
    let suites = hello.cipherSuites.filter { $0 != .emptyRenegotiationInfoSCSV && $0 != .fallbackSCSV && !$0.isGREASE }
    return RefusedOffer(
      hello: hello, suites: suites, exchanges: suites.compactMap { $0.parameters?.keyExchange },
      accepted: Set(facts.serverSessions.compactMap(\.digest.cipherSuite)),
      isBeforeCookie: facts.handshake.cookieExchange == nil,
      evidence: [
        facts.evidence(.clientHello, of: .client, "a ClientHello with \(suites.count.of("cipher suite"))"),
        facts.evidence(alert),
      ].compactMap { $0 })
  }

  // MARK: Extensions

  private static let extensions: [Rule] = [
    Rule(.unsolicitedExtension) { facts in
      guard let alert = facts.fatalAlert(from: .client, .unsupportedExtension, .unexpectedMessage, .illegalParameter),
        let hello = facts.clientHello, let answer = facts.serverHello
      else { return nil }
      var offered = Set(hello.extensions.map(\.type))
      if hello.cipherSuites.contains(.emptyRenegotiationInfoSCSV) { offered.insert(.renegotiationInfo) }
      let extra = answer.extensions.map(\.type).filter { !offered.contains($0) }
      guard !extra.isEmpty || alert.alert?.description == .unsupportedExtension else { return nil }
      let names = extra.map { "\($0)" }.joined(separator: ", ")
      return Verdict(
        extra.isEmpty ? .possible : .certain,
        extra.isEmpty
          ? "The client refuses an extension of the server that is not in what was captured of its ServerHello."
          : "The ServerHello has \(names), which the client did not offer, and the client refuses it (RFC 5246 §7.4.1.4).",
        [facts.evidence(.serverHello, of: .server), facts.evidence(alert)].compactMap { $0 })
    },
    Rule(.badHelloParameter) { facts in
      guard !facts.clientSentItsFlight,
        let alert = facts.fatalAlert(.illegalParameter, .decodeError, .missingExtension)
      else { return nil }
      let refused = alert.sender == .server ? "ClientHello" : facts.serverHello == nil ? "answer" : "ServerHello"
      return Verdict(
        .likely,
        """
        The \(alert.sender) finds a value in the \(alert.sender.peer)'s \(refused) that it cannot take: \
        \(alert.alert.map { "\($0.description)" } ?? "").
        """,
        [
          facts.evidence(alert.sender == .server ? .clientHello : .serverHello, of: alert.sender.peer),
          facts.evidence(alert),
        ].compactMap { $0 })
    },
  ]
}

extension KeyExchangeAlgorithm {
  /// Whether it authenticates with a pre-shared key.
  var authenticatesWithPSK: Bool {
    switch self {
    case .psk, .dhePSK, .ecdhePSK, .rsaPSK: true
    default: false
    }
  }

  /// Whether Mbed TLS 4 dropped it.
  fileprivate var wasRemovedInMbedTLS4: Bool {
    switch self {
    case .dhePSK, .rsaPSK, .rsa, .dhe, .dh, .ecdh: true
    default: false
    }
  }
}

extension CipherSuite {
  /// Whether its cipher is AES-CCM.
  var isCCM: Bool {
    if case .ccm? = parameters?.cipher?.mode { true } else { false }
  }

  /// Whether it is ECDHE_ECDSA with AES-CCM, the other half of what tinyDTLS has.
  fileprivate var isECDSAWithCCM: Bool { (0xc0ac...0xc0af).contains(rawValue) }

  /// Whether it is one of the values that mean nothing (RFC 8701).
  fileprivate var isGREASE: Bool { rawValue & 0x0f0f == 0x0a0a && rawValue >> 8 == rawValue & 0xff }
}
