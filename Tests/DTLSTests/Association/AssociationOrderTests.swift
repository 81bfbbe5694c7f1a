import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Records that come before their keys, and records that nobody sent.
@Suite struct AssociationOrderTests {
  let datagrams = RealSession.mbedTLS.datagrams

  private func play(_ order: [Int], in conversation: Conversation) throws {
    for index in order { try conversation.play([datagrams[index]]) }
  }

  @Test func theServersFinishedBeforeTheClientsFlightIsHeld() throws {
    let conversation = try Conversation()
    try play([0, 1, 2, 3, 5], in: conversation)
    #expect(conversation.reports.last?.protection == .held)
    #expect(conversation.association.keyProblem == .handshakeIncomplete)
    try play([4], in: conversation)
    let held = conversation.reports.filter(\.wasHeld)
    #expect(held.map(\.packet) == [5])
    #expect(held.map(\.protection) == [.opened])
    #expect(held.flatMap(\.messages).count == 1)
    try play([6, 7, 8, 9], in: conversation)
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.association.keySource == "psk:esp32c3_id")
  }

  /// Without an identity to the key, ClientKeyExchange cannot be inferred.
  @Test func applicationDataOfOneEndIsHeld() throws {
    let conversation = try Conversation(keys: ["esp32c3_key"])
    try play([0, 1, 2, 3, 6, 4, 5, 7], in: conversation)
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.reports.filter(\.wasHeld).map(\.packet) == [5])
  }

  /// What comes late must not be thrown away because both ends went on.
  @Test func applicationDataOfBothEndsIsHeld() throws {
    let conversation = try Conversation(keys: ["esp32c3_key"])
    try play([0, 1, 2, 3, 5, 6, 7, 4], in: conversation)
    #expect(conversation.reports.filter { $0.protection == .held }.map(\.packet) == [5, 6, 7])
    #expect(conversation.reports.filter(\.wasHeld).map(\.packet) == [5, 6, 7])
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.association.handshake.finished.client?.isVerified != false)
    #expect(conversation.association.handshake.isComplete)
  }

  @Test func everyOrderOfTheHandshakeOpens() throws {
    var orders: [[Int]] = []
    for first in [2, 3, 4] {
      for second in [2, 3, 4] where second != first { orders.append([first, second, 9 - first - second, 5]) }
    }
    for order in orders {
      let conversation = try Conversation()
      try play(order + [6, 7, 8, 9], in: conversation)
      #expect(conversation.applicationData.count == 2, "\(order)")
      #expect(conversation.association.handshake.finished.client?.isVerified == true, "\(order)")
      #expect(conversation.association.handshake.finished.server?.isVerified == true, "\(order)")
    }
  }

  @Test func aLostMessageIsNamed() throws {
    let conversation = try Conversation()
    try play([0, 1, 2, 4, 5, 6, 7], in: conversation)
    #expect(conversation.applicationData.isEmpty)
    #expect(conversation.association.keyProblem == .handshakeIncomplete)
    let client = try Conversation(keys: ["esp32c3_key"])
    try play([0, 1, 2, 3], in: client)
    try client.play(.client, [UInt8](datagrams[4].bytes[37...]))
    #expect(client.association.keyProblem == .messageMissing(sender: .client, messageSequence: 2))
    #expect(client.reports.last?.protection == .held)
    try client.play(.client, [UInt8](datagrams[4].bytes[..<37]))
    #expect(client.reports.last?.protection == .opened)
    #expect(client.reports.last?.wasHeld == true)
  }

  private func forged(_ number: UInt64, count: Int = 40, type: ContentType = .applicationData) throws -> StoredRecord {
    var record = try #require(try StoredRecord.all(in: hex("17 fefd 0001 000000000000 0000")).first)
    record.contentType = type
    record.sequenceNumber = number
    record.fragment = [UInt8](repeating: 0x5a, count: count)
    record.length = count
    return record
  }

  @Test func forgedRecordsBeforeTheFirstAreTriedAndLeft() throws {
    let conversation = try Conversation()
    try play([0, 1, 2, 3], in: conversation)
    let exchange = [UInt8](datagrams[4].bytes[..<51])
    try conversation.play(.client, exchange)
    for number in 0..<7 as Range<UInt64> { conversation.play(.client, try forged(number)) }
    #expect(conversation.reports.suffix(7).map(\.protection) == Array(repeating: .held, count: 7))
    try conversation.play(.client, [UInt8](datagrams[4].bytes[51...]))
    #expect(conversation.reports.last { $0.contentType == .handshake }?.protection == .opened)
    #expect(conversation.reports.filter(\.wasHeld).map(\.protection) == Array(repeating: .notAuthentic, count: 7))
    try play([5, 6, 7], in: conversation)
    #expect(conversation.applicationData.count == 2)
  }

  /// Every candidate on every record would cost too much.
  @Test func afterManyFailuresNoneIsTried() throws {
    let conversation = try Conversation()
    try play([0, 1, 2, 3], in: conversation)
    try conversation.play(.client, [UInt8](datagrams[4].bytes[..<51]))
    for number in 0..<UInt64(Association.maximumFailedTrials) { conversation.play(.client, try forged(number)) }
    try conversation.play(.client, [UInt8](datagrams[4].bytes[51...]))
    #expect(conversation.reports.last?.contentType == .handshake)
    #expect(conversation.reports.last?.protection == .sealed)
    #expect(conversation.association.keySource == nil)
  }

  /// What the server's records prove is tried on every record of the client.
  @Test func theKeysThatTheOtherEndProvedAreTriedAllTheSame() throws {
    let conversation = try Conversation()
    try play([0, 1, 2, 3], in: conversation)
    try conversation.play(.client, [UInt8](datagrams[4].bytes[..<51]))
    for number in 0..<UInt64(Association.maximumFailedTrials) { conversation.play(.client, try forged(number)) }
    try play([5, 6, 7], in: conversation)
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.association.keySource == "psk:esp32c3_id")
  }

  @Test func aForgedRecordInBetweenIsNotAuthentic() throws {
    let conversation = try Conversation()
    try play([0, 1, 2, 3, 4, 5], in: conversation)
    conversation.play(.client, try forged(1))
    conversation.play(.server, try forged(1_000_000))
    conversation.play(.server, try forged(1, count: 3))
    #expect(conversation.reports.suffix(3).map(\.protection) == [.notAuthentic, .notAuthentic, .notAuthentic])
    try play([6, 7, 8, 9], in: conversation)
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.reports.suffix(4).map(\.verdict) == Array(repeating: .next(skipped: 0), count: 4))
    #expect(conversation.association.missingRecords == PerSide(both: 0))
    #expect(conversation.association.keyProblem == nil)
  }

  @Test func anAlteredRecordShowsWhatWasAltered() throws {
    let conversation = try Conversation()
    try play([0, 1, 2, 3, 4, 5], in: conversation)
    var record = try #require(try StoredRecord.all(in: datagrams[7].bytes).first)
    record.fragment[8] ^= 0x0f
    conversation.play(.server, record)
    let shown = try #require(conversation.reports.last)
    #expect(shown.protection == .notAuthentic)
    try play([7], in: conversation)
    let real = try #require(conversation.reports.last)
    #expect(real.protection == .opened)
    #expect(shown.payload == [real.payload[0] ^ 0x0f] + real.payload[1...])
  }

  @Test func aCutRecordIsNotOpened() throws {
    let conversation = try Conversation()
    try play([0, 1, 2, 3, 4, 5], in: conversation)
    var record = try #require(try StoredRecord.all(in: datagrams[6].bytes).first)
    record.fragment = [UInt8](record.fragment.dropLast(8))
    conversation.play(.client, record)
    #expect(conversation.reports.last?.protection == .cut)
    #expect(conversation.reports.last?.payload == [])
    try play([6], in: conversation)
    #expect(conversation.reports.last?.protection == .opened)
  }
}
