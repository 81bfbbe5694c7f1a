import Analysis
import DTLS
import Testing

@testable import Diagnosis

/// Scenes are what real stacks send, as far as the analysis can tell.
@Suite struct SceneTests {
  @Test func aSessionComesUpAndOpensWithItsKey() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.client(.get(1), at: 1)
    talk.server(.content(1), at: 1.01)
    talk.close(at: 2)
    let found = try scene.findings("esp32c3_id:esp32c3_key")
    let session = try #require(found.sessions.first)
    #expect(session.outcome == .established)
    #expect(session.association.handshake.finished.client?.isVerified == true)
    #expect(session.association.handshake.finished.server?.isVerified == true)
    #expect(session.records.client.failed + session.records.server.failed == 0)
    #expect(session.coapMessages == 2)
    #expect(session.alerts.map(\.alert?.description) == [.closeNotify, .closeNotify])
    #expect(found.causes == [])
  }

  @Test func messagesThatAreSaidAgainAreRetransmissions() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.clientFlight(at: 0.04, 1.04)
    talk.serverFinish(at: 1.05, sending: .lost)
    talk.clientFlight(at: 3.04, sending: .twice)
    talk.serverFinish(at: 3.05)
    let session = try #require(try scene.findings("esp32c3_key").sessions.first)
    #expect(session.outcome == .established)
    #expect(session.retransmittedDatagrams.client == 2 && session.retransmittedDatagrams.server == 0)
    #expect(session.duplicateDatagrams.client == 1)
    #expect(session.association.missingRecords.server == 1)
    #expect(session.association.handshake.finished.server?.isVerified == true)
  }

  @Test func aFixtureIsReplayed() throws {
    let scene = Scene(replaying: "ok-ccm8-put-get-openssl")
    let count = scene.packets.count
    let session = try #require(try scene.findings("esp32c3_key").sessions.first)
    #expect(session.outcome == .established && session.association.keySource == "psk:key 1")
    scene.drop([1, 2])
    #expect(scene.packets.count == count - 2)
  }
}
