import Bytes
import TestSupport
import Testing

@testable import Analysis

@Suite struct RecognitionTests {
  static let hello = Records.clientHello()
  /// GET coap://…/light, with a text payload.
  static let request = hex("40010001 b56c69676874 ff 6f6e")
  static let ping = hex("40000001")
  /// A STUN binding request.
  static let stun = hex("000100002112a442 000102030405060708090a0b")
  /// TURN ChannelData of channel 0x4001.
  static let channelData = hex("40010004 deadbeef")
  static let rtp = hex("80600001 00000000 12345678 0102030405")
  static let zrtp = hex("10000001 5a525450 12345678 505a0001")
  static let quic = hex("c000000001 08 0102030405060708 00")
  /// A DTLS 1.3 ciphertext: 16-bit sequence number, length.
  static let ciphertext = hex("2e 1234 0010 000102030405060708090a0b0c0d0e0f")
  /// What looks like a record by its first byte only.
  static let broken = hex("16 0303 000102")

  private func classify(
    _ payload: [UInt8], port: UInt16 = 50000, known: PayloadProtocol? = nil, _ stated: [UInt16: PayloadProtocol] = [:]
  ) -> PayloadProtocol {
    var recognition = Recognition()
    recognition.statedPorts = stated
    let there = recognition.classify(payload.span.bytes, 40000, port, known: known)
    #expect(recognition.classify(payload.span.bytes, port, 40000, known: known) == there)
    return there
  }

  @Test(arguments: [5683, 5684, 443, 50000] as [UInt16])
  func aRecordIsDTLSOnAnyPort(_ port: UInt16) {
    #expect(classify(Self.hello, port: port) == .dtls)
    #expect(classify(Self.hello, port: port, known: .coap) == .dtls)
  }

  @Test func onPort5683AnythingIsCoAPButWhatSharesItsSocket() {
    for payload in [Self.request, Self.ping, hex("ff00"), hex("00"), hex("40")] {
      #expect(classify(payload, port: 5683) == (payload[0] < 128 ? .coap : .other))
    }
    for payload in [Self.stun, Self.rtp, Self.quic] { #expect(classify(payload, port: 5683) == .other) }
  }

  @Test func onPort5684CoAPIsRecognizedAndNoiseIsNot() {
    #expect(classify(Self.request, port: 5684) == .coap)
    #expect(classify(Self.ping, port: 5684) == .other)
    #expect(classify(Self.request, port: 5684, known: .dtls) == .coap)
    for payload in [Self.stun, Self.rtp, Self.quic, Self.zrtp, hex("4001"), hex("ff00ff00")] {
      #expect(classify(payload, port: 5684) == .other)
      #expect(classify(payload, port: 5684, known: .dtls) == .other)
    }
  }

  @Test func onOtherPortsOnlyWhatIsCertainIsCoAP() {
    #expect(classify(Self.request) == .coap)
    #expect(classify(Self.ping) == .other)
    #expect(classify(Self.ping, known: .coap) == .coap)
    #expect(classify(Self.request, port: 53) == .other)
    #expect(classify(Self.request, port: 1023) == .other)
    #expect(classify(Self.request, port: 1024) == .coap)
  }

  @Test func whatSharesASocketWithDTLSIsNeitherDTLSNorCoAP() {
    for payload in [Self.stun, Self.channelData, Self.rtp, Self.zrtp, Self.quic, Self.request] {
      #expect(classify(payload, known: .dtls) == .other)
    }
  }

  @Test func whatBeginsLikeARecordInADTLSFlowIsWorthANotice() {
    #expect(classify(Self.broken, known: .dtls) == .dtls)
    #expect(classify(Self.broken) == .other)
    #expect(classify(Self.broken, known: .coap) == .coap)
  }

  @Test func aCiphertextOfDTLS13NeedsAFlowOrAPort() {
    #expect(classify(Self.ciphertext, known: .dtls) == .dtls)
    #expect(classify(Self.ciphertext, port: 5684) == .dtls)
    #expect(classify(Self.ciphertext) == .other)
  }

  @Test func thePortsOfTheUserOverruleEverything() {
    #expect(classify(Self.hello, port: 7777, [7777: .coap]) == .coap)
    #expect(classify(Self.ping, port: 7777, [7777: .coap]) == .coap)
    #expect(classify(Self.request, port: 7777, [7777: .dtls]) == .dtls)
    #expect(classify(Self.stun, port: 5683, known: .dtls, [5683: .coap]) == .coap)
    #expect(classify(Self.request, port: 7777, [7778: .dtls]) == .coap)
  }

  @Test func nothingIsNothing() {
    for port in [5683, 5684, 50000] as [UInt16] { #expect(classify([], port: port) == .other) }
  }

  @Test func theDestinationIsAskedBeforeTheSource() {
    var recognition = Recognition()
    recognition.statedPorts = [1: .coap, 2: .dtls]
    #expect(recognition.classify(Self.ping.span.bytes, 1, 2, known: nil) == .dtls)
    #expect(recognition.classify(Self.ping.span.bytes, 2, 1, known: nil) == .coap)
  }
}
