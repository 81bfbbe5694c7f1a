import Analysis
import Bytes
import Capture
import DTLS

/// An option of ESP-IDF's configuration that explains what was found on the wire.
///
/// One row an option. The side that the configuration belongs to is not known: a row says what it means for the end that a
/// finding is about.
struct ConfigCheck: Sendable {
  /// The findings that the option can explain.
  let findings: [Explanation]
  /// What the configuration says, and what follows: nil if it is not at fault, or does not say.
  let check: @Sendable (SDKConfig, SessionCase) -> String?

  /// What the configuration has to do with a finding.
  static func remarks(on finding: Explanation, _ config: SDKConfig, _ facts: SessionCase) -> [String] {
    rows.filter { row in row.findings.contains { $0.id == finding.id } }.compactMap { $0.check(config, facts) }
  }

  private static let refusedSuites: [Explanation] = [
    .noSharedSuite, .espPlainPskKxOff, .espPskOff, .suiteCipherMismatchCcm8, .pkiVsPsk, .tinyStackSuiteSet,
    .emsOrRenegRequired,
  ]

  private static let deafServers: [Explanation] = [
    .serverDeaf, .serverDeafAfterCookie, .dtlsServerRoleOff, .serverHeapOrSessionLimit, .halfOpenFlood,
    .deviceCrashMidHandshake,
  ]

