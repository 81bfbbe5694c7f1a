import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

@Suite struct SessionDigestTests {
  private func digest(_ name: String, _ keys: String...) throws -> SessionDigest {
    var keyring = Keyring()
    for key in keys { keyring.add(try PresharedKey(specification: key, index: 1)) }
    return SessionDigest(try #require(try analyze(name, keyring).began.first))
  }

  @Test func aSessionThatCameUp() throws {
    let session = try #require(try analyze("ok-ccm8-put-get-openssl", "esp32c3_id:esp32c3_key").began.first)
    let digest = SessionDigest(session)
    #expect(digest.outcome == .established && digest.isClosed && digest.serverSpoke && !digest.isResumed)
    #expect(digest.client == session.client && digest.server.port == 5684)
    #expect(digest.cipherSuite == CipherSuite(rawValue: 0xc0a8))
    #expect(digest.pskIdentity == Array("esp32c3_id".utf8) && digest.keySource == "psk:esp32c3_id")
    #expect(digest.clientRandom?.count == 32 && digest.cookie != nil)
    #expect(digest.first.number == 1 && digest.last == session.last)
    #expect(digest.lastRecord?.epoch == 1 && digest.exchanges == 1)
    #expect(session.activity.client.largestHandshakeDatagram > 100)
  }

  @Test func aSessionThatNobodyAnswered() throws {
    let digest = try digest("fail-no-server-icmp-openssl")
    #expect(digest.outcome == .failed && !digest.serverSpoke && digest.cookie == nil)
    #expect(digest.cipherSuite == nil && digest.keySource == nil && digest.exchanges == 0)
    #expect(digest.lastRecord?.epoch == 0)
  }

  @Test func aSessionWithoutAHandshake() throws {
    let talk = Talk()
    talk.fromClient(Records.sealedData(number: 41))
    talk.fromClient(Records.sealedData(number: 42))
    let digest = SessionDigest(try #require(talk.heard.began.first))
    #expect(digest.outcome == .unknown && digest.clientRandom == nil)
    #expect(digest.lastRecord?.epoch == 1 && digest.lastRecord?.sequenceNumber == 42)
  }

  @Test func aSessionThatIsResumed() throws {
    #expect(try digest("ok-resume-id-psk-openssl").isResumed == false)
    let heard = try analyze("ok-resume-id-psk-openssl", Keyring())
    #expect(heard.began.contains { SessionDigest($0).isResumed })
  }
}
