import Bytes
import TestSupport
import Testing

@Suite struct RegisteredNumberTests {
  struct Small: RegisteredNumber {
    let rawValue: UInt8
    static let names: [UInt8: String] = [1: "one"]
  }

  struct Large: RegisteredNumber {
    let rawValue: UInt16
    static let names: [UInt16: String] = [0x0100: "large"]
  }

  @Test func aRowHasAName() {
    #expect(Small(rawValue: 1).name == "one")
    #expect(Small(rawValue: 1).description == "one")
    #expect(Large(rawValue: 0x0100).description == "large")
  }

  @Test func anUnknownNumberIsAValue() {
    #expect(Small(rawValue: 255).name == nil)
    #expect(Small(rawValue: 255).description == "unknown 255 (0xff)")
    #expect(Large(rawValue: 1).description == "unknown 1 (0x1)")
    #expect(Large(rawValue: 0xabcd).description == "unknown 43981 (0xabcd)")
  }
}
