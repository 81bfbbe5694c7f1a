import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct Transcript13Tests {
  typealias Message = (sequence: UInt16, type: HandshakeType)

  /// A stream of messages, the body of each its number.
  private func stream(_ messages: [Message]) -> HandshakeStream {
    var stream = HandshakeStream()
    for message in messages {
      let body = [UInt8(truncatingIfNeeded: message.sequence)]
      _ = stream.insert(
        HandshakeFragment(
          messageType: message.type, length: 1, messageSequence: message.sequence, fragmentOffset: 0, fragmentLength: 1,
          body: body.span.bytes),
        isEncrypted: false, at: PacketStamp(number: 1, nanoseconds: 0))
    }
    return stream
  }

  private func bytes(_ messages: Message...) -> [UInt8] {
    messages.flatMap { [$0.type.rawValue, 0, 0, 1, UInt8(truncatingIfNeeded: $0.sequence)] }
  }

  private func transcript(
    _ client: [Message], _ server: [Message], hello: UInt16 = 0, retry: UInt16? = nil, serverHello: UInt16? = 0
  ) -> Transcript13 {
    Transcript13(
      streams: PerSide(client: stream(client), server: stream(server)), clientHello: hello, helloRetryRequest: retry,
      serverHello: serverHello, hash: .sha256)
  }

  let client: [Message] = [(0, .clientHello), (1, .certificate), (2, .finished), (3, .keyUpdate)]
  let server: [Message] = [(0, .serverHello), (1, .encryptedExtensions), (2, .finished), (3, .newSessionTicket)]

  @Test func messagesHaveTheHeaderOfTLS() throws {
    let transcript = transcript(client, server)
    #expect(try transcript.bytes(upTo: .clientHello) == hex("01 000001 00"))
    #expect(try transcript.bytes(upTo: .binders(byteCount: 2)) == hex("01 0000"))
    #expect(try transcript.bytes(upTo: .binders(byteCount: 9)) == [])
    #expect(try transcript.bytes(upTo: .serverHello) == bytes(client[0], server[0]))
    #expect(try transcript.bytes(upTo: .finished(.server)) == bytes(client[0], server[0], server[1]))
    let whole = bytes(client[0], server[0], server[1], server[2])
    #expect(try transcript.bytes(upTo: .throughFinished(.server)) == whole)
    #expect(try transcript.bytes(upTo: .finished(.client)) == whole + bytes(client[1]))
    #expect(try transcript.bytes(upTo: .throughFinished(.client)) == whole + bytes(client[1], client[2]))
  }

  /// RFC 8446 §4.4.1; the digest is that of Python's hashlib.
  @Test func theFirstHelloBecomesItsHash() throws {
    let retried = transcript(
      [(0, .clientHello), (1, .clientHello)], [(0, .serverHello), (1, .serverHello)], hello: 1, retry: 0, serverHello: 1
    )
    let start =
      hex("fe 000020 00294d7f4cd010c52fcb674e5b72f31f49c8ed8fd1343e7b397268fd14f0d7ae")
      + hex("02 000001 00 01 000001 01")
    #expect(try retried.bytes(upTo: .clientHello) == start)
    #expect(try retried.bytes(upTo: .serverHello) == start + hex("02 000001 01"))
  }

  @Test func whatIsMissingIsNamed() {
    func gap(_ transcript: Transcript13, _ end: Transcript13.End) -> Transcript.Gap? {
      do throws(Transcript.Gap) {
        _ = try transcript.bytes(upTo: end)
        return nil
      } catch {
        return error
      }
    }
    let lost = transcript(client, [server[0], server[2]])
    #expect(gap(lost, .serverHello) == nil)
    #expect(gap(lost, .finished(.server)) == Transcript.Gap(sender: .server, messageSequence: 1))
    #expect(
      gap(transcript([client[0]], server), .finished(.client)) == Transcript.Gap(sender: .client, messageSequence: 1))
    #expect(
      gap(transcript(client, server, serverHello: nil), .serverHello)
        == Transcript.Gap(sender: .server, messageSequence: 0))
    // A second ClientHello without the HelloRetryRequest, or without the first one, and the other way round.
    let second: [Message] = [(1, .clientHello)]
    #expect(
      gap(transcript(second, server, hello: 1), .clientHello) == Transcript.Gap(sender: .server, messageSequence: 0))
    #expect(
      gap(transcript(second, server, hello: 1, retry: 0), .clientHello)
        == Transcript.Gap(sender: .client, messageSequence: 0))
    #expect(
      gap(transcript(client, server, retry: 0), .clientHello) == Transcript.Gap(sender: .client, messageSequence: 1))
  }

  /// Numbers wrap, and a stream without Finished ends all the same.
  @Test func theLastNumberIsFollowedByTheFirst() {
    let wrapping = transcript(
      [(0, .clientHello)], [(0xfffe, .serverHello), (0xffff, .encryptedExtensions), (0, .certificate)],
      serverHello: 0xfffe)
    #expect(throws: Transcript.Gap(sender: .server, messageSequence: 1)) {
      try wrapping.bytes(upTo: .throughFinished(.server))
    }
  }
}
