import Cryptography
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
    keyLog.secrets[.clientRandom(hex(random))]?.master?.withBytes { [UInt8]($0) }
  }

  @Test func readsALine() {
    let log = keyLog("CLIENT_RANDOM \(random) \(secret)\n")
    #expect(log.malformedLines == 0)
    #expect(log.secrets.count == 1)
    #expect(secretBytes(log, of: random) == hex(secret))
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func linesEndInAnyWay(_ end: String) {
    let other = String(random.reversed())
    let log = keyLog(
      ["# comment", "", "CLIENT_RANDOM \(random) \(secret)", "CLIENT_RANDOM \(other) \(secret)"]
        .joined(separator: end))
    #expect(log.malformedLines == 0)
    #expect(log.secrets.count == 2)
  }

  @Test func digitsAreOfEitherCase() {
    let log = keyLog("CLIENT_RANDOM \(random.uppercased()) \(secret.uppercased())")
    #expect(secretBytes(log, of: random) == hex(secret))
  }

  @Test(
    arguments: [
      "CLIENT_TRAFFIC_SECRET_1", "EXPORTER_SECRET", "RSA2", "client_random",
    ])
  func otherLabelsAreSkipped(_ label: String) {
    let log = keyLog("\(label) \(random) \(secret)")
    #expect(log.malformedLines == 0)
    #expect(log.secrets.isEmpty)
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
    #expect(log.secrets.count == 1)
  }

  @Test func aPremasterSecretIsNamedByTheRandom() {
    let log = keyLog("PMS_CLIENT_RANDOM \(random) 00112233\nCLIENT_RANDOM \(random) \(secret)")
    let secrets = log.secrets[.clientRandom(hex(random))]
    #expect(log.malformedLines == 0 && log.secrets.count == 1)
    #expect(secrets?.premaster?.withBytes { [UInt8]($0) } == hex("00112233"))
    #expect(secrets?.master?.withBytes { [UInt8]($0) } == hex(secret))
  }

  @Test func aPremasterSecretIsNamedByItsEncryption() {
    let log = keyLog("RSA 5fd9e7d328075964 \(secret)")
    #expect(log.malformedLines == 0)
    let secrets = log.secrets[.encryptedPremasterSecret(hex("5fd9e7d328075964"))]
    #expect(secrets?.premaster?.withBytes { [UInt8]($0) } == hex(secret) && secrets?.master == nil)
  }

  @Test func aMasterSecretIsNamedByTheSessionID() {
    let log = keyLog("RSA Session-ID:0A0b Master-Key:\(secret)")
    #expect(log.malformedLines == 0)
    #expect(log.secrets[.sessionID([10, 11])]?.master?.withBytes { [UInt8]($0) } == hex(secret))
  }

  @Test func brokenLinesOfOtherFormsAreCounted() {
    let lines = [
      "RSA 5fd9e7d3280759 \(secret)", "RSA 5fd9e7d32807596400 \(secret)", "RSA 5fd9e7d328075964 \(secret)00",
      "RSA \(random) \(secret)", "RSA Session-ID: Master-Key:\(secret)", "RSA Session-ID:0a0b \(secret)",
      "RSA Session-ID:0a0b Master-Key:\(secret.dropLast(2))", "RSA Session-ID:0a0 Master-Key:\(secret)",
      "PMS_CLIENT_RANDOM \(random) 0", "PMS_CLIENT_RANDOM \(random.dropLast(2)) \(secret)",
      "CLIENT_TRAFFIC_SECRET_0 \(random) \(secret)00",
    ]
    let log = keyLog(lines.joined(separator: "\n"))
    #expect(log.malformedLines == lines.count)
    #expect(log.secrets.isEmpty)
  }

  @Test func everyCutOfALineIsSafe() {
    for line in ["CLIENT_RANDOM \(random) \(secret)", "RSA Session-ID:0a0b Master-Key:\(secret)"] {
      for count in 1..<line.count {
        let log = keyLog(String(line.prefix(count)))
        #expect(log.secrets.isEmpty && log.malformedLines == 1, "\(count)")
      }
    }
  }

  @Test func theLastSecretOfARandomCounts() {
    let other = String(secret.reversed())
    let log = keyLog("CLIENT_RANDOM \(random) \(secret)\nCLIENT_RANDOM \(random) \(other)")
    #expect(secretBytes(log, of: random) == hex(other))
  }

  @Test func bytesThatAreNoTextDoNoHarm() {
    let log = KeyLog(hex("00ff0a23ff0a80 20 80 20 80 0a"))
    #expect(log.malformedLines == 1)
    #expect(log.secrets.isEmpty)
    #expect(KeyLog([]).malformedLines == 0)
  }
}
