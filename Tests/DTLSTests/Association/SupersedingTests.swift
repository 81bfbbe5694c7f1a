import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Which ClientHello begins another association on the same endpoints.
@Suite struct SupersedingTests {
  let datagrams = RealSession.mbedTLS.datagrams

  /// The first record of a datagram.
  private func record(_ datagram: [UInt8]) throws -> StoredRecord {
    try #require(try StoredRecord.all(in: datagram).first)
  }

  /// A ClientHello of the session with another random.
  private func otherHello(_ index: Int) throws -> StoredRecord {
    var other = datagrams[index].bytes
    other[40] ^= 0xff
    return try record(other)
  }

  /// Whether the record begins another association when it comes in the next packet, or `seconds` later.
  private func isSuperseded(
    after count: Int, by stored: StoredRecord, from sender: Side = .client, seconds: Int64 = 0
  ) throws -> Bool {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams.prefix(count)))
    let stamp = PacketStamp(number: count + 1, nanoseconds: Int64(count + 1) * 1_000_000 + seconds * 1_000_000_000)
    return stored.withRecord { conversation.association.isSuperseded(by: $0, from: sender, at: stamp) }
  }

  @Test(arguments: 0...10) func itsOwnHellosBelongToIt(_ count: Int) throws {
    #expect(try !isSuperseded(after: count, by: record(datagrams[0].bytes)))
    #expect(try !isSuperseded(after: count, by: record(datagrams[2].bytes)))
  }

  /// A client whose random bits repeat, not one whose hello was delivered twice.
  @Test(arguments: [(4, false), (6, true), (10, true)])
  func theSameHelloAfterFinishedBeginsAnother(_ count: Int, _ isSuperseded: Bool) throws {
    #expect(try self.isSuperseded(after: count, by: record(datagrams[0].bytes), seconds: 2) == isSuperseded)
    #expect(try !self.isSuperseded(after: count, by: record(datagrams[0].bytes), seconds: 0))
  }

  /// A capture point that sees the two directions on different paths.
  @Test(arguments: [(0, false), (2, true)])
  func aHelloBehindItsAnswerBelongsToIt(_ seconds: Int64, _ isSuperseded: Bool) throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[3...]))
    let stamp = PacketStamp(number: 11, nanoseconds: 11_000_000 + seconds * 1_000_000_000)
    let hello = try record(datagrams[2].bytes)
    #expect(
      hello.withRecord { conversation.association.isSuperseded(by: $0, from: .client, at: stamp) } == isSuperseded)
  }

  @Test(arguments: 1...10) func anotherRandomBeginsAnother(_ count: Int) throws {
    #expect(try isSuperseded(after: count, by: otherHello(0)))
  }

  @Test func anythingBeginsTheFirst() throws {
    #expect(try !isSuperseded(after: 0, by: otherHello(0)))
  }

  /// RFC 6347 §4.2.1 wants the same random with the cookie; some clients take another.
  @Test func theCookieThatWasDemandedContinues() throws {
    #expect(try !isSuperseded(after: 2, by: otherHello(2)))
    #expect(try isSuperseded(after: 1, by: otherHello(2)))
  }

  @Test func onlyAClientHelloInTheClearBeginsAnother() throws {
    var hello = try otherHello(0)
    hello.epoch = 1
    #expect(try !isSuperseded(after: 10, by: hello))
    hello = try otherHello(0)
    hello.contentType = .applicationData
    #expect(try !isSuperseded(after: 10, by: hello))
    hello = try otherHello(0)
    hello.isUnified = true
    #expect(try !isSuperseded(after: 10, by: hello))
    #expect(try !isSuperseded(after: 10, by: record(datagrams[3].bytes), from: .server))
    hello = try otherHello(0)
    hello.fragment = [1, 2, 3]
    #expect(try !isSuperseded(after: 10, by: hello))
  }

  @Test func aHelloOfTheServerTurnsTheEnds() throws {
    #expect(try isSuperseded(after: 6, by: record(datagrams[0].bytes), from: .server))
  }

  @Test func aSessionInTheMiddleEndsWithAHello() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[6...]))
    let hello = try record(datagrams[0].bytes)
    let stamp = PacketStamp(number: 11, nanoseconds: 11_000_000)
    #expect(hello.withRecord { conversation.association.isSuperseded(by: $0, from: .client, at: stamp) })
  }

  /// The middle of a ClientHello has no random.
  @Test func aPieceBelongsToTheHelloWithItsBytes() throws {
    let hello = try record(datagrams[0].bytes)
    var piece = hello
    piece.fragment = [UInt8](hello.fragment[..<6]) + hex("00000a 000014") + [UInt8](hello.fragment[22..<42])
    #expect(try !isSuperseded(after: 1, by: piece))
    #expect(try !isSuperseded(after: 6, by: piece))
    piece.fragment[20] ^= 0xff
    #expect(try isSuperseded(after: 1, by: piece))
    #expect(try isSuperseded(after: 6, by: piece))
  }
}
