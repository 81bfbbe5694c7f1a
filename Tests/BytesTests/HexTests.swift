import Bytes
import Testing

@Suite struct HexTests {
  @Test func digitsAreLowercase() {
    #expect(Hex.string([0x00, 0x09, 0xa5, 0xff] as [UInt8]) == "0009a5ff")
    #expect(Hex.string([] as [UInt8]) == "")
  }

  @Test func borrowedBytesReadTheSame() {
    let bytes: [UInt8] = [0xde, 0xad, 0x01]
    #expect(Hex.string(bytes.span.bytes) == "dead01")
    #expect(Hex.string(RawSpan()) == "")
  }

  @Test(
    arguments: [
      ("", []), ("00", [0x00]), ("0aF9", [0x0a, 0xf9]), ("DEADbeef", [0xde, 0xad, 0xbe, 0xef]),
    ] as [(String, [UInt8])])
  func digitsOfEitherCaseAreRead(_ text: String, _ bytes: [UInt8]) {
    #expect(Hex.bytes(text) == bytes)
  }

  @Test(arguments: ["0", "000", "0g", "g0", "0x00", " 00", "00 ", "00\n", "+1", "-1", "é0", "０１", "a:", "a/", "`0"])
  func anythingElseIsNothing(_ text: String) {
    #expect(Hex.bytes(text) == nil)
  }

  @Test func everyByteSurvivesTheRoundTrip() {
    let all = (UInt8.min...UInt8.max).map { $0 }
    #expect(Hex.bytes(Hex.string(all)) == all)
    #expect(Hex.bytes(Hex.string(all).uppercased()) == all)
    #expect(Hex.bytes(Hex.string(all).dropFirst(2)) == [UInt8](all.dropFirst()))
  }

  @Test func only22BytesAreDigits() {
    let digits = (UInt8.min...UInt8.max).filter { Hex.value(of: $0) != nil }
    #expect(String(decoding: digits, as: UTF8.self) == "0123456789ABCDEFabcdef")
    for value in UInt8(0)..<16 { #expect(Hex.value(of: Hex.digit(value)) == value) }
  }
}
