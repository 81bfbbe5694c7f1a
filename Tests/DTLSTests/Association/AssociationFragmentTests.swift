import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Real sessions whose handshake is cut into fragments: the keys are those of the whole messages (RFC 6347 §4.2.6).
@Suite struct AssociationFragmentTests {
  /// The datagrams of a session, the handshake in the clear cut into pieces of `size` bytes, which overlap by `overlap`,
  /// each in a record and a datagram of its own.
  private func fragmented(
    _ session: RealSession, size: Int, overlap: Int
  ) throws -> [(sender: Side, bytes: [UInt8])] {
    var next = PerSide<UInt64>(both: 0)
    var datagrams: [(sender: Side, bytes: [UInt8])] = []
    for (sender, record) in try session.records {
      let isClear = record.epoch == 0 && record.contentType == .handshake
      for piece in isClear ? pieces(record.fragment, size: size, overlap: overlap) : [record.fragment] {
        let number = record.epoch == 0 ? next[sender] : record.sequenceNumber
        if record.epoch == 0 { next[sender] += 1 }
        let header =
          Hex.string([record.contentType.rawValue]) + digits(UInt64(record.version.rawValue), 4)
          + digits(UInt64(record.epoch), 4) + digits(number, 12) + digits(UInt64(piece.count), 4)
        datagrams.append((sender, hex(header) + piece))
      }
    }
    return datagrams
  }

  private func digits(_ value: UInt64, _ count: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: count - digits.count) + digits
  }

  private func pieces(_ message: [UInt8], size: Int, overlap: Int) -> [[UInt8]] {
    let body = [UInt8](message[12...])
    guard !body.isEmpty else { return [message] }
    return stride(from: 0, to: body.count, by: size).map { start in
      let low = max(0, start - overlap)
      let high = min(body.count, start + size)
      return [UInt8](message[..<6]) + hex(digits(UInt64(low), 6) + digits(UInt64(high - low), 6)) + body[low..<high]
    }
  }

  private func check(_ conversation: Conversation, _ comment: Comment) {
    #expect(conversation.applicationData.count == 2, comment)
    #expect(conversation.association.handshake.finished.client?.isVerified == true, comment)
    #expect(conversation.association.handshake.finished.server?.isVerified == true, comment)
  }

  @Test(arguments: [1, 7, 16, 100]) func fragmentsOfAnySizeGiveTheSameKeys(_ size: Int) throws {
    for session in [RealSession.mbedTLS, .macThenEncrypt[0], .cbc[0]] {
      let conversation = try Conversation()
      try conversation.play(try fragmented(session, size: size, overlap: 0))
      check(conversation, "\(session.name)")
    }
  }

  @Test(arguments: [1, 5, 30]) func overlappingFragmentsGiveTheSameKeys(_ overlap: Int) throws {
    let conversation = try Conversation()
    try conversation.play(try fragmented(.mbedTLS, size: 10, overlap: overlap))
    check(conversation, "overlap \(overlap)")
  }

  @Test func fragmentsOfAFlightMayComeInReverse() throws {
    let all = try fragmented(.mbedTLS, size: 9, overlap: 2)
    var order: [(sender: Side, bytes: [UInt8])] = []
    var flight: [(sender: Side, bytes: [UInt8])] = []
    for datagram in all {
      if let before = flight.last, before.sender != datagram.sender || datagram.bytes[0] != 22 || datagram.bytes[4] > 0
      {
        order += flight.reversed()
        flight = []
      }
      flight.append(datagram)
    }
    order += flight.reversed()
    #expect(order.count == all.count)
    let conversation = try Conversation()
    try conversation.play(order)
    check(conversation, "in reverse")
    #expect(conversation.association.missingRecords == PerSide(both: 0))
  }

  @Test func aLostFragmentIsNamed() throws {
    var datagrams = try fragmented(.mbedTLS, size: 40, overlap: 0)
    let lost = try #require(datagrams.lastIndex { $0.sender == .server && $0.bytes[13] == 2 })
    datagrams.remove(at: lost)
    let conversation = try Conversation()
    try conversation.play(datagrams)
    #expect(conversation.applicationData.isEmpty)
    #expect(conversation.association.keyProblem == .handshakeIncomplete)
    #expect(conversation.association.handshake.serverHello == nil)
  }
}
