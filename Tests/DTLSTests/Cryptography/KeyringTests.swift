import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct KeyringTests {
  private func keyring(_ specifications: [String]) throws -> Keyring {
    var keyring = Keyring()
    for (index, text) in specifications.enumerated() {
      keyring.add(try PresharedKey(specification: text, index: index + 1))
    }
    return keyring
  }

  @Test func anEmptyKeyringHasNothing() {
    let keyring = Keyring()
    #expect(!keyring.hasPresharedKeys)
    #expect(keyring.candidates(for: []).isEmpty)
    #expect(keyring.foreignCandidates(for: []).isEmpty)
    #expect(keyring.secrets(of: .clientRandom([])).isEmpty)
    #expect(keyring.rsaPrivateKeys.isEmpty)
  }

  @Test func theOwnKeysComeFirst() throws {
    let keyring = try keyring(["any", "b:one", "a:two", "b:three", "other"])
    #expect(keyring.hasPresharedKeys)
    #expect(keyring.candidates(for: Array("b".utf8)).map(\.name) == ["psk:b", "psk:b", "psk:key 1", "psk:key 5"])
    #expect(keyring.candidates(for: Array("b".utf8))[1].key.withBytes { [UInt8]($0) } == Array("three".utf8))
    #expect(keyring.candidates(for: Array("c".utf8)).map(\.name) == ["psk:key 1", "psk:key 5"])
  }

  @Test func keysWithoutIdentityAreKeys() throws {
    #expect(try keyring(["any"]).hasPresharedKeys)
  }

  @Test func foreignKeysComeInOneOrder() throws {
    let keyring = try keyring(["c:1", "any", "a:2", "b:3", "b:4"])
    #expect(keyring.foreignCandidates(for: Array("z".utf8)).map(\.name) == ["psk:a", "psk:b", "psk:b", "psk:c"])
    #expect(keyring.foreignCandidates(for: Array("b".utf8)).map(\.name) == ["psk:a", "psk:c"])
  }

  @Test func foreignKeysAreBounded() throws {
    let keyring = try keyring((0..<100).map { "device\($0):key" })
    #expect(keyring.foreignCandidates(for: Array("z".utf8)).count == 64)
    #expect(keyring.foreignCandidates(for: Array("z".utf8)).first?.name == "psk:device0")
  }

  @Test func aLaterKeyLogReplacesWhatAnEarlierSaid() {
    let random = String(repeating: "0a", count: 32)
    var keyring = Keyring()
    keyring.add(KeyLog(Array("CLIENT_RANDOM \(random) \(String(repeating: "01", count: 48))".utf8)))
    keyring.add(KeyLog(Array("CLIENT_RANDOM \(random) \(String(repeating: "02", count: 48))".utf8)))
    let secret = keyring.secrets(of: .clientRandom(hex(random))).first?.secrets.master
    #expect(secret?.withBytes { [UInt8]($0) } == Array(repeating: 2, count: 48))
    #expect(!keyring.hasPresharedKeys)
  }

  private func line(_ number: Int, secret: String = "01") -> KeyLog {
    let random = String(repeating: "00", count: 28) + Hex.string(Packets.bytes32(number))
    return KeyLog(Array("CLIENT_RANDOM \(random) \(String(repeating: secret, count: 48))".utf8))
  }

  private func name(_ number: Int) -> KeyLog.Name {
    .clientRandom([UInt8](repeating: 0, count: 28) + Packets.bytes32(number))
  }

  @Test func theUsersKeyLogComesBeforeThatOfTheCapture() {
    var keyring = Keyring()
    keyring.add(line(1, secret: "02"), from: .capture)
    #expect(keyring.secrets(of: name(1)).map(\.source) == ["dsb"])
    keyring.add(line(1))
    #expect(keyring.secrets(of: name(1)).map(\.source) == ["keylog", "dsb"])
    let masters = keyring.secrets(of: name(1)).map { $0.secrets.master?.withBytes { $0.first } }
    #expect(masters == [1, 2])
  }

  @Test func theLinesOfASessionAreTakenTogether() {
    let random = String(repeating: "0a", count: 32)
    for source in [Keyring.KeyLogSource.file, .capture] {
      var keyring = Keyring()
      for label in ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0", "PMS_CLIENT_RANDOM"] {
        let line = "\(label) \(random) \(String(repeating: "01", count: 32))"
        keyring.add(KeyLog(Array(line.utf8)), from: source)
      }
      let secrets = keyring.secrets(of: .clientRandom(hex(random))).first?.secrets
      #expect(secrets?.traffic.handshake.client != nil && secrets?.traffic.application.server != nil)
      #expect(secrets?.premaster != nil && secrets?.master == nil)
      #expect(keyring.trafficSecrets(hex(random))?.source == (source == .file ? "keylog" : "dsb"))
    }
  }

  @Test func ofWhatCapturesHoldTheOldestGoes() {
    var keyring = Keyring()
    for number in 0...Keyring.maximumCapturedSessions { keyring.add(line(number), from: .capture) }
    #expect(keyring.secrets(of: name(0)).isEmpty)
    #expect(keyring.secrets(of: name(1)).count == 1)
    #expect(keyring.secrets(of: name(Keyring.maximumCapturedSessions)).count == 1)
  }
}
