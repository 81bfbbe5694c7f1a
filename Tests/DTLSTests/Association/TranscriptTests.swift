import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct TranscriptTests {
  typealias Message = (sequence: UInt16, type: HandshakeType)

  /// A stream of messages, the body of each its number in words and its type.
  private func stream(_ messages: [Message]) -> HandshakeStream {
    var stream = HandshakeStream()
    for message in messages {
      let body = [UInt8](message.sequence.description.utf8) + [message.type.rawValue]
      _ = stream.insert(
        HandshakeFragment(
          messageType: message.type, length: body.count, messageSequence: message.sequence, fragmentOffset: 0,
          fragmentLength: body.count, body: body.span.bytes),
        isEncrypted: false, at: PacketStamp(number: 1, nanoseconds: 0))
    }
    return stream
  }

  /// The bytes of messages with a number of one digit, each as if it had come in one fragment (RFC 6347 §4.2.6).
  private func bytes(_ messages: [Message]) -> [UInt8] {
    messages.flatMap { message -> [UInt8] in
      let type = Hex.string([message.type.rawValue])
      let digit = Hex.string(message.sequence.description.utf8)
      return hex("\(type) 000002 000\(message.sequence) 000000 000002 \(digit) \(type)")
    }
  }

  private func transcript(
    _ client: [Message], _ server: [Message], from clientStart: UInt16 = 1, _ serverStart: UInt16 = 1
  ) -> Transcript {
    Transcript(client: stream(client).entries, from: clientStart, server: stream(server).entries, from: serverStart)
  }

  let client: [Message] = [
    (0, .clientHello), (1, .clientHello), (2, .certificate), (3, .clientKeyExchange), (4, .certificateVerify),
    (5, .finished),
  ]
  let server: [Message] = [
    (1, .serverHello), (2, .certificate), (3, .serverHelloDone), (4, .newSessionTicket), (5, .finished),
  ]

  @Test func theMasterSecretCoversUpToClientKeyExchange() throws {
    let expected = bytes([client[1]] + server[..<3] + client[2..<4])
    #expect(try transcript(client, server).bytes(upTo: .clientKeyExchange) == expected)
  }

  @Test func theFinishedOfTheClientCoversUpToItself() throws {
    let expected = bytes([client[1]] + server[..<3] + client[2..<5])
    #expect(try transcript(client, server).bytes(upTo: .finished(.client)) == expected)
  }

  @Test func theFinishedOfTheServerCoversThatOfTheClientAndTheTicket() throws {
    let expected = bytes([client[1]] + server[..<3] + client[2...] + [server[3]])
    #expect(try transcript(client, server).bytes(upTo: .finished(.server)) == expected)
  }

  /// RFC 6347 §4.2.1: the hello that HelloVerifyRequest answered is in no transcript.
  @Test func theFirstHelloCountsWithoutACookieExchange() throws {
    let client: [Message] = [(0, .clientHello), (1, .clientKeyExchange), (2, .finished)]
    let server: [Message] = [(0, .serverHello), (1, .serverHelloDone), (2, .finished)]
    let transcript = transcript(client, server, from: 0, 0)
    #expect(try transcript.bytes(upTo: .clientKeyExchange) == bytes([client[0], server[0], server[1], client[1]]))
    #expect(
      try transcript.bytes(upTo: .finished(.server)) == bytes([client[0], server[0], server[1], client[1], client[2]]))
  }

  /// RFC 5246 §7.3.
  @Test func aResumedHandshakeIsAbbreviated() throws {
    let client: [Message] = [(1, .clientHello), (2, .finished)]
    let server: [Message] = [(1, .serverHello), (2, .newSessionTicket), (3, .finished)]
    let transcript = transcript(client, server)
    #expect(transcript.isAbbreviated)
    #expect(try transcript.bytes(upTo: .finished(.server)) == bytes([client[0], server[0], server[1]]))
    #expect(try transcript.bytes(upTo: .finished(.client)) == bytes([client[0]] + server))
  }

  @Test func aFullHandshakeIsNotAbbreviated() {
    #expect(!transcript(client, server).isAbbreviated)
    #expect(!transcript(client, [(1, .serverHello)]).isAbbreviated)
  }

  /// RFC 5246 §7.4.1.1: a HelloRequest is in no transcript.
  @Test func aHelloRequestIsLeftOut() throws {
    let client: [Message] = [(0, .clientHello), (1, .clientKeyExchange)]
    let server: [Message] = [(0, .helloRequest), (1, .serverHello), (2, .serverHelloDone)]
    let transcript = transcript(client, server, from: 0, 1)
    #expect(try transcript.bytes(upTo: .clientKeyExchange) == bytes([client[0], server[1], server[2], client[1]]))
  }

  @Test func arrivalOrderMakesNoDifference() throws {
    let expected = try transcript(client, server).bytes(upTo: .finished(.server))
    #expect(try transcript(client.reversed(), server.reversed()).bytes(upTo: .finished(.server)) == expected)
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt16]) func aMissingMessageOfTheClientIsNamed(_ missing: UInt16) {
    let transcript = transcript(client.filter { $0.sequence != missing }, server)
    #expect(throws: Transcript.Gap(sender: .client, messageSequence: missing)) {
      try transcript.bytes(upTo: .finished(.server))
    }
    if missing > 3 {
      #expect(throws: Never.self) { try transcript.bytes(upTo: .clientKeyExchange) }
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt16]) func aMissingMessageOfTheServerIsNamed(_ missing: UInt16) {
    let transcript = transcript(client, server.filter { $0.sequence != missing })
    #expect(throws: Transcript.Gap(sender: .server, messageSequence: missing)) {
      try transcript.bytes(upTo: .finished(.server))
    }
  }

  @Test func anIncompleteMessageIsNamed() {
    var server = stream([(1, .serverHello), (3, .serverHelloDone)])
    let part: [UInt8] = [1, 2]
    _ = server.insert(
      HandshakeFragment(
        messageType: .certificate, length: 5, messageSequence: 2, fragmentOffset: 0, fragmentLength: 2,
        body: part.span.bytes),
      isEncrypted: false, at: PacketStamp(number: 1, nanoseconds: 0))
    let transcript = Transcript(client: stream(client).entries, from: 1, server: server.entries, from: 1)
    #expect(throws: Transcript.Gap(sender: .server, messageSequence: 2)) {
      try transcript.bytes(upTo: .clientKeyExchange)
    }
  }

  @Test func nothingIsAGapAtTheStart() {
    #expect(throws: Transcript.Gap(sender: .client, messageSequence: 1)) {
      try transcript([], []).bytes(upTo: .clientKeyExchange)
    }
    #expect(throws: Transcript.Gap(sender: .server, messageSequence: 1)) {
      try transcript(client, []).bytes(upTo: .clientKeyExchange)
    }
  }
}
