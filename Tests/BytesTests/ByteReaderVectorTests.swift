import Bytes
import TestSupport
import Testing

@Suite struct ByteReaderVectorTests {
  /// How long the length of a vector is, and how it is read as bytes.
  enum Width: Int, CaseIterable {
    case one = 1
    case two
    case three

    func opaque(_ bytes: [UInt8]) throws(DecodeError) -> [UInt8] {
      var reader = ByteReader(bytes.span.bytes, as: "Structure")
      return switch self {
      case .one: try reader.readOpaque8("field")
      case .two: try reader.readOpaque16("field")
      case .three: try reader.readOpaque24("field")
      }
    }

    func vector(_ bytes: [UInt8]) throws(DecodeError) -> [UInt8] {
      var reader = ByteReader(bytes.span.bytes, as: "Structure")
      var body =
        switch self {
        case .one: try reader.readVector8("field")
        case .two: try reader.readVector16("field")
        case .three: try reader.readVector24("field")
        }
      return body.readRemaining()
    }

    func prefixed(_ length: Int) -> [UInt8] {
      (0..<rawValue).reversed().map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
    }
  }

  @Test(arguments: Width.allCases, [0, 1, 2, 255]) func readsALength(_ width: Width, _ length: Int) throws {
    let body = (0..<length).map { UInt8($0) }
    #expect(try width.opaque(width.prefixed(length) + body + [0xee]) == body)
    #expect(try width.vector(width.prefixed(length) + body + [0xee]) == body)
  }

  @Test func readsLongLengths() throws {
    let long = Array(repeating: UInt8(7), count: 0x1_0000)
    #expect(try Width.two.opaque(hex("ffff") + long.dropLast()).count == 65535)
    #expect(try Width.three.opaque(hex("010000") + long).count == 65536)
    #expect(try Width.three.vector(hex("010000") + long).count == 65536)
  }

  @Test(arguments: Width.allCases) func everyTruncationFails(_ width: Width) {
    let bytes = width.prefixed(4) + hex("0a0b0c0d")
    for count in 0..<bytes.count {
      let error =
        count < width.rawValue
        ? DecodeError("Structure", "field", at: 0, .needs(width.rawValue, has: count))
        : DecodeError("Structure", "field", at: width.rawValue, .needs(4, has: count - width.rawValue))
      let cut = [UInt8](bytes.prefix(count))
      #expect(throws: error) { try width.opaque(cut) }
      #expect(throws: error) { try width.vector(cut) }
    }
  }

  @Test func aLengthOfOnesNeedsAllItsBytes() {
    #expect(throws: DecodeError("Structure", "field", at: 1, .needs(255, has: 1))) { try Width.one.opaque(hex("ff00")) }
    #expect(throws: DecodeError("Structure", "field", at: 2, .needs(65535, has: 0))) {
      try Width.two.opaque(hex("ffff"))
    }
    #expect(throws: DecodeError("Structure", "field", at: 3, .needs(16_777_215, has: 2))) {
      try Width.three.opaque(hex("ffffff0000"))
    }
  }

  @Test func aReaderOfAPartEndsWithThePart() throws {
    let bytes = hex("00 03 0102 03 0405")
    var reader = ByteReader(bytes.span.bytes, as: "Outer")
    _ = try reader.readUInt8("first")
    var part = try reader.readVector8("part")
    #expect(part.offset == 2)
    let inner = try part.readUInt16("inner")
    #expect(inner == 0x0102)
    let message = errorDescription { () throws(DecodeError) in _ = try part.readUInt16("inner") }
    #expect(message == "Outer.inner at 4: needs 2, has 1")
    #expect(reader.offset == 5)
    let last = try reader.readUInt16("last")
    #expect(last == 0x0405)
  }

  @Test func aRenamedReaderCountsFromTheOutermostStructure() throws {
    let bytes = hex("0000 04 01 ff 00 00")
    var reader = ByteReader(bytes.span.bytes, as: "Outer", origin: 30)
    _ = try reader.readUInt16("first")
    let part = try reader.readVector8("list")
    var inner = part.renamed("Inner")
    #expect(inner.offset == 33)
    let kind = try inner.readUInt8("kind")
    #expect(kind == 1)
    let message = errorDescription { () throws(DecodeError) in _ = try inner.readOpaque8("value") }
    #expect(message == "Inner.value at 35: needs 255, has 2")
  }

  @Test func theMessageNamesStructureFieldOffsetNeedAndHave() {
    let cookie = hex("14 01020304")
    var reader = ByteReader(cookie.span.bytes, as: "ClientHello", origin: 34)
    let message = errorDescription { () throws(DecodeError) in _ = try reader.readOpaque8("cookie") }
    #expect(message == "ClientHello.cookie at 35: needs 20, has 4")
  }

  @Test func aCheckOfAValueNamesTheNextByte() throws {
    let bytes = hex("0102")
    var reader = ByteReader(bytes.span.bytes, as: "Structure", origin: 5)
    _ = try reader.readUInt8("field")
    #expect(
      reader.error("field", .outOfRange(1, allowed: 2...3))
        == DecodeError("Structure", "field", at: 6, .outOfRange(1, allowed: 2...3)))
  }

  @Test(arguments: [(-1, nil), (0, 0x0a), (1, 0x0b), (2, nil), (Int.max, nil), (Int.min, nil)] as [(Int, UInt8?)])
  func aByteOutsideASpanIsNil(_ index: Int, _ expected: UInt8?) {
    let bytes = hex("0a0b")
    #expect(bytes.span.bytes.byte(at: index) == expected)
  }

  private func errorDescription(_ body: () throws(DecodeError) -> Void) -> String? {
    do throws(DecodeError) {
      try body()
      return nil
    } catch {
      return error.description
    }
  }
}
