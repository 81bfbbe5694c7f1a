import Capture
import DTLS
import TestSupport
import Testing

@testable import Diagnosis

@Suite struct NegotiationRulesTests {
  /// supported_versions of a ClientHello (RFC 8446 §4.2.1).
  private static func supported(_ versions: UInt16...) -> [UInt8] {
    [0, 43] + Packets.bytes16(2 * versions.count + 1) + [UInt8(2 * versions.count)]
      + versions.flatMap { Packets.bytes16(Int($0)) }
  }

  // MARK: Versions

  @Test func aClientWithDTLS13AloneAndAServerWithout() throws {
    let found = try causes { _, talk in
      talk.clientExtensions = Self.supported(0xfefc)
      talk.client(.hello, at: 0)
      talk.server(.helloVerifyRequest, at: 0.01)
      talk.client(.alert(.fatal, .protocolVersion), at: 0.02)
    }
    #expect(found == ["error dtls13-only-client certain 1 2 3"])
  }

  /// A server with DTLS 1.3 that has none of the suites refuses with the same alert as one that has none of DTLS 1.2's.
  @Test func aClientWithDTLS13AloneWhoseSuitesAreRefused() throws {
    let found = try causes { _, talk in
      talk.suites = [0x1305]
      talk.clientExtensions = Self.supported(0xfefc)
      talk.client(.hello, at: 0)
      talk.server(.alert(.fatal, .handshakeFailure), at: 0.01)
    }
    #expect(found.count == 1 && found[0].hasPrefix("error") && !found[0].contains("dtls13-only-client"))
  }

  @Test func aClientWithDTLS13AndDTLS12() throws {
    let found = try causes { _, talk in
      talk.clientExtensions = Self.supported(0xfefc, 0xfefd) + [0, 23, 0, 0]
      talk.comeUp()
    }
    #expect(found == [])
  }

  @Test func aClientWithDTLS10Alone() throws {
    let found = try causes { _, talk in
      talk.clientVersion = 0xfeff
      talk.client(.hello, at: 0)
      talk.server(.alert(.fatal, .protocolVersion), at: 0.01)
    }
    #expect(found == ["error dtls10-only-client certain 1 2"])
  }

  @Test func aClientWithDTLS10AndAServerWithIt() throws {
    let found = try causes { _, talk in
      (talk.clientVersion, talk.serverVersion) = (0xfeff, 0xfeff)
      (talk.suites, talk.suite) = ([0x008c], 0x008c)
      talk.comeUp()
    }
    #expect(found == [])
  }

  @Test func aServerWithDTLS10Alone() throws {
    let found = try causes { _, talk in
      talk.serverVersion = 0xfeff
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.client(.alert(.fatal, .protocolVersion), at: 0.04)
    }
    #expect(found == ["error dtls10-only-server certain 4 5"])
  }

  @Test func aServerWithDTLS10ThatMayStillBeTaken() throws {
    let found = try causes { _, talk in
      talk.serverVersion = 0xfeff
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
    }
    #expect(found == [])
  }

