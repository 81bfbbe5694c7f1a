import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct PayloadDecodingTests {
  /// What is said of the payload of a message.
  private func said(_ digits: String, length: Int? = nil) throws -> PayloadDecoding? {
    let bytes = hex(digits)
    return PayloadDecoding(try MessageView(bytes.span.bytes, length: length))
  }

  @Test func textIsNotRepeated() {
    let found = decoded("on", 0)
    #expect(found?.format == "text")
    #expect(found?.isGuess == false)
    #expect(found?.text == nil)
    #expect(found?.problem == nil)
    #expect(decoded("<a/>", 41)?.format == "XML")
    #expect(decoded(hex("61c328"), 0)?.problem == "not valid text: byte 1 is not UTF-8")
    #expect(decoded(hex("61c328"), 0)?.isValid == false)
    #expect(decoded(hex("ffd8"), 22) == nil)
  }

  @Test func aCodingIsNotDecoded() {
    let found = decoded(hex("789c"), 11050)
    #expect(found?.format == "application/json in deflate coding")
    #expect(found?.problem == "its coding is not decoded")
    #expect(found?.text == nil)
  }

  @Test(
    arguments: [
      ("7b2261223a317d", "JSON", "{\"a\": 1}"), ("5b312c325d", "JSON", "[1, 2]"), ("7b4f4e7d", "text", nil),
      ("3c2f613e3b6f6273", "link-format", "</a>  obs"), ("3c612f3e62", "text", nil), ("4f4e", "text", nil),
      ("31", "text", nil), ("a1616101", "CBOR", "{\"a\": 1}"), ("820102", "CBOR", "[1, 2]"),
      ("d2843040f6f600", nil, nil), ("c10a0f c10964", "LwM2M TLV", "Resource 10: 15\nResource 9: 100 or \"d\""),
      ("00ff", nil, nil), ("01", nil, nil), ("1b5b316d", nil, nil),
    ] as [(String, String?, String?)])
  func guessesAreMarked(_ digits: String, _ format: String?, _ text: String?) {
    for number in [nil, 42, 999] as [UInt16?] {
      let found = decoded(hex(digits), number)
      #expect(found?.format == format)
      #expect(found?.text == text)
      #expect(found?.problem == nil)
      #expect(found?.isGuess == (format == nil ? nil : true))
    }
  }

  @Test func aDiagnosticPayloadIsNoGuess() {
    for code in [Code.notFound, .serviceUnavailable, Code(7, 5)] {
      let found = decoded("{\"no\": 1}", nil, code: code)
      #expect(found?.format == "diagnostic payload")
      #expect(found?.isGuess == false)
      #expect(found?.text == nil)
      #expect(found?.problem == nil)
    }
    #expect(decoded(hex("61ff"), nil, code: .badRequest)?.problem == "not valid text: byte 1 is not UTF-8")
    #expect(decoded("{\"no\":1}", 50, code: .badRequest)?.text == "{\"no\": 1}")
  }

  /// A response with the first of several blocks, and the last; the same as a request.
  @Test func aBlockIsNoWholeBody() throws {
    let first = try said("6045 0001 c1 32 b1 08 ff 7b2261")
    #expect(first?.format == "JSON")
    #expect(first?.text == nil)
    #expect(first?.problem == "block 0/1/16 of a body: not decoded")
    #expect(try said("6045 0001 c1 32 b1 20 ff 317d")?.problem == "block 2/0/16 of a body: not decoded")
    #expect(try said("4003 0001 c1 3c d1 02 08 ff a1")?.problem == "block 0/1/16 of a body: not decoded")
    // Q-Block2
    #expect(try said("6045 0001 c1 3c d1 06 08 ff a1")?.problem == "block 0/1/16 of a body: not decoded")
    // The only block; a block of text, and one that ends within a character.
    #expect(try said("6045 0001 c1 32 b1 00 ff 317d")?.problem?.hasPrefix("not valid JSON") == true)
    #expect(try said("6045 0001 c0 b1 08 ff 61c3")?.problem == nil)
    #expect(try said("6045 0001 d1 0a 08 ff 6162") == nil)
    // In a request, Block2 says which block of the response is wanted.
    #expect(try said("4005 0001 c1 32 b1 10 ff 317d")?.problem?.hasPrefix("not valid JSON") == true)
  }

  @Test func whatTheCaptureCutsIsNotBlamed() throws {
    let found = try said("6045 0001 c1 3c ff 8301", length: 12)
    #expect(found?.isValid == true)
    #expect(found?.text == "[1,")
    #expect(found?.problem == "cut by the capture: 3 bytes missing")
    #expect(try said("6045 0001 c0 ff 61c3", length: 12)?.problem == nil)
  }

  @Test func ciphertextOfOSCOREIsNotGuessed() throws {
    #expect(try said("4402 0001 01020304 92 0914 ff a1616101") == nil)
    #expect(try said("4002 0001 ff a1616101")?.format == "CBOR")
  }

  /// Random payloads, and real ones with a changed byte, in every format: text that is safe, and not too long.
  @Test func nothingUnsafeComesOfAnyBytes() {
    var random = SplitMix64(seed: 8949)
    let formats: [UInt16?] = [nil, 0, 18, 40, 50, 60, 61, 62, 63, 98, 102, 110, 112, 257, 11542]
    let seeds = [
      LwM2MTLVTests.device, [UInt8]("{\"a\":[1.5,true,\"\\u00e9\"],\"b\":{\"c\":null}}".utf8),
      hex("d28443a10126a10442313148546869732069732042abcd"), hex("8400426f6e183c43820102"),
      [UInt8]("</a>;ct=40;title=\"é\",</b>;obs".utf8),
    ]
    var unsafe: [[UInt8]] = []
    for round in 0..<3000 {
      var bytes = seeds[round % seeds.count]
      if round % 3 == 0 {
        bytes = (0..<Int.random(in: 1...64, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      }
      for _ in 0...(round % 4) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8(truncatingIfNeeded: random.next())
      }
      let found = decoded(bytes, formats[round % formats.count])
      if !isSafe(found?.text ?? "") || !isSafe(found?.problem ?? "") { unsafe.append(bytes) }
    }
    #expect(unsafe.isEmpty)
  }
}
