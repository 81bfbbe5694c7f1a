import Bytes
import TestSupport
import Testing

@Suite struct TextBufferTests {
  /// The text that `build` writes into an empty buffer.
  private func text(capacity: Int = 16, _ build: (inout TextBuffer) -> Void) -> String {
    var buffer = TextBuffer(capacity: capacity)
    build(&buffer)
    return buffer.string
  }

  @Test func isEmptyAtFirst() {
    let buffer = TextBuffer()
    #expect(buffer.count == 0)
    #expect(buffer.last == nil)
    #expect(buffer.string == "")
    #expect(buffer.bytes.byteCount == 0)
  }

  @Test func everyKindOfTextIsAppended() {
    let written = text { buffer in
      buffer.append("literal ")
      buffer.append(UInt8(ascii: "b"))
      buffer.append(hex("2061"))
      buffer.append(hex("6263").span.bytes)
      buffer.append(trusted: String(repeating: "é", count: 2))
      hex("7a").withUnsafeBytes { buffer.append($0) }
      buffer.append("")
      buffer.append([UInt8]())
      buffer.append(RawSpan())
    }
    #expect(written == "literal b abcééz")
  }

  @Test(arguments: [0, 1, 16, 17]) func growsAndKeepsWhatItHolds(_ capacity: Int) {
    var buffer = TextBuffer(capacity: capacity)
    var expected = ""
    for number in 0..<500 {
      buffer.append("line ")
      buffer.append(decimal: number)
      buffer.append(UInt8(ascii: "\n"))
      expected += "line \(number)\n"
    }
    #expect(buffer.string == expected)
    #expect(buffer.count == expected.utf8.count)
  }

  @Test func growsByMoreThanItsDouble() {
    let long = (0..<100_000).map { UInt8(ascii: "a") + UInt8($0 % 26) }
    var buffer = TextBuffer(capacity: 16)
    buffer.append("start")
    buffer.append(long)
    #expect(buffer.count == 100_005)
    #expect([UInt8](buffer.bytes) == Array("start".utf8) + long)
  }

  @Test(
    arguments: [
      (0, "0"), (9, "9"), (10, "10"), (99, "99"), (100, "100"), (999, "999"), (1000, "1000"), (9999, "9999"),
      (10_000, "10000"), (99_999, "99999"), (100_000, "100000"), (999_999, "999999"), (1_000_000, "1000000"),
      (9_999_999, "9999999"), (10_000_000, "10000000"), (1_234_567_890_123, "1234567890123"), (-1, "-1"), (-9, "-9"),
      (-10, "-10"), (-123, "-123"), (Int.max, "9223372036854775807"), (Int.min, "-9223372036854775808"),
    ])
  func numbersAreDecimal(_ value: Int, _ digits: String) {
    #expect(text { $0.append(decimal: value) } == digits)
  }

  @Test func numbersOfEveryTypeAreDecimal() {
    #expect(text { $0.append(decimal: UInt64.max) } == "18446744073709551615")
    #expect(text { $0.append(decimal: UInt8.max) } == "255")
    #expect(text { $0.append(decimal: Int8.min) } == "-128")
    #expect(text { $0.append(decimal: UInt16.max) } == "65535")
    #expect(text { $0.append(decimal: Int32.min) } == "-2147483648")
  }

  @Test func everyPowerOfTenHasItsDigits() {
    var power: UInt64 = 1
    for exponent in 0..<20 {
      #expect(text { $0.append(decimal: power) } == "1" + String(repeating: "0", count: exponent))
      if exponent > 0 { #expect(text { $0.append(decimal: power - 1) } == String(repeating: "9", count: exponent)) }
      power = power &* 10
    }
  }

  @Test(
    arguments: [
      (7, 0, "7"), (7, 1, "7"), (7, 3, "  7"), (12, 2, "12"), (12, 3, " 12"), (12345, 3, "12345"), (-7, 4, "  -7"),
      (0, 2, " 0"),
    ])
  func numbersArePadded(_ value: Int, _ width: Int, _ expected: String) {
    #expect(text { $0.append(decimal: value, width: width) } == expected)
  }

  @Test func numbersArePaddedWithZeros() {
    #expect(text { $0.append(decimal: 42, width: 6, pad: UInt8(ascii: "0")) } == "000042")
    #expect(text { $0.append(decimal: 0, width: 9, pad: UInt8(ascii: "0")) } == "000000000")
  }

  @Test func everyOctetIsDecimal() {
    for value in UInt8.min...UInt8.max { #expect(text { $0.append(octet: value) } == String(value)) }
  }

  @Test func numbersAreHexadecimal() {
    #expect(text { $0.append(hex: 0x0a, digits: 2) } == "0a")
    #expect(text { $0.append(hex: UInt16(0xfefd), digits: 4) } == "fefd")
    #expect(text { $0.append(hex: UInt64.max, digits: 16) } == "ffffffffffffffff")
    #expect(text { $0.append(hex: 0x1234, digits: 2) } == "34")
    #expect(text { $0.append(hex: 5, digits: 0) } == "")
  }

  @Test func bytesAreHexadecimal() {
    let all = (UInt8.min...UInt8.max).map { $0 }
    #expect(text { $0.append(hex: all.span.bytes) } == Hex.string(all))
    #expect(text { $0.append(hex: RawSpan()) } == "")
  }

  @Test func bytesAreRepeated() {
    #expect(text { $0.append(repeating: UInt8(ascii: "-"), count: 20) } == "--------------------")
    #expect(text { $0.append(repeating: UInt8(ascii: "-"), count: 0) } == "")
    #expect(text { $0.append(repeating: UInt8(ascii: "-"), count: -1) } == "")
  }

  @Test func theEndCanBeDropped() {
    var buffer = TextBuffer()
    buffer.append("abcdef")
    buffer.truncate(to: 9)
    #expect(buffer.string == "abcdef")
    buffer.truncate(to: 4)
    #expect(buffer.string == "abcd")
    #expect(buffer.last == UInt8(ascii: "d"))
    buffer.append("x")
    #expect(buffer.string == "abcdx")
    buffer.truncate(to: -1)
    #expect(buffer.count == 0)
    #expect(buffer.last == nil)
  }

  @Test func isUsedAgain() {
    var buffer = TextBuffer()
    buffer.append("first")
    buffer.removeAll()
    #expect(buffer.count == 0)
    buffer.append("2")
    #expect(buffer.string == "2")
    var copy: [UInt8] = []
    buffer.withUnsafeBytes { copy = [UInt8]($0) }
    #expect(copy == hex("32"))
  }

  @Test func bytesThatAreNoTextAreReplacedInTheString() {
    #expect(text { $0.append(hex("61ff62")) } == "a\u{fffd}b")
  }
}
