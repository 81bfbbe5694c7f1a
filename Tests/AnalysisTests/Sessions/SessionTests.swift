import Bytes
import Capture
import CoAP
import DTLS
import TestSupport
import Testing

@testable import Analysis

@Suite struct SessionTests {
  private func session(_ name: String, _ key: String = "esp32c3_key", dropping: Set<Int> = []) throws -> Session {
    try #require(try analyze(name, key, dropping: dropping).began.first)
  }

  @Test func aRetransmittedFlightIsCountedByTheDatagram() throws {
    let session = try session("lossy-drop-ccs-only")
    // Client: 9, 10, 11, then 16, 17, 18. Server: 12, 13, then 20, 22, 23, then 24, 25, 26.
    #expect(session.retransmittedDatagrams == PerSide(client: 6, server: 8))
    #expect(session.duplicateDatagrams == PerSide(client: 0, server: 0))
  }

  @Test func aDuplicateIsNoRetransmissionAndChangesNoOtherCount() throws {
    let once = try session("lossy-dup-all", dropping: [3, 6, 9, 12, 15, 17])
    let twice = try session("lossy-dup-all")
    #expect(twice.duplicateDatagrams == PerSide(client: 0, server: 6))
    #expect(once.duplicateDatagrams == PerSide(client: 0, server: 0))
    #expect(twice.retransmittedDatagrams == PerSide(client: 0, server: 0))
    #expect(twice.records == once.records)
    #expect(twice.coapMessages == once.coapMessages && twice.alerts.count == once.alerts.count)
  }

  @Test func everyRecordIsInOneCount() throws {
    let counts = try session("lossy-badmac-injected-appdata-openssl").records
    // Finished, four messages and close_notify of each end; two forged ones of the client.
    #expect(counts.client.opened == 6 && counts.client.failed == 2 && counts.client.sealed == 0)
    #expect(counts.client.applicationData == 4 && counts.client.decrypted == 4)
    #expect(counts.server.opened == 6 && counts.server.failed == 0 && counts.server.sealed == 0)
    let sealed = try session("lossy-badmac-injected-appdata-openssl", "wrong").records
    #expect(sealed.client.sealed == 8 && sealed.client.opened == 0 && sealed.client.applicationData == 6)
    #expect(sealed.server.sealed == 6 && sealed.server.decrypted == 0 && sealed.server.applicationData == 4)
  }

  @Test func aRecordThatWaitedForItsKeysIsCountedOnce() throws {
    // ClientKeyExchange only comes with its repetition, after Finished: what was held is opened then.
    let whole = try session("lossy-drop-ccs-only")
    let late = try session("lossy-drop-ccs-only", dropping: [6])
    #expect(late.records.client.opened == whole.records.client.opened)
    #expect(late.records.client.sealed == 0 && late.records.server.sealed == 0)
    #expect(late.decryption.state == .decrypted)
  }

  @Test(arguments: [7, 12, 14])
  func aMessageThatComesLateOpensWhatWaitedForIt(_ place: Int) throws {
    var keyring = Keyring()
    keyring.add(try PresharedKey(specification: "esp32c3_key", index: 1))
    let capture = contents(Fixtures.path("lossy-swap-ccs-finished"))
    let inOrder = try session("lossy-swap-ccs-finished")
    // ClientKeyExchange after Finished, after the first request, and after application data of both ends.
    let late = TemporaryFile(Savefile.moving(5, to: place, in: capture))
    let heard = try analyze(path: late.path, keyring)
    #expect(heard.began.map(\.decryption.state) == [.decrypted])
    #expect(heard.began[0].records == inOrder.records)
    #expect(heard.began[0].coapMessages == 4 && heard.messages.count == 4)
  }

  @Test func codesAreCountedInTheOrderOfTheirFirstMessage() throws {
    let session = try session("lossy-badmac-injected-appdata-openssl")
    #expect(session.coapCodes.map(\.code.dotted) == ["0.01", "2.05", "0.03", "2.04"])
    #expect(session.coapCodes.map(\.count) == [2, 2, 2, 2])
    #expect(session.coapMessages == 8)
  }

  @Test func alertsAndErrorsAreRememberedUpToABound() {
    let talk = Talk()
    talk.fromClient(Records.clientHello())
    for number in 1...100 {
      talk.fromServer(Records.alert(1, 90, number: number))
      talk.unreachable()
    }
    let session = talk.heard.began[0]
    #expect(session.alerts.count == Session.maximumFacts && session.icmpErrors.count == Session.maximumFacts)
    #expect(session.alerts.first?.stamp.number == 2)
    #expect(talk.heard.errors.count == 100)
  }

  @Test func anICMPErrorKnowsWhoseDatagramItIsAbout() {
    let talk = Talk()
    talk.fromClient(Records.clientHello())
    talk.unreachable()
    talk.unreachable(from: Talk.server, to: Talk.client)
    let errors = talk.heard.began[0].icmpErrors
    #expect(errors.map(\.sender) == [.client, .server])
    #expect(errors.map(\.reporter) == [Talk.server.address, Talk.client.address])
    #expect(errors.map(\.name) == ["port unreachable", "port unreachable"])
    #expect(talk.heard.began[0].last.number == 3)
  }

  @Test func bothGoodbyesCloseASession() throws {
    let session = try session("lossy-drop-ch2")
    #expect(session.alerts.map(\.sender) == [.server, .client])
    #expect(session.closedAt?.number == session.alerts.last?.stamp.number)
    let oneSided = try self.session("lossy-drop-ch2", dropping: [13])
    #expect(oneSided.alerts.count == 1 && oneSided.closedAt == nil)
  }

  @Test func endsAreTheirEndpoints() {
    let talk = Talk()
    talk.fromClient(Records.clientHello())
    let session = talk.heard.began[0]
    #expect(session.client == Talk.client && session.server == Talk.server && !session.hasGuessedRoles)
    for side in Side.allCases { #expect(session.side(of: session.endpoint(side)) == side) }
  }

  @Test func recordsCarryTheConnectionIDOfTheirReceiver() throws {
    let session = try session("ok-cid-mbedtls-both")
    // The client chose cafe, the server beef01.
    #expect(session.connectionIDLength(from: .client, in: RawSpan()) == 3)
    #expect(session.connectionIDLength(from: .server, in: RawSpan()) == 2)
    #expect(session.malformed == 0 && session.outcome == .established)
    #expect(session.records.client.opened == 5 && session.records.server.opened == 5)
    // A client that offers one to a server without.
    let talk = Talk()
    talk.fromClient(Records.clientHello(extensions: hex("0036 0003 02 abcd")))
    talk.fromServer(Records.serverHello())
    #expect(talk.heard.began[0].connectionIDLength(from: .server, in: RawSpan()) == 0)
  }
}
