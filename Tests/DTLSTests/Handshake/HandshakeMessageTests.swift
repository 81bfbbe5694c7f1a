import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct HandshakeMessageTests {
  @Test(arguments: RealMessage.all.indices) func decodesRealMessages(index: Int) throws {
    let real = RealMessage.all[index]
    let message = try HandshakeMessage(type: real.type, body: real.body.span.bytes, context: real.context)
    if case .unknown = message { Issue.record("\(real.type) of \(real.stack) is unknown") }
    #expect(!message.fields.isEmpty)
  }

  @Test func noExtensionOfARealMessageIsMalformedOrUnknown() throws {
    for real in RealMessage.all {
      let message = try HandshakeMessage(type: real.type, body: real.body.span.bytes, context: real.context)
      for element in message.extensions {
        if case .malformed(let type, _, let error) = element { Issue.record("\(type) of \(real.stack): \(error)") }
        if case .unknown(let type, _) = element { Issue.record("\(type) of \(real.stack)") }
      }
    }
  }

  @Test func everyTruncationOfARealMessageDecodesOrThrows() {
    for real in RealMessage.all {
      for count in real.testedIndices {
        let cut = [UInt8](real.body.prefix(count))
        _ = try? HandshakeMessage(type: real.type, body: cut.span.bytes, context: real.context).fields
      }
    }
  }

  @Test func everyCorruptedByteOfARealMessageDecodesOrThrows() {
    for real in RealMessage.all {
      for index in real.testedIndices {
        var bytes = real.body
        bytes[index] ^= 0xff
        _ = try? HandshakeMessage(type: real.type, body: bytes.span.bytes, context: real.context).fields
      }
    }
  }

  @Test func everyMessageDecodesOrThrowsAsEveryOther() {
    let keyExchanges: [KeyExchangeAlgorithm] = [
      .psk, .rsaPSK, .dhePSK, .ecdhePSK, .rsa, .dhe(isAnonymous: false), .ecdhe(isAnonymous: false), .ecjpake,
    ]
    var contexts = keyExchanges.map { DecodingContext(keyExchange: $0, version: .dtls12) }
    contexts += [DecodingContext(version: .dtls10), DecodingContext(version: .dtls13)]
    for real in RealMessage.all where real.body.count < 200 {
      for type in Set(RealMessage.all.map(\.type)) {
        for context in contexts {
          _ = try? HandshakeMessage(type: type, body: real.body.span.bytes, context: context)
        }
      }
    }
  }

  @Test(arguments: [HandshakeType.helloRequest, .endOfEarlyData, .serverHelloDone])
  func aMessageWithoutABody(type: HandshakeType) throws {
    let empty: [UInt8] = []
    let message = try HandshakeMessage(type: type, body: empty.span.bytes)
    #expect(message.fields.isEmpty)
    let trailing: [UInt8] = [0]
    #expect(throws: DecodeError.self) { try HandshakeMessage(type: type, body: trailing.span.bytes) }
  }

  @Test(arguments: [UInt8(6), 7, 99, 255]) func anUnknownTypeIsAValue(number: UInt8) throws {
    let type = HandshakeType(rawValue: number)
    let body = hex("0102")
    #expect(try HandshakeMessage(type: type, body: body.span.bytes) == .unknown(type, body))
  }

  @Test func messagesThatAreNotDissectedKeepTheirBytes() throws {
    let body = hex("0102")
    #expect(try HandshakeMessage(type: .ektKey, body: body.span.bytes) == .ektKey(body))
    let hash = try HandshakeMessage(type: .messageHash, body: body.span.bytes)
    #expect(hash == .messageHash(body))
    #expect(hash.fields == [Field("hash", "0102")])
  }

  @Test func theVersionDecidesTheForm() throws {
    let dtls13 = DecodingContext(version: .dtls13)
    let ticket = hex("00000e10 01020304 00 0001aa 0000")
    #expect(throws: DecodeError("NewSessionTicket", "ticket", at: 6, .needs(0x0102, has: 8))) {
      try HandshakeMessage(type: .newSessionTicket, body: ticket.span.bytes)
    }
    guard
      case .newSessionTicket13 = try HandshakeMessage(
        type: .newSessionTicket, body: ticket.span.bytes, context: dtls13)
    else {
      Issue.record("not the form of DTLS 1.3")
      return
    }
    let request = hex("00 0000")
    guard
      case .certificateRequest13 = try HandshakeMessage(
        type: .certificateRequest, body: request.span.bytes, context: dtls13)
    else {
      Issue.record("not the form of DTLS 1.3")
      return
    }
  }
}

extension RealMessage {
  /// Positions at which the message is cut or changed: all of a short one, about a hundred of a long one, whose
  /// length comes from a certificate or a ticket.
  var testedIndices: StrideTo<Int> {
    stride(from: 0, to: body.count, by: max(1, body.count / 100))
  }
}

extension HandshakeMessage {
  /// The extensions of a message that has some.
  var extensions: [Extension] {
    switch self {
    case .clientHello(let message): message.extensions
    case .serverHello(let message): message.extensions
    case .encryptedExtensions(let message): message.extensions
    case .certificateRequest13(let message): message.extensions
    case .newSessionTicket13(let message): message.extensions
    case .certificate(let message): message.certificateList.flatMap(\.extensions)
    default: []
    }
  }
}
