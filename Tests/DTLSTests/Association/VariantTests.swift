import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Real sessions in which something else came before the message that counts.
@Suite struct VariantTests {
  /// The session, but before each message of a type that `alter` has for, what it makes of its record.
  private func play(
    _ session: RealSession, altering alter: [HandshakeType: (inout [UInt8]) -> Void]
  ) throws -> Conversation {
    let conversation = try Conversation()
    for (sender, record) in try session.records {
      if record.epoch == 0, record.contentType == .handshake, let type = record.fragment.first,
        let change = alter[HandshakeType(rawValue: type)]
      {
        var other = record
        change(&other.fragment)
        other.length = other.fragment.count
        // The one that counts comes in a later record.
        other.sequenceNumber += 20
        if other.fragment != record.fragment { conversation.play(sender, other) }
      }
      conversation.play(sender, record)
    }
    return conversation
  }

  /// Alters a byte of the body.
  private func flipping(_ place: Int) -> (inout [UInt8]) -> Void {
    { $0[HandshakeFragment.headerLength + place] ^= 0xff }
  }

  private func expectOpen(_ conversation: Conversation, _ types: [HandshakeType]) {
    let handshake = conversation.association.handshake
    #expect(conversation.applicationData.count >= 2)
    #expect(handshake.finished.client?.isVerified == true)
    #expect(handshake.finished.server?.isVerified == true)
    let gaps = conversation.association.bridgedGaps
    #expect(Set(gaps.map(\.message)) == Set(types.map { .handshake($0) }))
    #expect(gaps.count == types.count)
    #expect(gaps.allSatisfy { if case .laterCopy = $0.ground { true } else { false } })
  }

  @Test(arguments: RealSession.psk) func aServerHelloThatWasStaleIsReplaced(_ session: RealSession) throws {
    let conversation = try play(session, altering: [.serverHello: flipping(4)])
    expectOpen(conversation, [.serverHello])
    let random = conversation.association.handshake.serverHello?.random
    #expect(try random == SessionFacts(session).serverHello.random)
  }

  /// With keys that no message is bound to, Finished alone tells.
  @Test(arguments: RealSession.psk) func aClientHelloThatWasDamagedIsReplaced(_ session: RealSession) throws {
    // The last byte of the extensions, which only the transcript knows.
    let conversation = try play(session, altering: [.clientHello: { $0[$0.count - 1] ^= 0xff }])
    #expect(conversation.applicationData.count >= 2)
    #expect(conversation.association.handshake.finished.client?.isVerified == true)
  }

  /// A client that has another key, or a forger, says another identity first.
  @Test(arguments: RealSession.psk) func anotherIdentityBeforeTheRealOneIsReplaced(_ session: RealSession) throws {
    let conversation = try play(
      session, altering: [.clientKeyExchange: { $0 = hex("10 000003 0002 000000 000003 0001 78") }])
    expectOpen(conversation, [.clientKeyExchange])
    #expect(conversation.association.handshake.pskIdentity == Array("esp32c3_id".utf8))
  }

  @Test(arguments: RealSession.aead.dropLast()) func severalAreReplacedTogether(_ session: RealSession) throws {
    let conversation = try play(
      session, altering: [.serverHello: flipping(4), .clientKeyExchange: flipping(3)])
    expectOpen(conversation, [.serverHello, .clientKeyExchange])
  }

  /// The other order: what comes later is the copy that does not count.
  @Test(arguments: RealSession.psk) func whatComesLaterMayNotCount(_ session: RealSession) throws {
    let conversation = try Conversation()
    for (sender, record) in try session.records {
      conversation.play(sender, record)
      guard record.epoch == 0, record.contentType == .handshake, sender == .server, record.fragment.first == 2
      else { continue }
      var other = record
      other.fragment[20] ^= 0xff
      other.sequenceNumber += 20
      conversation.play(sender, other)
    }
    #expect(conversation.applicationData.count >= 2)
    #expect(conversation.association.bridgedGaps.isEmpty)
    #expect(conversation.association.handshake.streams.server.variants.count <= 1)
  }

  private func insert(
    _ body: [UInt8], _ messageSequence: UInt16, type: HandshakeType = .serverHello, in stream: inout HandshakeStream
  ) -> HandshakeStream.Outcome {
    stream.insert(
      HandshakeFragment(
        messageType: type, length: body.count, messageSequence: messageSequence, fragmentOffset: 0,
        fragmentLength: body.count, body: body.span.bytes),
      isEncrypted: false, at: PacketStamp(number: 1, nanoseconds: 0))
  }

  @Test func variantsAreBounded() {
    var stream = HandshakeStream()
    _ = insert([0], 0, in: &stream)
    for byte in 1...9 as ClosedRange<UInt8> {
      for _ in 0..<2 { #expect(insert([byte], 0, in: &stream) == .contradicts(firstSent: stamp)) }
    }
    #expect(stream.variants.map(\.body) == [[6], [7], [8], [9]])
    let long = [UInt8](repeating: 1, count: HandshakeStream.maximumVariantBytes - 1)
    _ = insert(long, 0, in: &stream)
    #expect(stream.variants.map(\.body) == [[9], long])
    _ = insert(long + [1, 1], 0, in: &stream)
    #expect(stream.variants.isEmpty)
    _ = insert([2], 0, in: &stream)
    stream.releaseBodies()
    #expect(stream.variants.isEmpty)
  }

  private let stamp = PacketStamp(number: 1, nanoseconds: 0)

  /// A piece of a message is no message.
  @Test func piecesAreNoVariants() {
    var stream = HandshakeStream()
    _ = insert([0, 0], 0, in: &stream)
    let body: [UInt8] = [1]
    let outcome = stream.insert(
      HandshakeFragment(
        messageType: .serverHello, length: 2, messageSequence: 0, fragmentOffset: 1, fragmentLength: 1,
        body: body.span.bytes), isEncrypted: false, at: stamp)
    #expect(outcome == .contradicts(firstSent: stamp))
    #expect(stream.variants.isEmpty)
  }

  @Test func aSupersededMessageIsAVariant() {
    var stream = HandshakeStream()
    _ = insert([1], 0, type: .clientHello, in: &stream)
    stream.supersede(0)
    #expect(stream.variants.map(\.body) == [[1]])
    #expect(insert([2], 0, type: .clientHello, in: &stream) == .added(isComplete: true))
  }
}
