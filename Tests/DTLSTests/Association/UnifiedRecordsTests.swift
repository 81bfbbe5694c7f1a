import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Sessions of DTLS 1.3: opened with the pre-shared key alone or a key log, in any order of their datagrams.
@Suite struct UnifiedRecordsTests {
  private func played(
    _ session: DTLS13Session, _ order: [Int]? = nil, keys: [String] = ["esp32c3_id:esp32c3_key"], keyLog: String = ""
  ) throws -> Conversation {
    let conversation = try Conversation(keys: keys, keyLog: keyLog)
    for index in order ?? Array(session.datagrams.indices) { try conversation.play([session.datagrams[index]]) }
    return conversation
  }

  private let plain = DTLS13Session.plain

  @Test func aPresharedKeyAloneOpensPSKKE() throws {
    for session in [DTLS13Session.plain, .retry, .early] {
      let conversation = try played(session)
      let association = conversation.association
      #expect(conversation.reports.allSatisfy { $0.protection == .opened || $0.protection == .none }, "\(session)")
      #expect(association.keySource == "psk:esp32c3_id" && association.handshake.pskMode == .pskKE)
      for side in Side.allCases { #expect(association.handshake.finished[side]?.isVerified == true, "\(session)") }
      #expect(association.handshake.pskIdentity == Array("esp32c3_id".utf8) && !association.handshake.isResumed)
    }
  }

  /// The secrets that follow from the key are those that the peers logged.
  @Test func aKeyLogOpensTheSame() throws {
    for session in [DTLS13Session.plain, .retry, .early] {
      let byKey = try played(session)
      let byLog = try played(session, keys: [], keyLog: session.keyLog)
      #expect(byLog.association.keySource == "keylog")
      #expect(byLog.reports.map(\.payload) == byKey.reports.map(\.payload), "\(session)")
      #expect(byLog.association.handshake.finished.server?.isVerified == true)
    }
  }

  @Test func labelsMayLackTheirNumber() throws {
    let log = plain.keyLog.replacing("SECRET_0", with: "SECRET")
    #expect(log != plain.keyLog)
    #expect(try played(plain, keys: [], keyLog: log).applicationData.count == 4)
  }

  @Test func whatIsMissingIsSaid() throws {
    #expect(try played(plain, keys: []).association.keyProblem == .noKey(identity: Array("esp32c3_id".utf8)))
    #expect(
      try played(plain, keys: ["wrong", "wrong too"]).association.keyProblem
        == .wrongKey(identity: Array("esp32c3_id".utf8), tried: 2))
    #expect(
      try played(plain, [1, 2, 3, 4]).association.keyProblem == .messageMissing(sender: .client, messageSequence: 0))
    #expect(try played(plain, [2, 3, 4]).association.keyProblem == .noHandshake)
    #expect(try played(plain, [0, 2, 3, 4]).association.keyProblem == .handshakeIncomplete)
    let lost = try played(plain, [0, 1, 3, 4, 5, 6, 7])
    // Only the keys of the handshake do without EncryptedExtensions.
    #expect(lost.association.keyProblem == .messageMissing(sender: .server, messageSequence: 1))
    #expect(lost.reports.filter { $0.protection == .opened }.count == 2)
  }

  @Test func recordsThatComeBeforeTheirKeysAreHeld() throws {
    for order in [
      [0, 2, 1, 3, 4, 5, 6, 7], [0, 1, 3, 4, 5, 6, 2, 7], [1, 2, 3, 4, 0, 5, 6, 7], [0, 4, 3, 2, 1, 5, 7, 6],
    ] {
      let conversation = try played(plain, order)
      #expect(conversation.applicationData.count == 2, "\(order)")
      #expect(
        conversation.reports.filter { $0.protection == .held }.count == conversation.reports.count(where: \.wasHeld))
      for side in Side.allCases {
        #expect(conversation.association.handshake.finished[side]?.isVerified == true, "\(order)")
      }
      #expect(conversation.association.missingRecords == PerSide(both: 0))
    }
  }

  @Test func alteredRecordsAreNotAuthentic() throws {
    let conversation = try played(plain, [0, 1, 2, 3, 4, 5])
    var (sender, request) = plain.datagrams[6]
    request[request.count - 1] ^= 1
    try conversation.play(sender, request)
    #expect(conversation.reports.last?.protection == .notAuthentic)
    try conversation.play([plain.datagrams[6]])
    #expect(conversation.applicationData.count == 1)
    // Once more: a duplicate.
    try conversation.play([plain.datagrams[6]])
    #expect(conversation.reports.last?.verdict == .duplicate)
  }

  @Test func earlyDataIsOpenedBeforeTheServerAnswers() throws {
    for (keys, log) in [(["esp32c3_key"], ""), ([], DTLS13Session.early.keyLog)] {
      let conversation = try played(.early, [0, 1], keys: keys, keyLog: log)
      let early = try #require(conversation.reports.last)
      #expect(early.protection == .opened && early.contentType == .applicationData && early.epoch == 1)
      #expect(early.payload.suffix(5) == Array("early".utf8)[...])
      // It does not make a session.
      #expect(!conversation.association.hasApplicationData.client && !conversation.association.isEstablished)
      #expect(conversation.association.provenSecrets == nil)
    }
    // A key log that lacks its secret opens all the rest.
    let log = DTLS13Session.early.keyLog.split(separator: "\n").filter { !$0.contains("EARLY") }.joined(separator: "\n")
    let conversation = try played(.early, keys: [], keyLog: log)
    #expect(conversation.reports[1].protection == .held)
    #expect(conversation.reports.filter { $0.protection == .opened }.count == 6)
  }

  @Test func acknowledgementsAreRead() throws {
    let conversation = try played(plain, [0, 1, 2, 3, 4, 5])
    guard case .ack(let ack)? = conversation.reports.last?.content else {
      Issue.record("no ACK")
      return
    }
    #expect(ack.recordNumbers == [RecordNumber(epoch: 2, sequenceNumber: 0)])
    // In the clear, and malformed.
    let clear = try Conversation()
    try clear.play(.client, Records.record(26, hex("0000"), number: 0))
    try clear.play(.client, Records.record(26, hex("0001 00"), number: 1))
    guard case .ack(let empty)? = clear.reports.first?.content, case .malformed? = clear.reports.last?.content else {
      Issue.record("no ACK in the clear")
      return
    }
    #expect(empty.recordNumbers.isEmpty)
  }

  /// No memory is kept for what is no longer needed.
  @Test func bodiesAreReleasedOnceBothEndsTalk() throws {
    let conversation = try played(plain)
    #expect(conversation.association.handshake.hasReleasedBodies)
    #expect(conversation.association.handshake.streams.server.entries.allSatisfy { $0.body == nil })
    #expect(!(try played(plain, Array(0..<7)).association.handshake.hasReleasedBodies))
  }
}
