import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct NumberListsTests {
  private func list16(_ bytes: [UInt8]) throws(DecodeError) -> [CipherSuite] {
    var reader = ByteReader(bytes.span.bytes, as: "Structure")
    return try reader.readList16("list")
  }

  private func list8(_ bytes: [UInt8]) throws(DecodeError) -> [CompressionMethod] {
    var reader = ByteReader(bytes.span.bytes, as: "Structure")
    return try reader.readList8("list")
  }

  @Test func readsListsOfNumbers() throws {
    #expect(try list16(hex("0004 0100 ffff 99")).map(\.rawValue) == [0x0100, 0xffff])
    #expect(try list16(hex("0000")) == [])
    #expect(try list8(hex("03 010203 99")).map(\.rawValue) == [1, 2, 3])
    #expect(try list8(hex("00")) == [])
  }

  @Test func halfANumberIsAnError() {
    #expect(throws: DecodeError("Structure", "list", at: 2, .notMultiple(3, of: 2))) { try list16(hex("0003 010203")) }
  }

  @Test func everyTruncationFails() {
    let large = hex("0004 0100 ffff")
    for count in 0..<large.count { #expect(throws: DecodeError.self) { try list16([UInt8](large.prefix(count))) } }
    let small = hex("02 0102")
    for count in 0..<small.count { #expect(throws: DecodeError.self) { try list8([UInt8](small.prefix(count))) } }
    #expect(throws: DecodeError("Structure", "list", at: 1, .needs(2, has: 1))) { try list8(hex("02 01")) }
  }
}