  @Test func aServerWithDTLS13Alone() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0)
      talk.server(.alert(.fatal, .protocolVersion), at: 0.01)
    }
    #expect(found == ["error dtls13-only-server certain 1 2"])
  }

  @Test func aServerThatRefusesAListOfVersions() throws {
    let found = try causes { _, talk in
      talk.clientExtensions = Self.supported(0xfefc, 0xfefd)
      talk.client(.hello, at: 0)
      talk.server(.alert(.fatal, .protocolVersion), at: 0.01)
    }
    #expect(found == ["error protocol-version-mismatch certain 1 2"])
  }

  @Test func aVersionThatWasNotOffered() throws {
    let found = try causes { _, talk in
      (talk.clientVersion, talk.serverVersion) = (0xfeff, 0xfefd)
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03, 1.03, 3.03)
    }
    #expect(found == ["error protocol-version-mismatch likely 4"])
  }

  // MARK: Suites

  private func refused(
    _ suites: UInt16..., extensions: [UInt8] = [0, 23, 0, 0], withCookie: Bool = false
  ) throws -> Found {
    try found { _, talk in
      talk.suites = suites
      talk.clientExtensions = extensions
      if withCookie { talk.cookieExchange(at: 0) } else { talk.client(.hello, at: 0) }
      talk.server(.alert(.fatal, .handshakeFailure), at: 0.1)
    }
  }

  @Test func certificatesAreAllThatTheClientOffers() throws {
    let found = try refused(0xc02b, 0xc02f, 0x00ff)
    #expect(found.causes == ["error pki-vs-psk likely 1 2"])
    #expect(found.text.contains("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
  }

  @Test func exchangesThatMbedTLSNoLongerHas() throws {
    #expect(try refused(0x00aa, 0x00ac, 0x00ff).causes == ["error mbedtls4-removed-kx possible 1 2"])
  }

  @Test func whatTinyDTLSOffers() throws {
    #expect(try refused(0xc0a8, 0xc0ae, 0x00ff).causes == ["error tiny-stack-suite-set likely 1 2"])
  }

  @Test func onlyAESCCM() throws {
    let found = try refused(0xc0a8, 0xc0a4, 0x00ff)
    #expect(found.causes == ["error suite-cipher-mismatch-ccm8 likely 1 2"])
    #expect(found.text.contains("only AES-CCM"))
  }

  @Test func noAESCCM() throws {
    let found = try refused(0x00a8, 0xc037, 0x00ff)
    #expect(found.causes == ["error suite-cipher-mismatch-ccm8 likely 1 2"])
    #expect(found.text.contains("none with AES-CCM"))
  }

  @Test func plainPSKWithSeveralCiphersAtTheFirstHello() throws {
    #expect(try refused(0xc0a8, 0x00a8, 0x00ff).causes == ["error esp-plain-psk-kx-off possible 1 2"])
  }

  @Test func plainAndEphemeralPSKAtTheFirstHello() throws {
    #expect(try refused(0xc0a8, 0x00a8, 0xc037).causes == ["error esp-psk-off possible 1 2"])
  }

  /// Mbed TLS refuses before it asks for a cookie; whoever asks for one first is another stack.
  @Test func theSameAfterACookie() throws {
    #expect(try refused(0xc0a8, 0x00a8, withCookie: true).causes == ["error no-shared-suite likely 3 4"])
    #expect(try refused(0xc0a8, 0x00a8, 0xc037, withCookie: true).causes == ["error no-shared-suite likely 3 4"])
  }

  /// A hello with a cookie shows that there was a cookie exchange, even if the capture begins with it.
  @Test func theSameInACaptureThatBeginsLate() throws {
    let found = try causes { _, talk in
      talk.suites = [0xc0a8, 0x00a8]
      talk.client(.helloWithCookie, at: 0)
      talk.server(.alert(.fatal, .handshakeFailure), at: 0.1)
    }
    #expect(found == ["error no-shared-suite likely 1 2"])
  }

  @Test func anExtensionThatTheServerMayDemand() throws {
    let scene = Scene()
    scene.talk().comeUp()
    let talk = scene.talk(from: .init(address: Scene.client, port: 40001))
    talk.clientExtensions = []
    talk.cookieExchange(at: 10)
    talk.server(.alert(.fatal, .handshakeFailure), at: 10.03)
    #expect(try scene.findings().causes == ["error ems-or-reneg-required possible 9 10 #2"])
  }

  @Test func aServerThatTakesTheSameSuiteFromOthersAndMissesNothing() throws {
    let scene = Scene()
    scene.talk().comeUp()
    let talk = scene.talk(from: .init(address: Scene.client, port: 40001))
    talk.suites = [0xc0a8, 0x00a8, 0x00ff]
    talk.cookieExchange(at: 10)
    talk.server(.alert(.fatal, .handshakeFailure), at: 10.03)
    #expect(try scene.findings().causes == ["error no-shared-suite likely 9 10 #2"])
  }

  @Test func aWarningIsNoRefusal() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0)
      talk.server(.alert(.warning, .handshakeFailure), at: 0.01)
    }
    #expect(found == [])
  }

  // MARK: Extensions

  @Test func anExtensionThatWasNotOffered() throws {
    let found = try found { _, talk in
      talk.serverExtensions = [0, 23, 0, 0, 0, 22, 0, 0]
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.client(.alert(.fatal, .unsupportedExtension), at: 0.04)
    }
    #expect(found.causes == ["error unsolicited-extension certain 4 5"])
    #expect(found.text.contains("encrypt_then_mac"))
  }

  /// renegotiation_info answers the signaling suite (RFC 5746 §3.6).
  @Test func anExtensionThatASuiteAskedFor() throws {
    let found = try causes { _, talk in
      talk.serverExtensions = [0, 23, 0, 0, 0xff, 1, 0, 1, 0]
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.client(.alert(.fatal, .illegalParameter), at: 0.04)
    }
    #expect(found == ["error bad-hello-parameter likely 4 5"])
  }

  @Test func aHelloWithAValueThatTheServerCannotTake() throws {
    let found = try found { _, talk in
      talk.client(.hello, at: 0)
      talk.server(.alert(.fatal, .illegalParameter), at: 0.01)
    }
    #expect(found.causes == ["error bad-hello-parameter likely 1 2"])
    #expect(found.text.contains("The server finds a value in the client's ClientHello"))
  }

  @Test func theSameAlertAfterTheClientsFlight() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.clientFlight(at: 0.04)
      talk.server(.alert(.fatal, .decodeError), at: 0.05)
    }
    #expect(found == ["error fatal-alert certain 5 6"])
  }
}
