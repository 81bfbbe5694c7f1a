import TestSupport
import Testing

@testable import Analysis
@testable import DTLS

@Suite struct JA4Tests {
  /// A ClientHello with these numbers; extensions without a body but for those given.
  private func hello(
    _ version: ProtocolVersion = .dtls12, suites: [UInt16], types: [UInt16] = [], schemes: [UInt16] = [],
    protocols: [[UInt8]] = [], versions: [UInt16] = []
  ) -> ClientHello {
    let extensions = types.map { type -> Extension in
      switch type {
      case 13:
        .signatureAlgorithms(SignatureSchemeList(supportedSignatureAlgorithms: schemes.map(SignatureScheme.init)))
      case 16: .applicationLayerProtocolNegotiation(ProtocolNameList(protocolNameList: protocols))
      case 43: .supportedVersions(SupportedVersions(versions: versions.map(ProtocolVersion.init)))
      case let type: .unknown(ExtensionType(rawValue: type), [])
      }
    }
    return ClientHello(
      clientVersion: version, random: Random(bytes: [UInt8](repeating: 0, count: 32)), sessionID: [], cookie: [],
      cipherSuites: suites.map(CipherSuite.init), compressionMethods: [], extensions: extensions)
  }

  /// The hello of a browser's WebRTC stack; the fingerprint is the one that nDPI prints for it in its test results.
  @Test func agreesWithAnotherImplementation() {
    let hello = hello(
      suites: [0xc02b, 0xc02f, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014, 0x009c, 0x002f, 0x0035, 0x000a],
      types: [65281, 23, 35, 13, 14, 11, 10],
      schemes: [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201])
    #expect(JA4.fingerprint(of: hello) == "dd2i120700_7c0e62f61317_d9dd6182da81")
  }

  @Test func ordersDoNotMatterButThatOfSignatureAlgorithms() {
    let one = hello(suites: [0xc0a8, 0xc0ae], types: [22, 13, 0], schemes: [0x0403, 0x0401])
    let other = hello(suites: [0xc0ae, 0xc0a8], types: [0, 22, 13], schemes: [0x0403, 0x0401])
    #expect(JA4.fingerprint(of: one) == JA4.fingerprint(of: other))
    let third = hello(suites: [0xc0ae, 0xc0a8], types: [0, 22, 13], schemes: [0x0401, 0x0403])
    #expect(JA4.fingerprint(of: one) != JA4.fingerprint(of: third))
    #expect(JA4.fingerprint(of: one).hasPrefix("dd2d020300_"))
  }

  @Test func emptyListsAreZeros() {
    #expect(JA4.fingerprint(of: hello(suites: [])) == "dd2i000000_000000000000_000000000000")
  }

  /// RFC 8701 reserves 0x0a0a, 0x1a1a … 0xfafa in every number space.
  @Test func reservedValuesAreLeftOut() {
    let plain = hello(suites: [0xc0a8], types: [43, 13], schemes: [0x0403], versions: [0xfefd])
    let greased = hello(
      suites: [0x1a1a, 0xc0a8], types: [0xfafa, 43, 13], schemes: [0x0a0a, 0x0403], versions: [0x2a2a, 0xfefd])
    #expect(JA4.fingerprint(of: plain) == JA4.fingerprint(of: greased))
    let similar = hello(suites: [0x1a2a, 0xc0a8], types: [43, 13], schemes: [0x0403], versions: [0xfefd])
    #expect(JA4.fingerprint(of: plain) != JA4.fingerprint(of: similar))
  }

  @Test(arguments: [(0xfeff, "d1"), (0xfefd, "d2"), (0xfefc, "d3"), (0x0100, "00"), (0x0303, "00")])
  func theVersionIsTheHighestOffered(_ number: UInt16, _ text: String) {
    #expect(JA4.fingerprint(of: hello(ProtocolVersion(rawValue: number), suites: [])).hasPrefix("d\(text)i"))
    let listed = hello(suites: [], types: [43], versions: [0xfeff, number].sorted(by: >))
    if text != "00" { #expect(JA4.fingerprint(of: listed).hasPrefix("d\(text)i")) }
  }

  @Test(arguments: [("coap", "cp"), ("h2", "h2"), ("c", "cc"), ("\u{2}a", "01"), ("a ", "60"), ("", "00")])
  func theProtocolGivesItsFirstAndLastCharacter(_ name: String, _ characters: String) {
    let hello = hello(suites: [], types: [16], protocols: [Array(name.utf8), Array("xy".utf8)])
    #expect(JA4.fingerprint(of: hello).hasPrefix("dd2i0001\(characters)_"))
  }

  @Test func countsEndAt99() {
    let hello = hello(suites: (0..<120).map { UInt16($0) }, types: (100..<220).map { UInt16($0) })
    #expect(JA4.fingerprint(of: hello).hasPrefix("dd2i999900_"))
  }

  /// With a HelloRetryRequest the client says another thing the second time.
  @Test func theFirstHelloCounts() throws {
    let heard = try analyze("ok-dtls13-keyupdate", Keyring())
    #expect(heard.ended.first?.session.ja4?.hasPrefix("dd3i3206") == true)
  }
}
