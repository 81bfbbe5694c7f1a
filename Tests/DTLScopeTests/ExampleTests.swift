import DTLScope
import Foundation
import TestSupport
import Testing

/// The example that the documents show is one that compiles, and says what it should.
@Suite struct ExampleTests {
  private static let root = URL(fileURLWithPath: Fixtures.folder).deletingLastPathComponent()

  /// What the example prints of a capture.
  private func printed(_ path: String) throws -> [String] {
    var lines: [String] = []
    func print(_ items: Any...) { lines.append(items.map { "\($0)" }.joined(separator: " ")) }

    let keys = try Keys(presharedKeys: ["esp32c3_id:esp32c3_key"])
    let analysis = try CaptureAnalysis(path: path, keys: keys)
    for session in analysis.sessions {
      print("Session", session.number, session.client, session.cipherSuite ?? "-", session.outcome)
      for message in session.coap { print("  CoAP", message.code, message.path ?? "", message.payloadText ?? "") }
      for finding in session.findings { print("  \(finding.severity):", finding.title) }
    }
    return lines
  }

  @Test func printsWhatIsInACapture() throws {
    let healthy = try printed(Fixtures.path("ok-ccm8-put-get-openssl"))
    #expect(healthy.first == "Session 1 10.77.0.1:58604 TLS_PSK_WITH_AES_128_CCM_8 established")
    #expect(healthy[1] == "  CoAP 0.03 /light ON" && healthy.contains("  info: The session was closed in order"))
    let failed = try printed(Fixtures.path("fail-wrongpsk-client-gnutls-server-mbedtls"))
    #expect(failed[1] == "  error: The two ends have different pre-shared keys")
  }

  @Test(arguments: ["README.md", "Sources/DTLScope/DTLScope.docc/DTLScope.md"])
  func isWhatTheDocumentsShow(_ path: String) throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    let code = try #require(text.components(separatedBy: "```swift\nimport DTLScope\n\n").dropFirst().first)
      .components(separatedBy: "\n```").first
    let shown = try #require(code).components(separatedBy: "\n").map { "    " + $0 }.joined(separator: "\n")
    let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
    #expect(source.contains(shown.replacing("\"capture.pcap\"", with: "path")))
  }
}
