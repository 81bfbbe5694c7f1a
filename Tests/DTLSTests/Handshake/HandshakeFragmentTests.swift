import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct HandshakeFragmentTests {
  /// The fields of a fragment, with bytes of their own.
  struct Fields: Equatable {
    var type: HandshakeType
    var length: Int
    var sequence: UInt16
    var offset: Int
    var fragmentLength: Int
    var body: [UInt8]
    var isWhole: Bool
    var isCut: Bool
  }

  private func fragments(_ bytes: [UInt8]) throws(DecodeError) -> [Fields] {
    var reader = ByteReader(bytes.span.bytes, as: "Handshake")
    var all: [Fields] = []
    while !reader.isAtEnd {
      let fragment = try HandshakeFragment(decoding: &reader)
      all.append(
        Fields(
          type: fragment.messageType, length: fragment.length, sequence: fragment.messageSequence,
          offset: fragment.fragmentOffset, fragmentLength: fragment.fragmentLength, body: [UInt8](fragment.body),
          isWhole: fragment.isWhole, isCut: fragment.isCut))
    }
    return all
  }

  /// From Mbed TLS 3.6.0: ClientKeyExchange.
  let real = hex("10 00000c 0002 000000 00000c 000a657370333263335f6964")

  @Test func decodesARealMessage() throws {
    #expect(
      try fragments(real) == [
        Fields(
          type: .clientKeyExchange, length: 12, sequence: 2, offset: 0, fragmentLength: 12,
          body: hex("000a657370333263335f6964"), isWhole: true, isCut: false)
      ])
  }

  @Test func severalFollowEachOther() throws {
    let all = try fragments(real + hex("0e 000000 0003 000000 000000") + real)
    #expect(all.map(\.type) == [.clientKeyExchange, .serverHelloDone, .clientKeyExchange])
    #expect(all.map(\.isWhole) == [true, true, true])
  }

  @Test func aPieceIsNotTheWhole() throws {
    let piece = try #require(try fragments(hex("0b 010203 ffff 000405 000002 aabb")).first)
    #expect(piece.type == .certificate)
    #expect(piece.length == 0x01_0203)
    #expect(piece.sequence == 65535)
    #expect(piece.offset == 0x0405)
    #expect(piece.body == [0xaa, 0xbb])
    #expect(!piece.isWhole)
    #expect(!piece.isCut)
  }

  /// A piece that its record cuts short is given with what there is of it.
  @Test func everyTruncationIsAnErrorOrACutPiece() throws {
    for count in 1..<real.count {
      let cut = [UInt8](real.prefix(count))
      if count < 12 {
        #expect(throws: DecodeError.self) { try fragments(cut) }
      } else {
        let piece = try #require(try fragments(cut).first)
        #expect(piece.isCut)
        #expect(piece.body == [UInt8](real[12..<count]))
      }
    }
  }

  @Test(
    arguments: [
      ("10", DecodeError("Handshake", "length", at: 1, .needs(3, has: 0))),
      ("10 00000c 00", DecodeError("Handshake", "message_seq", at: 4, .needs(2, has: 1))),
      ("10 00000c 0002 0000", DecodeError("Handshake", "fragment_offset", at: 6, .needs(3, has: 2))),
      ("10 00000c 0002 000000 0000", DecodeError("Handshake", "fragment_length", at: 9, .needs(3, has: 2))),
      (
        "10 00000c 0002 000000 00000d",
        DecodeError("Handshake", "fragment_length", at: 12, .outOfRange(13, allowed: 0...12))
      ),
      (
        "10 00000c 0002 00000a 000003",
        DecodeError("Handshake", "fragment_length", at: 12, .outOfRange(3, allowed: 0...2))
      ),
      (
        "10 00000c 0002 ffffff ffffff",
        DecodeError("Handshake", "fragment_length", at: 12, .outOfRange(16_777_215, allowed: 0...0))
      ),
    ] as [(String, DecodeError)])
  func aBrokenHeaderIsNamed(_ bytes: String, _ error: DecodeError) {
    #expect(throws: error) { try fragments(hex(bytes)) }
  }

  @Test func anUnknownTypeIsAValue() throws {
    let piece = try #require(try fragments(hex("63 000001 0000 000000 000001 aa")).first)
    #expect(piece.type.name == nil)
    #expect(piece.body == [0xaa])
  }

  @Test func trailingBytesAreReadAsTheNextPiece() {
    #expect(throws: DecodeError("Handshake", "length", at: 25, .needs(3, has: 1))) { try fragments(real + [0, 0]) }
  }
}
