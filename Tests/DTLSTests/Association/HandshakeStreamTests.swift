import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct HandshakeStreamTests {
  let body = (0..<20).map { UInt8($0) }

  private func insert(
    _ sequence: UInt16 = 0, _ type: HandshakeType = .certificate, length: Int = 20, at offset: Int, _ bytes: [UInt8],
    packet: Int, in stream: inout HandshakeStream
  ) -> HandshakeStream.Outcome {
    stream.insert(
      HandshakeFragment(
        messageType: type, length: length, messageSequence: sequence, fragmentOffset: offset,
        fragmentLength: bytes.count, body: bytes.span.bytes),
      isEncrypted: false, at: stamp(packet))
  }

  private func insert(_ range: Range<Int>, packet: Int, in stream: inout HandshakeStream) -> HandshakeStream.Outcome {
    insert(at: range.lowerBound, [UInt8](body[range]), packet: packet, in: &stream)
  }

  /// The packets of every sending of a message.
  private func packets(of entry: HandshakeStream.Entry?) -> [[PacketStamp]] {
    entry?.copies.map { Array($0.packets) } ?? []
  }

  /// The message as the transcript has it.
  private func bytes(of entry: HandshakeStream.Entry?) -> [UInt8]? {
    var bytes: [UInt8] = []
    return entry?.append(to: &bytes) == true ? bytes : nil
  }

  private func stamp(_ packet: Int) -> PacketStamp {
    PacketStamp(number: packet, nanoseconds: Int64(packet) * 1_000_000)
  }

  @Test func aWholeMessageIsCompleteAtOnce() throws {
    var stream = HandshakeStream()
    #expect(insert(0..<20, packet: 3, in: &stream) == .added(isComplete: true))
    let entry = try #require(stream.entry(0))
    #expect(entry.type == .certificate)
    #expect(entry.length == 20)
    #expect(entry.body == body)
    #expect(entry.isComplete)
    #expect(entry.completed == stamp(3))
    #expect(packets(of: entry) == [[stamp(3)]])
    #expect(bytes(of: entry) == hex("0b 000014 0000 000000 000014") + body)
    #expect(stream.entry(1) == nil)
  }

  @Test func fragmentsComeInAnyOrder() throws {
    let ranges = [0..<5, 5..<6, 6..<15, 15..<20]
    for order in permutations([0, 1, 2, 3]) {
      var stream = HandshakeStream()
      for (place, index) in order.enumerated() {
        #expect(insert(ranges[index], packet: place + 1, in: &stream) == .added(isComplete: place == 3))
      }
      let entry = try #require(stream.entry(0))
      #expect(entry.body == body)
      #expect(entry.completed == stamp(4))
      #expect(entry.copies.map(\.fragments) == [4])
      #expect(packets(of: entry) == [[stamp(1), stamp(2), stamp(3), stamp(4)]])
      #expect(bytes(of: entry) == hex("0b 000014 0000 000000 000014") + body)
    }
  }

  /// RFC 6347 §4.2.3: fragments may overlap, and a retransmission may be cut elsewhere.
  @Test func aRetransmissionCutElsewhereFillsTheGap() throws {
    var stream = HandshakeStream()
    #expect(insert(0..<10, packet: 1, in: &stream) == .added(isComplete: false))
    #expect(insert(0..<7, packet: 3, in: &stream) == .repeated(firstSent: stamp(1)))
    #expect(insert(7..<14, packet: 4, in: &stream) == .added(isComplete: false, repeating: stamp(1)))
    #expect(insert(14..<20, packet: 5, in: &stream) == .added(isComplete: true))
    let entry = try #require(stream.entry(0))
    #expect(entry.body == body)
    #expect(entry.completed == stamp(5))
    #expect(packets(of: entry) == [[stamp(1)], [stamp(3), stamp(4), stamp(5)]])
  }

  @Test func overlapsAddWhatIsMissing() {
    var stream = HandshakeStream()
    #expect(insert(4..<12, packet: 1, in: &stream) == .added(isComplete: false))
    #expect(insert(0..<6, packet: 2, in: &stream) == .added(isComplete: false, repeating: stamp(1)))
    #expect(insert(5..<11, packet: 3, in: &stream) == .repeated(firstSent: stamp(1)))
    #expect(stream.entry(0)?.prefix == [UInt8](body[..<12]))
    #expect(stream.entry(0)?.body == nil)
    #expect(bytes(of: stream.entry(0)) == nil)
    #expect(insert(0..<20, packet: 4, in: &stream) == .added(isComplete: true, repeating: stamp(1)))
    #expect(stream.entry(0)?.body == body)
  }

  @Test func everySendingIsACopy() throws {
    var stream = HandshakeStream()
    #expect(insert(0..<20, packet: 1, in: &stream) == .added(isComplete: true))
    #expect(insert(0..<20, packet: 5, in: &stream) == .repeated(firstSent: stamp(1)))
    #expect(insert(0..<10, packet: 9, in: &stream) == .repeated(firstSent: stamp(1)))
    #expect(insert(10..<20, packet: 10, in: &stream) == .repeated(firstSent: stamp(1)))
    let entry = try #require(stream.entry(0))
    #expect(packets(of: entry) == [[stamp(1)], [stamp(5)], [stamp(9), stamp(10)]])
    #expect(entry.copies.map(\.fragments) == [1, 1, 2])
    #expect(entry.completed == stamp(1))
  }

  @Test func fragmentsInOnePacketNameItOnce() {
    var stream = HandshakeStream()
    _ = insert(0..<10, packet: 1, in: &stream)
    _ = insert(10..<20, packet: 1, in: &stream)
    #expect(packets(of: stream.entry(0)) == [[stamp(1)]])
    #expect(stream.entry(0)?.copies.map(\.fragments) == [2])
  }

  @Test func aMessageWithoutABodyIsComplete() throws {
    var stream = HandshakeStream()
    #expect(insert(0, .serverHelloDone, length: 0, at: 0, [], packet: 1, in: &stream) == .added(isComplete: true))
    let again = insert(0, .serverHelloDone, length: 0, at: 0, [], packet: 2, in: &stream)
    #expect(again == .repeated(firstSent: stamp(1)))
    let entry = try #require(stream.entry(0))
    #expect(entry.body == [])
    #expect(bytes(of: entry) == hex("0e 000000 0000 000000 000000"))
    #expect(packets(of: entry) == [[stamp(1)], [stamp(2)]])
  }

  @Test func anEmptyFragmentBringsNothing() {
    var stream = HandshakeStream()
    #expect(insert(at: 0, [], packet: 1, in: &stream) == .added(isComplete: false))
    #expect(insert(at: 20, [], packet: 2, in: &stream) == .added(isComplete: false))
    #expect(insert(0..<20, packet: 3, in: &stream) == .added(isComplete: true))
    #expect(stream.entry(0)?.body == body)
  }

  @Test func otherBytesContradictAndTheFirstStay() {
    var stream = HandshakeStream()
    #expect(insert(0..<10, packet: 1, in: &stream) == .added(isComplete: false))
    #expect(insert(at: 8, [8, 0, 10], packet: 2, in: &stream) == .contradicts(firstSent: stamp(1)))
    #expect(stream.entry(0)?.prefix == [UInt8](body[..<10]))
    #expect(insert(10..<20, packet: 3, in: &stream) == .added(isComplete: true))
    #expect(stream.entry(0)?.body == body)
    #expect(insert(at: 0, [1], packet: 4, in: &stream) == .contradicts(firstSent: stamp(1)))
    #expect(stream.entry(0)?.copies.count == 1)
  }

  @Test func anotherTypeOrLengthContradicts() {
    var stream = HandshakeStream()
    #expect(insert(0..<10, packet: 1, in: &stream) == .added(isComplete: false))
    #expect(
      insert(0, .serverHello, at: 10, [UInt8](body[10...]), packet: 2, in: &stream) == .contradicts(firstSent: stamp(1))
    )
    #expect(
      insert(length: 21, at: 10, [UInt8](body[10...]), packet: 3, in: &stream) == .contradicts(firstSent: stamp(1)))
    #expect(stream.entry(0)?.type == .certificate)
    #expect(stream.entry(0)?.length == 20)
    #expect(stream.entry(0)?.prefix.count == 10)
  }

  @Test func messagesAreInTheOrderOfTheirNumbers() {
    var stream = HandshakeStream()
    for sequence in [3, 0, 65535, 1] as [UInt16] {
      #expect(
        insert(sequence, .serverHelloDone, length: 0, at: 0, [], packet: 1, in: &stream) == .added(isComplete: true))
    }
    #expect(stream.entries.map(\.messageSequence) == [0, 1, 3, 65535])
    #expect(stream.last(.serverHelloDone)?.messageSequence == 65535)
    #expect(stream.last(.finished) == nil)
    #expect(stream.firstGap == 2)
  }

  /// A piece that its record cuts short counts with what there is of it.
  @Test func aCutFragmentCountsAsFarAsItGoes() {
    var stream = HandshakeStream()
    let part = [UInt8](body[..<7])
    let fragment = HandshakeFragment(
      messageType: .certificate, length: 20, messageSequence: 0, fragmentOffset: 0, fragmentLength: 20,
      body: part.span.bytes)
    #expect(fragment.isCut == true)
    let outcome = stream.insert(fragment, isEncrypted: false, at: stamp(1))
    #expect(outcome == .added(isComplete: false))
    #expect(stream.entry(0)?.prefix == part)
    #expect(insert(0..<20, packet: 2, in: &stream) == .added(isComplete: true, repeating: stamp(1)))
  }

  @Test func comparingAddsNothing() {
    var stream = HandshakeStream()
    func comparison(_ sequence: UInt16, at offset: Int, _ bytes: [UInt8]) -> ByteRanges.Insertion? {
      stream.comparing(
        HandshakeFragment(
          messageType: .certificate, length: 20, messageSequence: sequence, fragmentOffset: offset,
          fragmentLength: bytes.count, body: bytes.span.bytes))
    }
    #expect(comparison(0, at: 0, [0, 1]) == nil)
    #expect(insert(0..<10, packet: 1, in: &stream) == .added(isComplete: false))
    #expect(comparison(1, at: 0, [0, 1]) == nil)
    #expect(comparison(0, at: 0, [0, 1])?.conflicts == false)
    #expect(comparison(0, at: 0, [0, 0])?.conflicts == true)
    #expect(comparison(0, at: 10, [0, 0])?.repeated == 0)
    #expect(stream.entry(0)?.prefix.count == 10)
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.flatMap { item in permutations(items.filter { $0 != item }).map { [item] + $0 } }
  }
}
