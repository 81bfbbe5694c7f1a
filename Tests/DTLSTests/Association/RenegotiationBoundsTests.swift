import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Many handshakes of one association: a real session whose suite does not encrypt, and behind it handshakes that are
/// made here with the keys of each.
@Suite struct RenegotiationBoundsTests {
  let session = RealSession.null[1]
  let schedule = KeySchedule12()

  /// A record as its sender would have made it: the content and its MAC (RFC 5246 §6.2.3.1).
  private func record(
    _ type: ContentType, _ content: [UInt8], epoch: UInt16, number: UInt64, macKey: [UInt8]
  ) throws -> StoredRecord {
    var record = try #require(try StoredRecord.all(in: hex("16 fefd 0000 000000000000 0000")).first)
    record.contentType = type
    record.epoch = epoch
    record.sequenceNumber = number
    let covered =
      bytes(UInt64(epoch) << 48 | number, 8) + [type.rawValue] + hex("fefd") + bytes(UInt64(content.count), 2) + content
    var mac = [UInt8](repeating: 0, count: 32)
    let isDone = mac.withUnsafeMutableBytes { mac in
      macKey.withUnsafeBytes { key in
        covered.withUnsafeBytes { HMAC().authenticate(.sha256, key: key, $0, into: mac) }
      }
    }
    #expect(isDone)
    record.fragment = content + mac
    record.length = record.fragment.count
    return record
  }

  private func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private func message(_ type: HandshakeType, _ sequence: UInt8, _ body: [UInt8]) -> [UInt8] {
    let length = bytes(UInt64(body.count), 3)
    return [type.rawValue] + length + [0, sequence, 0, 0, 0] + length + body
  }

  /// Renegotiates under the keys of `epoch`, up to the client's Finished under the next, and gives the keys of that.
  private func renegotiate(_ conversation: Conversation, epoch: UInt16, macKeys: PerSide<[UInt8]>) throws
    -> PerSide<[UInt8]>
  {
    let clientRandom = [UInt8](repeating: UInt8(epoch), count: 32)
    let serverRandom = [UInt8](repeating: UInt8(epoch) | 0x80, count: 32)
    let messages: [(Side, [UInt8])] = [
      (.client, message(.clientHello, 0, hex("fefd") + clientRandom + hex("00 00 0002 00b0 01 00"))),
      (.server, message(.serverHello, 0, hex("fefd") + serverRandom + hex("00 00b0 00"))),
      (.server, message(.serverHelloDone, 1, [])),
      (.client, message(.clientKeyExchange, 1, hex("000a 657370333263335f6964"))),
    ]
    for (number, (sender, content)) in messages.enumerated() {
      conversation.play(
        sender,
        try record(.handshake, content, epoch: epoch, number: UInt64(100 + number), macKey: macKeys[sender]))
    }
    let premaster = KeySchedule12.premasterSecret(presharedKey: SecretBytes(Array("esp32c3_key".utf8)))
    let master = try #require(
      schedule.masterSecret(
        premaster: premaster, binding: .randoms(client: clientRandom, server: serverRandom), hash: .suite(.sha256)))
    let block = try #require(
      schedule.keyBlock(
        master: master, clientRandom: clientRandom, serverRandom: serverRandom, hash: .suite(.sha256), count: 64))
    let keys = block.withBytes { PerSide(client: [UInt8]($0[..<32]), server: [UInt8]($0[32...])) }
    let finished = message(.finished, 2, [UInt8](repeating: 0, count: 12))
    for sender in Side.allCases {
      conversation.play(
        sender, try record(.handshake, finished, epoch: epoch + 1, number: 0, macKey: keys[sender]))
    }
    return keys
  }

  /// The first and the last ones are kept, and the records of the last are still opened.
  @Test(arguments: [1, 6, 7, 8, 20]) func handshakesAreBounded(_ count: Int) throws {
    let conversation = try Conversation()
    try conversation.play(session.datagrams)
    let facts = try SessionFacts(session)
    var macKeys = PerSide(
      client: try facts.keys(of: .client).withMACKey { [UInt8]($0) },
      server: try facts.keys(of: .server).withMACKey { [UInt8]($0) })
    for epoch in 1...UInt16(count) {
      macKeys = try renegotiate(conversation, epoch: epoch, macKeys: macKeys)
      #expect(conversation.reports.last?.protection == .opened, "epoch \(epoch + 1)")
    }
    let handshakes = conversation.association.handshakes
    #expect(handshakes.count == min(count + 1, 8))
    #expect(handshakes.first?.epoch == 0)
    #expect(handshakes.last?.epoch == UInt16(count))
    // The verify_data made here is wrong.
    #expect(handshakes.last?.finished.client?.isVerified == false)
    #expect(handshakes.first?.finished.client?.isVerified == true)
  }
}
