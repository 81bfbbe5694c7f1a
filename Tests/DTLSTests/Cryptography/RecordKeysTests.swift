import Cryptography
import TestSupport
import Testing

@testable import DTLS

@Suite struct RecordKeysTests {
  /// The bytes 0, 1, 2 and so on.
  private func block(_ count: Int) -> SecretBytes {
    SecretBytes((0..<count).map { UInt8(truncatingIfNeeded: $0) })
  }

  private func parameters(_ suite: UInt16) throws -> CipherSuiteParameters {
    try #require(CipherSuite(rawValue: suite).parameters)
  }

  /// Suite, length of the key block, and where in it the client's MAC key, key and fixed IV begin (RFC 5246 §6.3).
  @Test(
    arguments: [
      (0xc0a8, 40, 0..<0, 0..<16, 32..<36), (0xc0a9, 72, 0..<0, 0..<32, 64..<68), (0x00a9, 72, 0..<0, 0..<32, 64..<68),
      (0xccab, 88, 0..<0, 0..<32, 64..<76), (0x008c, 72, 0..<20, 40..<56, 72..<72),
      (0x00af, 160, 0..<48, 96..<128, 160..<160), (0x008b, 88, 0..<20, 40..<64, 88..<88),
      (0x00b0, 64, 0..<32, 64..<64, 64..<64),
    ] as [(UInt16, Int, Range<UInt8>, Range<UInt8>, Range<UInt8>)])
  func theKeyBlockIsCutInOrder(
    _ suite: UInt16, _ count: Int, _ macKey: Range<UInt8>, _ key: Range<UInt8>, _ iv: Range<UInt8>
  ) throws {
    let parameters = try parameters(suite)
    #expect(RecordKeys.keyBlockLength(parameters) == count)
    for side in Side.allCases {
      let keys = try #require(
        RecordKeys(parameters, keyBlock: block(count), side: side, encryptThenMAC: false, id: 1))
      func expected(_ range: Range<UInt8>) -> [UInt8] {
        range.map { side == .client ? $0 : $0 + UInt8(range.count) }
      }
      #expect(keys.withMACKey { [UInt8]($0) } == expected(macKey))
      #expect(keys.withKey { [UInt8]($0) } == expected(key))
      #expect(keys.withFixedIV { [UInt8]($0) } == expected(iv))
    }
  }

  @Test func aShortKeyBlockGivesNoKeys() throws {
    let parameters = try parameters(0xc0a8)
    #expect(RecordKeys(parameters, keyBlock: block(39), side: .client, encryptThenMAC: false, id: 1) == nil)
    #expect(RecordKeys(parameters, keyBlock: block(40), side: .server, encryptThenMAC: false, id: 1) != nil)
  }

  /// RC4, Camellia in GCM, and a suite of TLS 1.3 without encryption.
  @Test(arguments: [0x008a, 0xc08e, 0xc08f, 0xc0b4] as [UInt16])
  func aCipherThatIsNotThereGivesNoKeys(_ suite: UInt16) throws {
    let parameters = try parameters(suite)
    #expect(!RecordKeys.areSupported(parameters))
    #expect(RecordKeys(parameters, keyBlock: block(200), side: .client, encryptThenMAC: false, id: 1) == nil)
  }

  @Test func allOtherSuitesOfPlainPSKAreSupported() {
    let psk = CipherSuite.names.keys.compactMap { number -> (UInt16, CipherSuiteParameters)? in
      CipherSuite(rawValue: number).parameters.map { (number, $0) }
    }.filter { $0.1.keyExchange == .psk }
    let unsupported = psk.filter { !RecordKeys.areSupported($0.1) }.map(\.0)
    #expect(Set(unsupported) == [0x008a, 0xc08e, 0xc08f])
  }
}
