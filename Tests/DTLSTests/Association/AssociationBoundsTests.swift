import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct AssociationBoundsTests {
  let datagrams = RealSession.mbedTLS.datagrams

  private func record(
    _ type: ContentType = .applicationData, epoch: UInt16 = 1, number: UInt64, count: Int
  ) throws -> StoredRecord {
    var record = try #require(try StoredRecord.all(in: hex("17 fefd 0000 000000000000 0000")).first)
    record.contentType = type
    record.epoch = epoch
    record.sequenceNumber = number
    record.fragment = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: count)
    record.length = count
    return record
  }

  @Test func constantsAreAsDocumented() {
    #expect(RecordHold.maximumCount == 256)
    #expect(RecordHold.maximumBytes == 65_536)
    #expect(Association.maximumFailedTrials == 512)
    #expect(Association.maximumEpochs == 8)
    #expect(Association.maximumHandshakes == 8)
  }

  @Test func heldRecordsAreBounded() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<4]))
    for number in 0..<262 as Range<UInt64> { conversation.play(.client, try record(number: number, count: 40)) }
    let protections = conversation.reports.suffix(262).map(\.protection)
    #expect(protections == Array(repeating: .held, count: 256) + Array(repeating: .sealed, count: 6))
  }

  @Test func heldBytesAreBounded() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<4]))
    for number in 0..<4 as Range<UInt64> { conversation.play(.client, try record(number: number, count: 16_384)) }
    conversation.play(.client, try record(number: 4, count: 1))
    #expect(conversation.reports.suffix(5).map(\.protection) == [.held, .held, .held, .held, .sealed])
  }

  @Test func aDuplicateIsNotHeldAgain() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<4]))
    for _ in 0..<2 { conversation.play(.client, try record(number: 0, count: 40)) }
    #expect(conversation.reports.suffix(2).map(\.protection) == [.held, .sealed])
    #expect(conversation.reports.last?.verdict == .duplicate)
  }

  @Test func recordsForWhichNoKeysCanComeAreNotHeld() throws {
    let conversation = try Conversation(keys: [])
    try conversation.play(Array(datagrams[..<5]))
    for number in 5..<10 as Range<UInt64> { conversation.play(.client, try record(number: number, count: 40)) }
    #expect(!conversation.reports.contains { $0.protection == .held })
  }

  @Test func aHeldRecordThatNoKeyOpensIsNotAuthentic() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<4]))
    conversation.play(.server, try record(number: 7, count: 40))
    #expect(conversation.reports.last?.protection == .held)
    try conversation.play(Array(datagrams[4...]))
    #expect(conversation.reports.filter(\.wasHeld).map(\.protection) == [.notAuthentic])
    #expect(conversation.applicationData.count == 2)
  }

  /// Forged epochs do not push out the one with keys.
  @Test func epochsAreBounded() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<6]))
    for epoch in 2..<102 as Range<UInt16> { conversation.play(.client, try record(epoch: epoch, number: 0, count: 40)) }
    try conversation.play(Array(datagrams[6...]))
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.association.missingRecords == PerSide(both: 0))
  }

  @Test func everyTruncationOfEveryDatagramIsReadOrRefused() throws {
    for session in [RealSession.mbedTLS, .cbc[0], .macThenEncrypt[0], .null[0]] {
      for (place, datagram) in session.datagrams.enumerated() {
        let conversation = try Conversation()
        try conversation.play(Array(session.datagrams[..<place]))
        let before = conversation.reports.count
        for count in 0..<datagram.bytes.count {
          try? conversation.play(datagram.sender, [UInt8](datagram.bytes.prefix(count)))
        }
        let cut = conversation.reports.dropFirst(before).filter { $0.protection == .cut }
        #expect(!cut.isEmpty, "\(session.name) \(place)")
      }
    }
  }

  @Test func everyCorruptedByteIsReadOrRefused() throws {
    for session in [RealSession.mbedTLS, .macThenEncrypt[0]] {
      for (place, datagram) in session.datagrams.enumerated() {
        for index in stride(from: 0, to: datagram.bytes.count, by: 3) {
          let conversation = try Conversation()
          var altered = datagram.bytes
          altered[index] ^= 0xff
          try conversation.play(Array(session.datagrams[..<place]))
          let before = conversation.applicationData.count
          try? conversation.play(datagram.sender, altered)
          if place >= 6 { #expect(conversation.applicationData.count == before, "\(session.name) \(place) \(index)") }
        }
      }
    }
  }

  /// Bytes without meaning behind headers that have some, in the middle of a session.
  @Test(arguments: 1...20 as ClosedRange<UInt64>) func recordsWithoutMeaningDoNoHarm(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let conversation = try Conversation()
    for datagram in datagrams {
      for _ in 0..<20 {
        let count = Int.random(in: 0...60, using: &generator)
        var record = try record(
          ContentType(rawValue: .random(in: 20...26, using: &generator)),
          epoch: .random(in: 0...2, using: &generator), number: .random(in: 1000...1100, using: &generator),
          count: count)
        for index in record.fragment.indices { record.fragment[index] = .random(in: 0...3, using: &generator) }
        conversation.play(Bool.random(using: &generator) ? .client : .server, record)
      }
      try conversation.play([datagram])
    }
    #expect(conversation.reports.count >= 210)
    #expect(conversation.association.handshakes.count == 1)
    #expect(!conversation.reports.contains { $0.epoch == 2 && $0.protection == .opened })
  }
}
