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
    #expect(keyring.masterSecret(clientRandom: []) == nil)
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
    let secret = keyring.masterSecret(clientRandom: hex(random))
    #expect(secret?.withBytes { [UInt8]($0) } == Array(repeating: 2, count: 48))
    #expect(!keyring.hasPresharedKeys)
  }
}
