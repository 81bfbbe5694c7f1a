import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct HandshakeStreamBoundsTests {
  private func insert(
    _ sequence: Int, length: Int, at offset: Int, count: Int, packet: Int = 1, in stream: inout HandshakeStream
  ) -> HandshakeStream.Outcome {
    let bytes = [UInt8](repeating: 7, count: count)
    return stream.insert(
      HandshakeFragment(
        messageType: .certificate, length: length, messageSequence: UInt16(sequence), fragmentOffset: offset,
        fragmentLength: count, body: bytes.span.bytes),
      isEncrypted: false, at: PacketStamp(number: packet, nanoseconds: 0))
  }

  @Test func constantsAreAsDocumented() {
    #expect(HandshakeStream.maximumMessages == 64)
    #expect(HandshakeStream.maximumHeldBytes == 262_144)
    #expect(HandshakeStream.maximumPieces == 128)
    #expect(HandshakeStream.maximumCopies == 64)
    #expect(HandshakeStream.maximumPackets == 256)
  }

  @Test func messagesAreBounded() {
    var stream = HandshakeStream()
    for sequence in 0..<64 {
      #expect(insert(sequence, length: 1, at: 0, count: 1, in: &stream) == .added(isComplete: true))
    }
    #expect(insert(64, length: 1, at: 0, count: 1, in: &stream) == .refused)
    #expect(stream.entries.count == 64)
    #expect(
      insert(63, length: 1, at: 0, count: 1, in: &stream) == .repeated(firstSent: .init(number: 1, nanoseconds: 0)))
  }

  /// KeyUpdates never end: the newest stay, and so does the handshake.
  @Test func oldMessagesAfterFinishedAreForgotten() throws {
    var stream = HandshakeStream()
    func insert(_ type: HandshakeType, _ sequence: UInt16) -> HandshakeStream.Outcome {
      let body: [UInt8] = [0]
      return stream.insert(
        HandshakeFragment(
          messageType: type, length: 1, messageSequence: sequence, fragmentOffset: 0, fragmentLength: 1,
          body: body.span.bytes),
        isEncrypted: true, at: PacketStamp(number: 1, nanoseconds: 0))
    }
    let types: [HandshakeType] = [.serverHello, .encryptedExtensions, .finished]
    for sequence in UInt16(0)..<300 {
      #expect(insert(sequence < 3 ? types[Int(sequence)] : .keyUpdate, sequence) == .added(isComplete: true))
    }
    #expect(stream.entries.count == 64 && stream.forgottenMessages == 236)
    #expect(stream.entries.prefix(3).map(\.type) == types && stream.entries.last?.messageSequence == 299)
    #expect(stream.entries[3].messageSequence == 239)
  }

  @Test func bytesAreBounded() {
    var stream = HandshakeStream()
    #expect(insert(0, length: 1 << 24 - 1, at: 0, count: 200_000, in: &stream) == .added(isComplete: false))
    #expect(insert(1, length: 62_145, at: 0, count: 62_145, in: &stream) == .refused)
    #expect(insert(1, length: 62_144, at: 0, count: 62_144, in: &stream) == .added(isComplete: true))
    #expect(insert(0, length: 1 << 24 - 1, at: 200_000, count: 1, in: &stream) == .refused)
    #expect(insert(2, length: 1, at: 0, count: 1, in: &stream) == .refused)
    #expect(insert(2, length: 0, at: 0, count: 0, in: &stream) == .added(isComplete: true))
  }

  @Test func releasedBodiesMakeRoom() throws {
    var stream = HandshakeStream()
    #expect(insert(0, length: 262_144, at: 0, count: 262_144, in: &stream) == .added(isComplete: true))
    #expect(insert(1, length: 2, at: 0, count: 1, in: &stream) == .refused)
    stream.releaseBodies()
    #expect(stream.entry(0)?.body == nil)
    #expect(stream.entry(0)?.isComplete == true)
    #expect(insert(1, length: 2, at: 0, count: 1, in: &stream) == .added(isComplete: false))
    #expect(
      insert(0, length: 262_144, at: 0, count: 100, in: &stream)
        == .repeated(firstSent: .init(number: 1, nanoseconds: 0)))
  }

  @Test func piecesAreBounded() {
    var stream = HandshakeStream()
    for index in 0..<128 {
      #expect(insert(0, length: 1000, at: index * 2, count: 1, in: &stream) == .added(isComplete: false))
    }
    #expect(insert(0, length: 1000, at: 900, count: 1, in: &stream) == .refused)
  }

  @Test func aHugeLengthCostsNothing() {
    var stream = HandshakeStream()
    for sequence in 0..<64 {
      #expect(insert(sequence, length: 0xff_ffff, at: 0xff_fffe, count: 1, in: &stream) == .added(isComplete: false))
    }
    #expect(stream.entries.allSatisfy { $0.prefix.isEmpty && !$0.isComplete })
  }

  @Test func copiesAreBounded() throws {
    var stream = HandshakeStream()
    for packet in 1...100 { _ = insert(0, length: 4, at: 0, count: 4, packet: packet, in: &stream) }
    let entry = try #require(stream.entry(0))
    #expect(entry.copies.count == 64)
    #expect(entry.uncountedCopies == 36)
    #expect(entry.copies.last?.packets.map(\.number) == [64])
  }

  @Test func packetsOfACopyAreBounded() throws {
    var stream = HandshakeStream()
    for packet in 1...300 { _ = insert(0, length: 300, at: packet - 1, count: 1, packet: packet, in: &stream) }
    let entry = try #require(stream.entry(0))
    #expect(entry.isComplete)
    #expect(entry.copies.map(\.fragments) == [300])
    #expect(entry.copies[0].packets.count == 256)
    #expect(entry.completed?.number == 300)
  }

  @Test func aSupersededMessageMakesRoom() {
    var stream = HandshakeStream()
    #expect(insert(0, length: 262_144, at: 0, count: 262_144, in: &stream) == .added(isComplete: true))
    stream.supersede(5)
    #expect(stream.superseded.isEmpty)
    stream.supersede(0)
    #expect(stream.entry(0) == nil)
    #expect(stream.superseded.map(\.messageSequence) == [0])
    #expect(stream.superseded.first?.body == nil)
    #expect(insert(0, length: 262_144, at: 0, count: 262_144, in: &stream) == .added(isComplete: true))
  }

  @Test func supersededMessagesAreBounded() {
    var stream = HandshakeStream()
    for _ in 0..<100 {
      _ = insert(0, length: 4, at: 0, count: 4, in: &stream)
      stream.supersede(0)
    }
    #expect(stream.superseded.count == 64)
    #expect(stream.entries.isEmpty)
  }
}
