import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct OptionValueTests {
  private func value(_ number: OptionNumber, _ bytes: String, in code: Code = .get) -> OptionValue {
    Option(number, hex(bytes)).decoded(in: code)
  }

  /// Every format, at the edges of what its row allows, and one byte beyond.
  @Test(
    arguments: [
      (.ifNoneMatch, "", .empty), (.ifNoneMatch, "00", .opaque([0])),
      (.eTag, "0102", .opaque([1, 2])), (.eTag, "", .opaque([])),
      (.uriPort, "", .uint(0)), (.uriPort, "1634", .uint(5684)), (.uriPort, "001634", .opaque([0, 0x16, 0x34])),
      (.maxAge, "ffffffff", .uint(4_294_967_295)), (.maxAge, "0000000001", .opaque([0, 0, 0, 0, 1])),
      (.observe, "0000ff", .uint(255)), (.observe, "000000ff", .opaque([0, 0, 0, 255])),
      (.uriPath, "6c69676874", .string("light")), (.uriPath, "", .string("")), (.uriPath, "ff00", .opaque([255, 0])),
      (.uriHost, "", .opaque([])),
      (.block2, "16", .block(Block(num: 1, more: false, szx: 6))), (.block2, "00000016", .opaque([0, 0, 0, 0x16])),
      (.contentFormat, "", .contentFormat(.textPlain)), (.contentFormat, "32", .contentFormat(.json)),
      (.accept, "2d16", .contentFormat(.lwM2MTLV)), (.accept, "000032", .opaque([0, 0, 0x32])),
      (OptionNumber(rawValue: 65001), "0a", .opaque([10])),
    ] as [(OptionNumber, String, OptionValue)])
  func reads(_ number: OptionNumber, _ bytes: String, _ expected: OptionValue) {
    #expect(value(number, bytes) == expected)
  }

  @Test(
    arguments: [
      (.ifNoneMatch, "", ""), (.eTag, "01ff", "0x01ff"), (.uriPort, "1634", "5684"), (.uriPath, "c3bc", "ü"),
      (.uriPath, "c3", "0xc3"), (.block1, "0c", "0/1/256"), (.contentFormat, "32", "application/json"),
      (.contentFormat, "fffe", "unknown 65534 (0xfffe)"), (.noResponse, "1a", "26"), (.echo, "aabb", "0xaabb"),
    ] as [(OptionNumber, String, String)])
  func describes(_ number: OptionNumber, _ bytes: String, _ expected: String) {
    #expect(value(number, bytes).description == expected)
  }

  @Test func aSignallingCodeReadsItsOwnOptions() {
    let maxMessageSize = OptionNumber(rawValue: 2)
    #expect(value(maxMessageSize, "0480", in: Code(7, 1)) == .uint(1152))
    #expect(value(maxMessageSize, "0480", in: .get) == .opaque([4, 0x80]))
  }

  @Test func aBorrowedOptionReadsAlike() throws {
    let bytes = hex("4001 0001 b1 61")
    var options = try MessageView(bytes.span.bytes).options
    let decoded = options.next()?.decoded()
    #expect(decoded == .string("a"))
  }
}
