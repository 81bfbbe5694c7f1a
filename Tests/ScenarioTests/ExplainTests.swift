import Foundation
import TestSupport
import Testing

/// `dtlscope explain` as it is called.
@Suite struct ExplainTests {
  private func run(_ arguments: String...) throws -> Tool.Result {
    try Tool.run(["explain"] + arguments, in: Fixtures.folder)
  }

  @Test(arguments: ["psk-mismatch-alert", "115", "unknown_psk_identity", "-0x7280", "-29312", "0x801A", "--list"])
  func whatIsKnownIsExplained(_ subject: String) throws {
    let result = try run(subject)
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(!result.output.isEmpty)
  }

  @Test func severalAreExplainedInTurn() throws {
    let text = String(decoding: try run("-0x7280", "--", "115").output, as: UTF8.self)
    #expect(text.hasPrefix("-0x7280  MBEDTLS_ERR_SSL_CONN_EOF") && text.contains("\n\n115  unknown_psk_identity"))
  }

  @Test(
    arguments: [
      (["psk-mismatch"], "explain psk-mismatch: no finding, alert or code", "psk-mismatch-alert"),
      (["\u{1b}[31m"], "explain \\u{1b}[31m: no finding", "--list"), (["--"], "<id>", "--list"), ([], "<id>", "--list"),
    ])
  func whatIsUnknownIsOneLineAndStatus2(_ arguments: [String], _ first: String, _ second: String) throws {
    let result = try Tool.run(["explain"] + arguments, in: Fixtures.folder)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.errors.contains(first) && result.errors.contains(second), "\(result.errors)")
  }

  @Test func theDocumentHasTheSame() throws {
    let json = try JSON(bytes: run("cert-date", "-0x2700", "--format", "json").output)
    #expect(json["schemaVersion"].number == 1)
    let explanation = try #require(json["explanations"].elements.first)
    #expect(explanation["id"].text == "cert-date" && explanation["gravity"].text == "failure")
    #expect(explanation["remedy"].elements.contains { $0["stack"].text == "Mbed TLS" })
    let code = try #require(json["codes"].elements.first)
    #expect(code["number"].number == -0x2700 && code["name"].text == "MBEDTLS_ERR_X509_CERT_VERIFY_FAILED")
    #expect(code["findings"].elements.map(\.text).contains("cert-date"))
  }

  @Test func theListIsADocumentToo() throws {
    let json = try JSON(bytes: run("--list", "--format", "json").output)
    #expect(json["explanations"].elements.count > 100 && json["codes"].elements.count > 300)
  }
}
