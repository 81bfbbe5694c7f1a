import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct AssociationTests {
  let datagrams = RealSession.mbedTLS.datagrams

  private func keyLog(of session: RealSession) throws -> String {
    "CLIENT_RANDOM \(Hex.string(try SessionFacts(session).clientHello.random.bytes)) \(session.masterSecret)"
  }

  private func text(_ bytes: [[UInt8]]) -> [String] {
    bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Every plain-PSK suite of OpenSSL, from nothing but the key.
  @Test(arguments: RealSession.aead + RealSession.cbc + RealSession.macThenEncrypt + RealSession.null)
  func opensRealSessions(_ session: RealSession) throws {
    let conversation = try Conversation()
    try conversation.play(session.datagrams)
    let association = conversation.association
    #expect(text(conversation.applicationData) == ["21.5 C\n", "ok\n"])
    #expect(conversation.reports.filter { $0.epoch == 1 }.allSatisfy { $0.protection == .opened && !$0.wasHeld })
    #expect(association.handshake.finished.client?.isVerified == true)
    #expect(association.handshake.finished.server?.isVerified == true)
    #expect(association.handshake.version == session.version)
    #expect(association.handshake.cipherSuite == session.cipherSuite)
    #expect(association.handshake.hasEncryptThenMAC == session.encryptThenMAC)
    #expect(association.keySource == "psk:esp32c3_id")
    #expect(association.keyProblem == nil)
    #expect(association.isEstablished)
    #expect(association.missingRecords == PerSide(both: 0))
  }

  @Test func reportsEveryRecordOfASession() throws {
    let conversation = try Conversation()
    try conversation.play(datagrams)
    let reports = conversation.reports
    #expect(reports.map(\.packet) == [1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 7, 8, 9, 10])
    #expect(reports.filter { $0.sender == .server }.map(\.packet) == [2, 4, 4, 6, 6, 8, 10])
    #expect(reports.allSatisfy { $0.verdict == .next(skipped: 0) })
    #expect(reports.map(\.epoch) == [0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1])
    #expect(reports.map(\.sequenceNumber) == [0, 0, 1, 1, 2, 2, 3, 0, 3, 0, 1, 1, 2, 2])
    #expect(reports.flatMap(\.messages).count == 8)
    #expect(conversation.applicationData.map(\.count) == [20, 4])
    let alerts = reports.compactMap { report -> Alert? in
      if case .alert(let alert) = report.content { return alert }
      return nil
    }
    #expect(alerts.map(\.description) == [.closeNotify, .closeNotify])
    #expect(conversation.association.hasApplicationData == PerSide(both: true))
  }

  @Test func aKeyLogOpensWithoutAKey() throws {
    for session in [RealSession.mbedTLS, .resumed, .rsa, .cbc[0]] {
      let conversation = try Conversation(keys: [], keyLog: try keyLog(of: session))
      try conversation.play(session.datagrams)
      #expect(conversation.association.keySource == "keylog", "\(session.name)")
      #expect(!conversation.applicationData.isEmpty, "\(session.name)")
      #expect(conversation.association.handshake.finished.client?.isVerified == true, "\(session.name)")
      #expect(conversation.association.handshake.finished.server?.isVerified == true, "\(session.name)")
    }
  }

  @Test func aServersKeyOpens() throws {
    let conversation = try Conversation(keys: [], rsaKey: RealSession.rsaKey)
    try conversation.play(RealSession.rsa.datagrams)
    #expect(conversation.association.keySource == "rsa-key")
    #expect(conversation.association.handshake.finished.client?.isVerified == true)
    #expect(conversation.association.handshake.finished.server?.isVerified == true)
    #expect(conversation.association.handshake.certificates.client == nil)
    #expect(conversation.association.handshake.certificates.server?.count == 1)
  }

  @Test func aRenegotiationIsAnotherHandshake() throws {
    let conversation = try Conversation()
    try conversation.play(RealSession.renegotiated.datagrams)
    let handshakes = conversation.association.handshakes
    #expect(handshakes.map(\.epoch) == [0, 1])
    #expect(handshakes.allSatisfy { $0.finished.client?.isVerified == true && $0.finished.server?.isVerified == true })
    #expect(handshakes[0].clientHello?.random != handshakes[1].clientHello?.random)
    #expect(conversation.reports.filter { $0.epoch > 0 }.allSatisfy { $0.protection == .opened })
    #expect(conversation.applicationData.count == 6)
    #expect(Set(conversation.reports.map(\.epoch)) == [0, 1, 2])
  }

  @Test func aWrongKeyIsNamed() throws {
    let conversation = try Conversation(keys: ["esp32c3_id:wrong", "also_wrong"])
    try conversation.play(datagrams)
    #expect(conversation.association.keyProblem == .wrongKey(identity: Array("esp32c3_id".utf8), tried: 2))
    #expect(conversation.association.keySource == nil)
    #expect(conversation.reports.filter { $0.epoch == 1 }.map(\.protection) == Array(repeating: .held, count: 6))
    #expect(conversation.association.isEstablished)
    #expect(conversation.association.handshake.finished.client == .init(stamp: stamp(5), isVerified: nil))
  }

  /// The reason stays when the handshake is let go of.
  @Test func aWrongKeyIsNamedHoweverLongTheSession() throws {
    for session in [RealSession.mbedTLS, .aead[9], .cbc[0]] {
      let conversation = try Conversation(keys: ["esp32c3_id:wrong"])
      try conversation.play(session.datagrams)
      let last = try #require(try session.records.last)
      for number in 10..<110 as Range<UInt64> {
        var record = last.record
        record.sequenceNumber = number
        conversation.play(last.sender, record)
      }
      let problem = KeyProblem.wrongKey(identity: Array("esp32c3_id".utf8), tried: 1)
      #expect(conversation.association.keyProblem == problem, "\(session.name)")
      #expect(
        conversation.reports.filter { $0.protection == .held }.count <= RecordHold.maximumCount, "\(session.name)")
    }
  }

  @Test func theRightKeyAmongOthersIsFound() throws {
    let conversation = try Conversation(keys: ["esp32c3_id:wrong", "any", "esp32c3_id:esp32c3_key"])
    try conversation.play(datagrams)
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.association.keyProblem == nil)
  }

  /// A server that takes one key from every client does not care for the identity.
  @Test func theKeyOfAnotherIdentityIsFound() throws {
    let conversation = try Conversation(keys: ["esp32c3_other:esp32c3_key"])
    try conversation.play(datagrams)
    #expect(conversation.association.keySource == "psk:esp32c3_other")
    #expect(conversation.applicationData.count == 2)
  }

  @Test func noKeyIsNamed() throws {
    let conversation = try Conversation(keys: ["other:wrong"])
    try conversation.play(datagrams)
    #expect(conversation.association.keyProblem == .noKey(identity: Array("esp32c3_id".utf8)))
    #expect(conversation.applicationData.isEmpty)
  }

  @Test func withoutItsHandshakeASessionStaysSealed() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[6...]))
    #expect(conversation.association.keyProblem == .noHandshake)
    #expect(!conversation.association.hasHandshake)
    #expect(conversation.association.hasProtectedRecords)
    #expect(conversation.association.isEstablished)
    // The first might have come before its ClientHello.
    #expect(conversation.reports.map(\.protection) == [.held, .sealed, .sealed, .sealed])
    #expect(conversation.association.missingRecords == PerSide(both: 0))
  }

  @Test func aSecondCaptureOfEachRecordChangesNothing() throws {
    let conversation = try Conversation()
    for datagram in datagrams { try conversation.play([datagram, datagram]) }
    let duplicates = conversation.reports.filter { $0.verdict == .duplicate }
    #expect(duplicates.count == 14)
    #expect(conversation.reports.count == 28)
    #expect(duplicates.allSatisfy { !$0.isRetransmission && $0.messages.isEmpty })
    #expect(conversation.association.handshake.messages.allSatisfy { $0.entry.copies.count == 1 })
    #expect(conversation.association.handshake.finished.server?.isVerified == true)
    #expect(conversation.association.handshake.changeCipherSpecs.client.count == 1)
  }

  @Test func aRetransmittedFlightIsARetransmission() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<4]))
    try conversation.play(.server, try datagrams[3].bytes.retransmitted(from: 3))
    #expect(conversation.reports.suffix(2).map(\.isRetransmission) == [true, true])
    #expect(
      conversation.reports.suffix(2).flatMap(\.outcomes) == [
        .repeated(firstSent: stamp(4)), .repeated(firstSent: stamp(4)),
      ])
    try conversation.play(Array(datagrams[4...]))
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.association.handshake.finished.server?.isVerified == true)
  }

  @Test func lostRecordsAreCounted() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<6]) + [datagrams[8], datagrams[9]])
    #expect(conversation.association.missingRecords == PerSide(client: 1, server: 1))
    #expect(conversation.reports.suffix(2).map(\.verdict) == [.next(skipped: 1), .next(skipped: 1)])
    try conversation.play([datagrams[6]])
    #expect(conversation.reports.last?.verdict == .late)
    #expect(conversation.association.missingRecords == PerSide(client: 0, server: 1))
  }

  private func stamp(_ packet: Int) -> PacketStamp {
    PacketStamp(number: packet, nanoseconds: Int64(packet) * 1_000_000)
  }
}