  private static let rows: [ConfigCheck] = [
    // No DTLS, or not for servers.
    ConfigCheck(findings: [.dtlsPortClosed, .serverProcessGone] + deafServers) { config, _ in
      isOff(
        "CONFIG_MBEDTLS_SSL_PROTO_DTLS", config,
        "the firmware has no DTLS, and its DTLS endpoint could not be created")
    },
    ConfigCheck(findings: [.dtlsPortClosed] + deafServers) { config, _ in
      isOn("CONFIG_MBEDTLS_TLS_CLIENT_ONLY", config, "the firmware cannot be a DTLS server")
    },
    ConfigCheck(findings: [.dtlsPortClosed] + deafServers) { config, _ in
      isOff("CONFIG_COAP_SERVER_SUPPORT", config, "libcoap was built without servers")
    },
    ConfigCheck(findings: [.dtlsPortClosed]) { config, facts in
      facts.session.server.address.isIPv6
        ? isOff("CONFIG_LWIP_IPV6", config, "the device has no IPv6, and an AF_INET6 endpoint cannot be bound") : nil
    },
    // Suites.
    ConfigCheck(findings: refusedSuites) { config, facts in
      offers(.psk, facts)
        ? isOff(
          "CONFIG_MBEDTLS_PSK_MODES", config,
          "the firmware has no suite with a pre-shared key, and that is why the server refused the ones offered") : nil
    },
    ConfigCheck(findings: refusedSuites) { config, facts in
      guard offers(.psk, facts), config.isOn("CONFIG_MBEDTLS_PSK_MODES") != false else { return nil }
      let count = facts.clientHello?.cipherSuites.count { $0.parameters?.keyExchange == .psk } ?? 0
      return isOff(
        "CONFIG_MBEDTLS_KEY_EXCHANGE_PSK", config,
        "that is why the server refused the \(count.of("plain PSK suite")) offered")
    },
    ConfigCheck(findings: refusedSuites) { config, _ in
      isOff("CONFIG_COAP_MBEDTLS_PSK", config, "libcoap was built without pre-shared keys")
    },
    ConfigCheck(findings: refusedSuites) { config, facts in
      facts.clientHello?.cipherSuites.contains(where: \.isCCM) == true
        ? isOff("CONFIG_MBEDTLS_CCM_C", config, "the firmware has no AES-CCM suite") : nil
    },
    ConfigCheck(findings: refusedSuites) { config, facts in
      facts.clientHello?.cipherSuites.contains { $0.parameters?.cipher?.mode == .gcm } == true
        ? isOff("CONFIG_MBEDTLS_GCM_C", config, "the firmware has no AES-GCM suite") : nil
    },
    ConfigCheck(findings: [.pkiVsPsk]) { config, _ in
      isOff("CONFIG_COAP_MBEDTLS_PKI", config, "libcoap was built without certificates")
    },
    ConfigCheck(findings: [.ecjpakeWrongPassword] + refusedSuites) { config, facts in
      offers(.ecjpake, facts)
        ? isOff("CONFIG_MBEDTLS_KEY_EXCHANGE_ECJPAKE", config, "the firmware has no EC-JPAKE suite") : nil
    },
    ConfigCheck(findings: [.ecdhePskBlocksDiagnosis, .ecdhePskCost, .cbcSuiteSelected]) { config, _ in
      isOn(
        "CONFIG_MBEDTLS_KEY_EXCHANGE_ECDHE_PSK", config,
        "the firmware prefers ECDHE_PSK to plain PSK wherever the peer offers it")
    },
    // Sizes.
    ConfigCheck(findings: [.ipFragmentsDropped]) { config, facts in
      let option =
        facts.session.server.address.isIPv6 ? "CONFIG_LWIP_IP6_REASSEMBLY" : "CONFIG_LWIP_IP4_REASSEMBLY"
      return isOff(option, config, "the device drops IP fragments")
    },
    ConfigCheck(findings: [.inContentLenTooSmall, .certFlightMtuBlackhole, .clientDeaf]) { config, facts in
      guard let limit = config.number(of: "CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN") else { return nil }
      let largest = max(
        facts.session.activity.client.largestHandshakeDatagram, facts.session.activity.server.largestHandshakeDatagram)
      return largest > limit
        ? "CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN is \(limit), and datagrams of \(largest) bytes were sent" : nil
    },
    ConfigCheck(findings: [.udpMailboxOverflow]) { config, _ in
      config.number(of: "CONFIG_LWIP_UDP_RECVMBOX_SIZE").flatMap { size in
        size < 12 ? "CONFIG_LWIP_UDP_RECVMBOX_SIZE is \(size): of more datagrams at once the rest is dropped" : nil
      }
    },
    // Memory.
    ConfigCheck(findings: [.serverHeapOrSessionLimit, .deviceCrashMidHandshake]) { config, _ in
      guard let size = config.number(of: "CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN"), size > 4096 else { return nil }
      return "CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN is \(size): each session takes that much memory before its cookie"
    },
    ConfigCheck(findings: [.deviceCrashMidHandshake, .serverDeafAfterCookie, .handshakeStalled]) { config, _ in
      guard let size = config.number(of: "CONFIG_ESP_MAIN_TASK_STACK_SIZE"), size < 8192 else { return nil }
      return "CONFIG_ESP_MAIN_TASK_STACK_SIZE is \(size): too little for a handshake in the main task"
    },
    // Identity of a session.
    ConfigCheck(findings: [.natRebindNoCid, .serverLostSession, .noCidBehindNat, .cidUnknown]) { config, _ in
      isOff(
        "CONFIG_MBEDTLS_SSL_DTLS_CONNECTION_ID", config,
        "no connection ID is negotiated, and a session does not outlive a change of port")
    },
    ConfigCheck(findings: [.noSessionResumption, .handshakePerRequest]) { config, _ in
      isOff("CONFIG_MBEDTLS_CLIENT_SSL_SESSION_TICKETS", config, "the client cannot resume with a ticket")
    },
    // Clocks.
    ConfigCheck(findings: [.certDate, .deviceClockUnset]) { config, facts in
      facts.fatalAlert == nil
        ? nil : isOn("CONFIG_MBEDTLS_HAVE_TIME_DATE", config, "the device checks dates by its own clock")
    },
  ]

  private static func isOff(_ option: String, _ config: SDKConfig, _ consequence: String) -> String? {
    config.isOn(option) == false ? "\(option) is not set: \(consequence)" : nil
  }

  private static func isOn(_ option: String, _ config: SDKConfig, _ consequence: String) -> String? {
    config.isOn(option) == true ? "\(option)=y: \(consequence)" : nil
  }

  private static func offers(_ exchange: KeyExchangeAlgorithm, _ facts: SessionCase) -> Bool {
    facts.clientHello?.cipherSuites.contains { $0.parameters?.keyExchange == exchange } ?? false
  }
}
