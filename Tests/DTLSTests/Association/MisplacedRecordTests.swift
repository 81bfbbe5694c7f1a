import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Real sessions with records at other places than their sender put them.
@Suite struct MisplacedRecordTests {
  private func play(_ datagrams: [(sender: Side, bytes: [UInt8])], _ order: [Int]) throws -> Conversation {
    let conversation = try Conversation()
    for index in order { try conversation.play([datagrams[index]]) }
    return conversation
  }

  /// The hellos of a renegotiation, or only the client's, are captured in the wrong order.
  @Test func aRenegotiationMayBeginWithTheServer() throws {
    let datagrams = RealSession.renegotiated.datagrams
    let whole = try play(datagrams, Array(datagrams.indices))
    let swapped = try play(datagrams, [0, 1, 2, 3, 4, 5, 7, 6] + Array(8..<datagrams.count))
    for conversation in [whole, swapped] {
      let handshakes = conversation.association.handshakes
      #expect(handshakes.map(\.epoch) == [0, 1])
      #expect(handshakes.allSatisfy { $0.finished.client?.isVerified == true })
      #expect(handshakes.allSatisfy { $0.finished.server?.isVerified == true })
      #expect(handshakes.map { $0.messages.count } == [9, 7])
    }
    #expect(swapped.applicationData == whole.applicationData)
    #expect(swapped.applicationData.count == 6)
  }

  /// The first handshake's Finished is of the first handshake whatever came before its repetition.
  @Test func aFinishedThatIsRepeatedStaysWithItsHandshake() throws {
    let datagrams = RealSession.renegotiated.datagrams
    let conversation = try play(datagrams, Array(0...6))
    var repeated = try #require(try StoredRecord.all(in: datagrams[4].bytes).last)
    repeated.sequenceNumber = 0
    conversation.play(.client, repeated)
    #expect(conversation.association.handshakes.map { $0.messages.count } == [9, 1])
  }

  /// A stamp in the packet after `count`, or `seconds` later.
  private func stamp(after count: Int, _ seconds: Int64 = 0) -> PacketStamp {
    PacketStamp(number: count + 1, nanoseconds: Int64(count + 1) * 1_000_000 + seconds * 1_000_000_000)
  }

  /// Whether the ClientHello begins another association than that of the records before it.
  private func isSuperseded(by index: Int, after conversation: Conversation, _ seconds: Int64 = 0) throws -> Bool {
    let hello = try #require(try StoredRecord.all(in: RealSession.mbedTLS.datagrams[index].bytes).first)
    return hello.withRecord {
      conversation.association.isSuperseded(by: $0, from: .client, at: stamp(after: conversation.packet, seconds))
    }
  }

  @Test func applicationDataBeforeItsClientHelloBelongsToIt() throws {
    let datagrams = RealSession.mbedTLS.datagrams
    let conversation = try play(datagrams, [6])
    #expect(conversation.reports.map(\.protection) == [.held])
    #expect(try !isSuperseded(by: 0, after: conversation))
    #expect(try isSuperseded(by: 0, after: conversation, 2))
    for index in [0, 1, 2, 3, 4, 5, 7, 8, 9] { try conversation.play([datagrams[index]]) }
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.association.handshake.finished.client?.isVerified == true)
    #expect(conversation.association.missingRecords == PerSide(both: 0))
  }

  /// Records of both ends, or with high numbers, or in another epoch, are of a session that was there before.
  @Test func recordsOfASessionBeforeAreNotEarly() throws {
    let datagrams = RealSession.mbedTLS.datagrams
    #expect(try isSuperseded(by: 0, after: play(datagrams, [6, 7])))
    var record = try #require(try StoredRecord.all(in: datagrams[6].bytes).first)
    record.sequenceNumber = Association.maximumEarlyRecords
    let high = try Conversation()
    high.play(.client, record)
    #expect(high.reports.map(\.protection) == [.sealed])
    #expect(try isSuperseded(by: 0, after: high))
    record.sequenceNumber = 0
    record.epoch = 2
    let later = try Conversation()
    later.play(.client, record)
    #expect(try isSuperseded(by: 0, after: later))
  }

  /// An epoch that no handshake led to, and whose sender goes on in the one before, is not its sender's.
  @Test func anEpochThatIsNotInUseIsOvertaken() throws {
    let datagrams = RealSession.mbedTLS.datagrams
    let conversation = try play(datagrams, Array(0...5))
    var record = try #require(try StoredRecord.all(in: datagrams[6].bytes).first)
    for epoch in [7, 7, 9] as [UInt16] {
      record.epoch = epoch
      record.sequenceNumber += 1
      conversation.play(.client, record)
    }
    #expect(conversation.association.overtakenRecords == 0)
    try conversation.play([datagrams[7]])
    #expect(conversation.association.overtakenRecords == 0)
    try conversation.play([datagrams[6]])
    #expect(conversation.association.overtakenRecords == 3)
    record.epoch = 2
    conversation.play(.client, record)
    #expect(conversation.association.overtakenRecords == 3)
  }
}
