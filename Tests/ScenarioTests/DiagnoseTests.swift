import Foundation
import TestSupport
import Testing

/// `diagnose` and `compare` as a firmware test uses them.
@Suite struct DiagnoseTests {
  private static let failing = Fixtures.path("fail-wrongpsk-client-gnutls-server-mbedtls")
  private static let healthy = Fixtures.path("ok-ccm8-put-get-openssl")
  private static let slow = Fixtures.path("lossy-udpproxy-1")

  @Test(
    arguments: [
      ([failing], 1), ([healthy], 0), ([slow], 0), ([slow, "--fail-on", "warning"], 1),
      ([healthy, "--fail-on", "warning"], 0), ([healthy, failing], 1),
    ] as [([String], Int32)])
  func theExitStatusTellsWhetherSomethingIsWrong(_ arguments: [String], _ status: Int32) throws {
    let result = try Tool.run(["diagnose"] + arguments + ["--psk", "esp32c3_key"])
    #expect(result.status == status && result.errors == "", "\(arguments)")
    #expect(result.lines.first?.contains(arguments[0]) == true)
  }

  @Test func theVerdictComesFirst() throws {
    let result = try Tool.run(["diagnose", Self.failing, "--psk", "esp32c3_key", "--psk", "wrong_key"])
    #expect(result.lines[0].hasSuffix("1 DTLS session: 1 failed. One cause found."))
    #expect(result.lines[1] == "The two ends have different pre-shared keys   psk-mismatch-alert, likely")
    #expect(result.text.contains("opens under psk:key 2"))
    #expect(result.text.contains("What to change\n"))
    let quiet = try Tool.run(["diagnose", Self.healthy, "--psk", "esp32c3_key"])
    #expect(quiet.lines[0].hasSuffix("Nothing is wrong."))
  }

  /// A session that failed is a problem, also where all that could tell why is encrypted.
  @Test func aFailureWithoutACauseIsNotCalledWell() throws {
    let capture = Fixture("fail-dtls13-unknownca").path + "/capture.pcap"
    let result = try Tool.run(["diagnose", capture])
    #expect(result.status == 1)
    #expect(result.lines[0].contains("1 failed. No cause shows in what can be read; dtlscope analyze says what cannot"))
    let page = try Tool.run(["analyze", capture, "--format", "html"]).text
    #expect(page.contains("No cause shows in what can be read") && !page.contains("Nothing is wrong"))
  }

  @Test func keysAreNeverShown() throws {
    let keys = ["esp32c3_key", "wrong_key", "hex:77726f6e675f6b6579", "esp32c3_id:some_secret"]
    let options = keys.flatMap { ["--psk", $0] }
    for command in ["diagnose", "analyze"] {
      let text = try Tool.run([command, Self.failing] + options).text
      for secret in ["esp32c3_key", "wrong_key", "77726f6e", "some_secret"] { #expect(!text.contains(secret)) }
    }
  }

  @Test func theDevicesConfigurationAndLogAreHeldAgainstThePackets() throws {
    let scratch = try Scratch()
    try scratch.write("sdkconfig", Array("CONFIG_EXAMPLE_COAP_PSK_KEY=\"wrong_key\"\nCONFIG_LWIP_IPV6=y\n".utf8))
    try scratch.write("log", Array("I (4511) coap: hello verification requested\nE (4512) mbedtls: -0x7180\n".utf8))
    let result = try Tool.run(
      ["diagnose", Self.failing, "--sdkconfig", scratch.path + "/sdkconfig", "--device-log", scratch.path + "/log"])
    #expect(result.status == 1 && result.errors == "")
    #expect(result.text.contains("opens under\n   psk:CONFIG_EXAMPLE_COAP_PSK_KEY"))
    #expect(result.text.contains("  = packet 2, hello_verify_request of\n       the server"))
    #expect(result.text.contains("MBEDTLS_ERR_SSL_INVALID_MAC"))
    #expect(!result.text.contains("wrong_key"))
  }

  @Test func whatIsNoConfigurationIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("empty", Array("nothing here\n".utf8))
    for arguments in [["--sdkconfig", "empty"], ["--sdkconfig", "missing"], ["--device-log", "missing"]] {
      let result = try Tool.run(["diagnose", Self.healthy] + arguments, in: scratch.path)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors.split(separator: "\n").count == 1)
    }
  }

  @Test func aFailingHandshakeIsHeldAgainstAWorkingOne() throws {
    let result = try Tool.run(["compare", Self.healthy, Self.failing, "--psk", "esp32c3_key", "--psk", "wrong_key"])
    #expect(result.status == 0 && result.errors == "")
    #expect(result.text.contains("── here the failing one departs ──"))
    #expect(result.text.contains("Why it failed\n  ERROR: The two ends have different pre-shared keys"))
  }

  @Test(
    arguments: [
      ([failing, healthy], "no session in it came up"),
      ([healthy, failing, "--bad-session", "9"], "it has no session 9"),
      ([healthy, "missing"], "there is no such file"),
    ])
  func whatCannotBeComparedIsSaid(_ arguments: [String], _ problem: String) throws {
    let result = try Tool.run(["compare"] + arguments)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains(problem) && result.errors.split(separator: "\n").count == 1)
  }
}
