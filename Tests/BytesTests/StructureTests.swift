import Bytes
import TestSupport
import Testing

@Suite struct StructureTests {
  struct Pair: Structure, Equatable {
    static let structure: StaticString = "Pair"
    var first: UInt8
    var second: UInt16
  }

  @Test func ownedAndBorrowedBytesDecodeTheSame() throws {
    let bytes = hex("01 0203")
    #expect(try Pair(bytes: bytes) == Pair(first: 1, second: 0x0203))
    #expect(try Pair(bytes.span.bytes) == Pair(first: 1, second: 0x0203))
  }

  @Test func failuresNameTheStructure() {
    #expect(throws: DecodeError("Pair", "second", at: 1, .needs(2, has: 1))) { try Pair(bytes: hex("0102")) }
    #expect(throws: DecodeError("Pair", "", at: 3, .trailingBytes(2))) { try Pair(bytes: hex("0102030405")) }
  }
}

extension StructureTests.Pair {
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader) throws(DecodeError) {
    first = try reader.readUInt8("first")
    second = try reader.readUInt16("second")
    try reader.expectEnd()
  }
}
