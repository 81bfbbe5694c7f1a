import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct HandshakeTests {
  /// ClientHello; HelloVerifyRequest; ClientHello; ServerHello, ServerHelloDone; ClientKeyExchange, ChangeCipherSpec,
  /// Finished; ChangeCipherSpec, Finished; then application data and close_notify of each.
  let datagrams = RealSession.mbedTLS.datagrams

  private func conversation(_ count: Int) throws -> Conversation {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams.prefix(count)))
    return conversation
  }

  @Test func nothingIsKnownOfNothing() throws {
    let handshake = try conversation(0).association.handshake
    #expect(handshake.clientHello == nil)
    #expect(handshake.version == nil)
    #expect(handshake.offeredVersions == [])
    #expect(handshake.messages.isEmpty)
    #expect(!handshake.isComplete)
    #expect(!handshake.isResumed)
    #expect(throws: Transcript.Gap(sender: .client, messageSequence: 0)) {
      try handshake.transcript(upTo: .clientKeyExchange)
    }
  }

  @Test func factsComeWithTheirMessages() throws {
    #expect(try conversation(1).association.handshake.offeredVersions == [.dtls12])
    #expect(try conversation(3).association.handshake.clientHello?.cookie.count == 32)
    let hellos = try conversation(4).association.handshake
    #expect(hellos.version == .dtls12)
    #expect(hellos.cipherSuite == CipherSuite(rawValue: 0xc0a8))
    #expect(hellos.hasExtendedMasterSecret)
    #expect(!hellos.hasEncryptThenMAC)
    #expect(hellos.pskIdentity == nil)
    #expect(try conversation(5).association.handshake.pskIdentity == Array("esp32c3_id".utf8))
  }

  @Test func bothFinishedAreVerified() throws {
    let handshake = try conversation(6).association.handshake
    #expect(handshake.isComplete)
    #expect(handshake.finished.client?.isVerified == true)
    #expect(handshake.finished.server?.isVerified == true)
    #expect(handshake.finished.client?.stamp.number == 5)
    #expect(handshake.finished.server?.stamp.number == 6)
    #expect(handshake.changeCipherSpecs.client.map(\.number) == [5])
    #expect(handshake.changeCipherSpecs.server.map(\.number) == [6])
  }

  /// Without the extended master secret the keys do not depend on the whole handshake, but Finished does.
  @Test func anAlteredHandshakeIsNotVerified() throws {
    let session = try #require(RealSession.aead.first { $0.name.hasSuffix("no extended master secret") })
    var datagrams = session.datagrams
    // The last signature scheme that the client offers.
    datagrams[2].bytes[datagrams[2].bytes.count - 1] ^= 0x02
    let conversation = try Conversation()
    try conversation.play(datagrams)
    #expect(conversation.applicationData.count == 2)
    #expect(conversation.association.handshake.finished.client?.isVerified == false)
    #expect(conversation.association.handshake.finished.server?.isVerified == false)
  }

  @Test func messagesAreInTheOrderOfTheProtocol() throws {
    let expected: [HandshakeType] = [
      .clientHello, .helloVerifyRequest, .clientHello, .serverHello, .serverHelloDone, .clientKeyExchange, .finished,
      .finished,
    ]
    #expect(try conversation(6).association.handshake.messages.map(\.entry.type) == expected)
    let disordered = try Conversation()
    for index in [4, 5, 3, 2, 0, 1] { try disordered.play([datagrams[index]]) }
    let types = disordered.association.handshake.messages.map(\.entry.type)
    #expect(types.suffix(5) == expected.suffix(5))
    #expect(types.prefix(3).filter { $0 == .clientHello }.count == 2)
  }

  @Test func aSessionIDThatIsEchoedMeansResumption() throws {
    let conversation = try Conversation()
    try conversation.play(RealSession.resumed.datagrams)
    #expect(conversation.association.handshake.isResumed)
    #expect(try !self.conversation(6).association.handshake.isResumed)
  }

  @Test func aClientKeyExchangeBeforeTheServerHelloIsReadLater() throws {
    let conversation = try Conversation()
    for index in [2, 4] { try conversation.play([datagrams[index]]) }
    #expect(conversation.association.handshake.pskIdentity == nil)
    try conversation.play([datagrams[3]])
    #expect(conversation.association.handshake.pskIdentity == Array("esp32c3_id".utf8))
  }

  @Test func aCutClientHelloTellsWhatItCan() throws {
    let conversation = try Conversation()
    var record = try #require(try StoredRecord.all(in: datagrams[2].bytes).first)
    record.fragment = [UInt8](record.fragment.prefix(60))
    conversation.play(.client, record)
    #expect(conversation.association.handshake.clientHello?.clientVersion == .dtls12)
    #expect(conversation.association.handshake.clientHello?.random.bytes == [UInt8](datagrams[2].bytes[27..<59]))
    #expect(conversation.reports.map(\.protection) == [.cut])
  }

  @Test func aMessageThatIsNoneIsAnError() throws {
    let conversation = try Conversation()
    try conversation.play(.client, hex("16 fefd 0000 000000000000 000e 01 000002 0000 000000 000002 fefd"))
    guard case .handshake(let notes, nil) = conversation.reports[0].content else {
      Issue.record("\(conversation.reports[0].content)")
      return
    }
    #expect(notes.map(\.message) == [nil])
    #expect(notes.map(\.error) == [DecodeError("ClientHello", "random", at: 2, .needs(32, has: 0))])
    #expect(conversation.association.handshake.clientHello == nil)
  }

  @Test func changeCipherSpecsAreBounded() throws {
    let conversation = try conversation(4)
    for number in 10..<110 as Range<UInt64> {
      try conversation.play(.client, try hex("14 fefd 0000 000000000000 0001 01").retransmitted(from: number))
    }
    #expect(conversation.association.handshake.changeCipherSpecs.client.count == 64)
    #expect(conversation.reports.suffix(100).map(\.isRetransmission) == [false] + Array(repeating: true, count: 99))
  }
}
