import Bytes
import DTLS
import Testing

@testable import Diagnosis

@Suite struct StatusCodeTests {
  /// Numbers and names as the headers have them.
  @Test(
    arguments: [
      (.alert, 115, "unknown_psk_identity", "115"),
      (.mbedTLS, -0x7180, "MBEDTLS_ERR_SSL_INVALID_MAC", "-0x7180"),
      (.mbedTLS, -0x2700, "MBEDTLS_ERR_X509_CERT_VERIFY_FAILED", "-0x2700"),
      (.mbedTLS, -0x3d00, "MBEDTLS_ERR_PK_KEY_INVALID_FORMAT", "-0x3D00"),
      (.mbedTLS, -0x6300, "MBEDTLS_ERR_CIPHER_AUTH_FAILED", "-0x6300"),
      (.mbedTLS, -0x000f, "MBEDTLS_ERR_CCM_AUTH_FAILED", "-0x000F"),
      (.mbedTLS, -0x0050, "MBEDTLS_ERR_NET_CONN_RESET", "-0x0050"),
      (.psa, -141, "PSA_ERROR_INSUFFICIENT_MEMORY", "-141"),
      (.espTLS, 0x801a, "ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED", "0x801A"),
      (.libcoap, 0x0200, "COAP_EVENT_DTLS_ERROR", "0x0200"),
    ] as [(StatusCode.Origin, Int, String, String)])
  func aNumberHasItsRow(_ origin: StatusCode.Origin, _ number: Int, _ name: String, _ text: String) throws {
    let rows = StatusCode.with(origin, number: number)
    let row = try #require(rows.first)
    #expect(rows.count == 1)
    #expect(row.name == name)
    #expect(row.numberText == text)
  }

  @Test func aNumberThatChangedItsMeaningHasARowForEach() {
    let rows = StatusCode.with(.mbedTLS, number: -0x7300)
    #expect(rows.map(\.name) == ["MBEDTLS_ERR_SSL_UNKNOWN_CIPHER", "MBEDTLS_ERR_SSL_DECODE_ERROR"])
    #expect(rows.map(\.releases) == [.upTo2, .from3])
  }

  @Test func aNumberWithoutARowHasNone() {
    #expect(StatusCode.with(.alert, number: 99).isEmpty)
    #expect(StatusCode.with(.mbedTLS, number: 0).isEmpty)
    #expect(StatusCode.with(.mbedTLS, number: 0x7180).isEmpty)
  }

  @Test func everyAlertOfTheRegistryIsExplained() {
    let alerts = StatusCode.all.filter { $0.origin == .alert }
    #expect(Set(alerts.map(\.number)) == Set(AlertDescription.names.keys.map(Int.init)))
    #expect(alerts.allSatisfy { $0.name == AlertDescription.names[UInt8($0.number)] })
  }

  /// Rows of one number and release would contradict each other; each header defines a name once.
  @Test func rowsAreUnique() {
    var seen: Set<String> = []
    for code in StatusCode.all {
      for releases in code.releases == .all ? [StatusCode.Releases.upTo2, .from3] : [code.releases] {
        #expect(seen.insert("\(code.origin) \(code.number) \(releases)").inserted, "\(code.name)")
        #expect(seen.insert("\(code.origin) \(code.name) \(releases)").inserted, "\(code.name)")
      }
    }
  }

  /// A number of Mbed TLS is that of a module, a multiple of 128, or that of a cause, below 128: sums rest on it.
  @Test func numbersOfMbedTLSAreOfModulesOrCauses() {
    for code in StatusCode.all where code.origin == .mbedTLS {
      let magnitude = -code.number
      #expect((1..<0x80).contains(magnitude) || ((0x1000...0x7f80).contains(magnitude) && magnitude % 0x80 == 0))
      #expect(code.name.hasPrefix("MBEDTLS_ERR_"))
    }
  }

  @Test func meaningsAreSentences() {
    for code in StatusCode.all {
      #expect(code.meaning.first?.isUppercase == true || code.meaning.hasPrefix("libcoap"), "\(code.name)")
      #expect(code.meaning.last == ".", "\(code.name)")
      #expect(Set(code.related.map(\.id)).count == code.related.count)
    }
    #expect(StatusCode.all.count { $0.origin == .mbedTLS } == 289, "2.28.10 and 3.6.5 define as many")
  }
}
