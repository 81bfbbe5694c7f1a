import Testing

@testable import Diagnosis

@Suite struct SDKConfigTests {
  private static let example = """
    #
    # Automatically generated file. DO NOT EDIT.
    # Espressif IoT Development Framework (ESP-IDF) 5.1.2 Project Configuration
    #
    CONFIG_IDF_TARGET="esp32c3"
    CONFIG_MBEDTLS_SSL_PROTO_DTLS=y
    # CONFIG_MBEDTLS_KEY_EXCHANGE_PSK is not set
    CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN=16384
    CONFIG_PARTITION_TABLE_OFFSET=0x8000
    CONFIG_EXAMPLE_WIFI_SSID="my \\"net\\" \\\\ #1"
    CONFIG_EMPTY=""
    CONFIG_NONE=

    """

  @Test(
    arguments: [
      ("CONFIG_IDF_TARGET", "esp32c3"), ("IDF_TARGET", "esp32c3"), ("MBEDTLS_SSL_PROTO_DTLS", "y"),
      ("MBEDTLS_KEY_EXCHANGE_PSK", "n"), ("MBEDTLS_SSL_IN_CONTENT_LEN", "16384"),
      ("EXAMPLE_WIFI_SSID", #"my "net" \ #1"#), ("EMPTY", ""), ("NONE", ""), ("LWIP_MAX_SOCKETS", nil), ("", nil),
    ] as [(String, String?)])
  func optionsHaveTheirValues(_ name: String, _ expected: String?) {
    let config = SDKConfig(Self.example)
    #expect(config.value(of: name) == expected)
    #expect(config.unknownLines == 0 && !config.isEmpty)
  }

  @Test func valuesAreReadAsWhatTheyAre() {
    let config = SDKConfig(Self.example)
    #expect(config.isOn("MBEDTLS_SSL_PROTO_DTLS") == true)
    #expect(config.isOn("MBEDTLS_KEY_EXCHANGE_PSK") == false)
    #expect(config.isOn("IDF_TARGET") == nil && config.isOn("LWIP_MAX_SOCKETS") == nil)
    #expect(config.number(of: "MBEDTLS_SSL_IN_CONTENT_LEN") == 16384)
    #expect(config.number(of: "PARTITION_TABLE_OFFSET") == 0x8000)
    #expect(config.number(of: "IDF_TARGET") == nil && config.number(of: "LWIP_MAX_SOCKETS") == nil)
  }

  @Test func theLastValueCounts() {
    let config = SDKConfig("CONFIG_A=1\r\nCONFIG_A=2\r\n# CONFIG_B is not set\r\nCONFIG_B=y\r\n")
    #expect(config.value(of: "A") == "2" && config.value(of: "B") == "y")
  }

  @Test(
    arguments: [
      ("CONFIG_A", 1), ("CONFIG_=y", 1), ("A=y", 1), ("hello", 1), ("CONFIG A=y", 1), ("CONFIG_A =y", 1),
      ("# CONFIG_A is not", 0), ("#", 0), ("# hello", 0), ("  ", 0), ("", 0), ("\u{0}\u{1}", 1), ("=y", 1),
      (String(repeating: "x", count: 5000), 1), ("CONFIG_A=\"" + String(repeating: "x", count: 5000) + "\"", 1),
    ])
  func whatIsNoOptionIsPassedOver(_ line: String, _ unknown: Int) {
    let config = SDKConfig("CONFIG_Z=y\n" + line + "\nCONFIG_Y=y")
    #expect(config.unknownLines == unknown)
    #expect(config.value(of: "A") == nil)
    #expect(config.value(of: "Z") == "y" && config.value(of: "Y") == "y")
  }

  @Test(
    arguments: [
      ("CONFIG_A=\"x", "\"x"), ("CONFIG_A=\"", "\""), ("CONFIG_A=\"x\\\"", "x"), ("CONFIG_A=x=y", "x=y"),
      ("  CONFIG_A=y  ", "y"), ("\u{feff}CONFIG_A=y", "y"), ("#CONFIG_A is not set", "n"), ("CONFIG_A=-5", "-5"),
    ])
  func oddValuesAreKept(_ line: String, _ expected: String) {
    #expect(SDKConfig(line).value(of: "A") == expected)
  }

  @Test func aFileOfNothingButOptionsIsBounded() {
    let text = (0..<SDKConfig.maximumOptions + 5).map { "CONFIG_\($0)=y" }.joined(separator: "\n") + "\nCONFIG_1=n"
    let config = SDKConfig(text)
    #expect(config.value(of: "\(SDKConfig.maximumOptions - 1)") == "y")
    #expect(config.value(of: "\(SDKConfig.maximumOptions)") == nil)
    #expect(config.value(of: "1") == "n")
    #expect(SDKConfig("").isEmpty)
  }
}
