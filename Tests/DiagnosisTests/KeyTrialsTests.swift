import Analysis
import Bytes
import DTLS
import Testing

@testable import Diagnosis

/// Whose Finished opens under which spelling of which key, in handshakes that fail and in those that come up.
@Suite struct KeyTrialsTests {
  private func session(
    _ keys: [String], client: [UInt8], server: [UInt8]? = nil, identity: String = "esp32c3_id",
    sending: Talk.Sending = Talk.Sending()
  ) throws -> Session {
    let found = try found(keys) { _, talk in
      talk.identity = Array(identity.utf8)
      (talk.clientKey, talk.serverKey) = (client, server ?? client)
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.clientFlight(at: 0.04, sending: sending)
      talk.serverFinish(at: 0.05)
    }
    return try #require(found.sessions.first)
  }

  /// A key as it was given, what an end has in its place, and what reports call that.
  static let variants: [(given: String, used: [UInt8], name: String)] = [
    ("esp32c3_key", Array("esp32c3_key\0".utf8), "trailing NUL"),
    ("esp32c3_key", Array("esp32c3_key\n".utf8), "trailing newline"),
    ("esp32c3_key", Array("esp32c3_key\r\n".utf8), "trailing CR and newline"),
    ("esp32c3_key", Array("\"esp32c3_key\"".utf8), "in double quotes"),
    ("esp32c3_key", Array("657370333263335f6b6579".utf8), "bytes written as hexadecimal text"),
    ("esp32c3_key", Array("ZXNwMzJjM19rZXk=".utf8), "bytes written as base64 text"),
    ("esp32c3_key", Array("ESP32C3_KEY".utf8), "in capitals"),
    ("657370333263335f6b6579aa", hexKey, "text decoded as hexadecimal"),
    ("0x657370333263335f6b6579aa", hexKey, "text decoded as hexadecimal after 0x"),
    ("QUJDREVGR0g=", Array("ABCDEFGH".utf8), "text decoded as base64"),
    ("hex:6b65790a", Array("key".utf8), "without its trailing newline"),
    ("0123456789abcdef-and-more", Array("0123456789abcdef".utf8), "first 16 bytes"),
  ]
  private static let hexKey: [UInt8] = Array("esp32c3_key".utf8) + [0xaa]

  @Test(arguments: variants)
  func bothEndsHaveAVariant(_ given: String, _ used: [UInt8], _ name: String) throws {
    let session = try session([given], client: used)
    let source = "psk:key 1 (variant: \(name))"
    #expect(session.outcome == .established)
    #expect(session.association.keySource(of: .client) == source)
    #expect(session.association.keySource(of: .server) == source)
    #expect(session.association.handshake.finished.client?.isVerified == true)
    #expect(session.decryption.state == .decrypted)
  }

  @Test(arguments: variants)
  func oneEndHasAVariant(_ given: String, _ used: [UInt8], _ name: String) throws {
    let key = given == "hex:6b65790a" ? Array("key\n".utf8) : Array(given.utf8)
    let client = try session([given], client: used, server: key)
    #expect(client.association.keySource(of: .client) == "psk:key 1 (variant: \(name))")
    #expect(client.association.keySource(of: .server) == "psk:key 1")
    #expect(client.association.damagedFinished == nil)
  }

  @Test func theKeyAsGivenIsTriedFirst() throws {
    let session = try session(["esp32c3_key"], client: Array("esp32c3_key".utf8))
    #expect(session.association.keySource == "psk:key 1" && session.association.candidateCount == 1)
  }

  @Test func aKeyThatIsNoVariantIsNone() throws {
    let session = try session(["esp32c3_key"], client: Array("something else".utf8))
    #expect(session.association.keySource == nil && session.association.damagedFinished == nil)
    guard case .wrongKey = session.association.keyProblem else {
      Issue.record("\(String(describing: session.association.keyProblem))")
      return
    }
  }

  @Test func aKeyThatAnExampleCameWith() throws {
    let session = try session(["esp32c3_key"], client: Array("secretPSK".utf8))
    #expect(session.association.keySource == "psk:tinyDTLS's example key (not supplied)")
  }

  @Test func theKeyOfAnotherIdentity() throws {
    let session = try session(["me:one", "you:two"], client: Array("two".utf8), identity: "me")
    #expect(session.association.keySource == "psk:you")
  }

  @Test func aFinishedWhoseTagIsDamaged() throws {
    let session = try session(["esp32c3_key"], client: Array("esp32c3_key".utf8), sending: .damaged)
    let damage = try #require(session.association.damagedFinished)
    #expect(damage.sender == .client && damage.stamp.number == 5 && damage.keySource == "psk:key 1")
  }

  @Test func aDamagedFinishedUnderAnotherKeyIsNone() throws {
    let session = try session(["esp32c3_key"], client: Array("another".utf8), sending: .damaged)
    #expect(session.association.damagedFinished == nil)
  }
}
