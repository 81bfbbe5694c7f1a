import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct KeyLogTests {
  /// From OpenSSL 3.0.
  let random = "30d9065b17d173f0bf79f4ccf378549522865ba03a4b49d660063bb75526592a"
  let secret = "e115f3409771bf38efeee8ea52a113d42edf72408350621eab2ffcd1bf1aa2a42a4a49052cdd1c8c8cb813a6b02ae276"

  private func keyLog(_ text: String) -> KeyLog {
    KeyLog(Array(text.utf8))
  }

  private func secretBytes(_ keyLog: KeyLog, of random: String) -> [UInt8]? {
    keyLog.masterSecrets[hex(random)]?.withBytes { [UInt8]($0) }
  }

  @Test func readsALine() {
    let log = keyLog("CLIENT_RANDOM \(random) \(secret)\n")
    #expect(log.malformedLines == 0)
    #expect(log.masterSecrets.count == 1)
    #expect(secretBytes(log, of: random) == hex(secret))
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func linesEndInAnyWay(_ end: String) {
    let other = String(random.reversed())
    let log = keyLog(
      ["# comment", "", "CLIENT_RANDOM \(random) \(secret)", "CLIENT_RANDOM \(other) \(secret)"]
        .joined(separator: end))
    #expect(log.malformedLines == 0)
    #expect(log.masterSecrets.count == 2)
  }

  @Test func digitsAreOfEitherCase() {
    let log = keyLog("CLIENT_RANDOM \(random.uppercased()) \(secret.uppercased())")
    #expect(secretBytes(log, of: random) == hex(secret))
  }

  @Test(
    arguments: [
      "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0", "EXPORTER_SECRET", "RSA", "client_random",
    ])
  func otherLabelsAreSkipped(_ label: String) {
    let log = keyLog("\(label) \(random) \(secret)")
    #expect(log.malformedLines == 0)
    #expect(log.masterSecrets.isEmpty)
  }

  @Test func brokenLinesAreCounted() {
    let log = keyLog(
      """
      CLIENT_RANDOM \(random)
      CLIENT_RANDOM \(random) \(secret) more
      CLIENT_RANDOM \(random.dropLast(2)) \(secret)
      CLIENT_RANDOM \(random) \(secret.dropLast())
      CLIENT_RANDOM \(random) \(secret)00
      CLIENT_RANDOM \(random.dropLast())x \(secret)
      words
      CLIENT_RANDOM \(random) \(secret)
      """)
    #expect(log.malformedLines == 7)
    #expect(log.masterSecrets.count == 1)
  }

  @Test func theLastSecretOfARandomCounts() {
    let other = String(secret.reversed())
    let log = keyLog("CLIENT_RANDOM \(random) \(secret)\nCLIENT_RANDOM \(random) \(other)")
    #expect(secretBytes(log, of: random) == hex(other))
  }

  @Test func bytesThatAreNoTextDoNoHarm() {
    let log = KeyLog(hex("00ff0a23ff0a80 20 80 20 80 0a"))
    #expect(log.malformedLines == 1)
    #expect(log.masterSecrets.isEmpty)
    #expect(KeyLog([]).malformedLines == 0)
  }
}
