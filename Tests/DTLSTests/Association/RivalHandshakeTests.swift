import Bytes
import TestSupport
import Testing

@testable import DTLS

/// A ClientHello comes while a handshake of the same endpoints is under way.
@Suite struct RivalHandshakeTests {
  /// A ClientHello of another random.
  private func otherHello(_ session: RealSession) throws -> StoredRecord {
    var hello = try #require(try session.records.first?.record)
    hello.fragment[20] ^= 0xff
    return hello
  }

  /// The session, of which another association saw the first `count` records, and the new one the other hello and the
  /// rest.
  private func play(_ session: RealSession, breakingOffAfter count: Int) throws -> (
    old: Conversation, new: Conversation
  ) {
    let (old, new) = (try Conversation(), try Conversation())
    let records = try session.records
    for (sender, record) in records.prefix(count) { old.play(sender, record) }
    new.association.rival(old.association)
    new.play(.client, try otherHello(session))
    for (sender, record) in records.dropFirst(count) { new.play(sender, record) }
    return (old, new)
  }

  /// From the ClientHello with the cookie to before the client's Finished.
  @Test(arguments: RealSession.psk) func theHandshakeThatGoesOnIsProven(_ session: RealSession) throws {
    let records = try session.records
    let switched = try #require(records.firstIndex { $0.record.epoch == 1 })
    for count in 3...switched {
      let (_, new) = try play(session, breakingOffAfter: count)
      #expect(new.applicationData.count >= 2, "after \(count)")
      let handshake = new.association.handshake
      #expect(handshake.finished.client?.isVerified == true, "after \(count)")
      #expect(handshake.finished.server?.isVerified == true, "after \(count)")
      #expect(try handshake.clientHello?.random == SessionFacts(session).clientHello.random)
      #expect(new.association.rivals.isEmpty)
      #expect(new.association.missingRecords == PerSide(both: 0))
      let displaced = try #require(new.association.takeDisplaced())
      #expect(displaced.handshake.messages.map(\.entry.type) == [.clientHello])
      #expect(displaced.handshake.clientHello?.random != handshake.clientHello?.random)
      #expect(new.association.takeDisplaced() == nil)
      #expect(
        new.association.bridgedGaps.map(\.ground) == [.answered(PacketStamp(number: 3, nanoseconds: 3_000_000))])
    }
  }

  /// A client that begins anew has nothing to do with the handshake before.
  @Test func aHandshakeThatWasLeftBehindIsForgotten() throws {
    let old = try Conversation()
    try old.play(Array(RealSession.psk[0].datagrams.prefix(3)))
    let new = try Conversation()
    new.association.rival(old.association)
    #expect(new.association.rivals.count == 1)
    try new.play(RealSession.mbedTLS.datagrams)
    #expect(new.applicationData.count == 2)
    #expect(new.association.rivals.isEmpty)
    #expect(new.association.bridgedGaps.isEmpty)
    #expect(try new.association.handshake.clientHello?.random == SessionFacts(.mbedTLS).clientHello.random)
  }

  @Test func rivalsAreBounded() throws {
    var last = try Conversation()
    try last.play(Array(RealSession.mbedTLS.datagrams.prefix(3)))
    for _ in 0..<5 {
      let next = try Conversation()
      next.association.rival(last.association)
      next.play(.client, try otherHello(.mbedTLS))
      last = next
    }
    #expect(last.association.rivals.count == Association.maximumRivals)
  }

  /// One that is established, or has no ClientHello, is no rival.
  @Test func onlyAHandshakeThatIsUnderWayIsARival() throws {
    for count in [0, 10] {
      let old = try Conversation()
      try old.play(Array(RealSession.mbedTLS.datagrams.prefix(count)))
      let new = try Conversation()
      new.association.rival(old.association)
      #expect(new.association.rivals.isEmpty)
    }
  }
}
