import Bytes
import TestSupport
import Testing

@Suite struct ByteReaderTests {
  let bytes = hex("01 02 03 04 05 06 07 08 09")

  /// What `read` gives on a reader of `bytes`.
  private func value<Value>(_ bytes: [UInt8], _ read: (inout ByteReader) throws -> Value) throws -> Value {
    var reader = ByteReader(bytes.span.bytes, as: "Structure")
    return try read(&reader)
  }

  /// Why `read` fails on a reader of `bytes`.
  private func failure(_ bytes: [UInt8], _ read: (inout ByteReader) throws(DecodeError) -> Void) -> DecodeError? {
    var reader = ByteReader(bytes.span.bytes, as: "Structure")
    do throws(DecodeError) {
      try read(&reader)
      return nil
    } catch {
      return error
    }
  }

  @Test func numbersAreBigEndian() throws {
    #expect(try value(bytes) { try $0.readUInt8("field") } == 0x01)
    #expect(try value(bytes) { try $0.readUInt16("field") } == 0x0102)
    #expect(try value(bytes) { try $0.readUInt24("field") } == 0x01_0203)
    #expect(try value(bytes) { try $0.readUInt32("field") } == 0x0102_0304)
    #expect(try value(bytes) { try $0.readUInt48("field") } == 0x0102_0304_0506)
    #expect(try value(bytes) { try $0.readUInt64("field") } == 0x0102_0304_0506_0708)
  }

  @Test func theHighestNumbersFit() throws {
    let ones = Array(repeating: UInt8(0xff), count: 8)
    #expect(try value(ones) { try $0.readUInt8("field") } == 255)
    #expect(try value(ones) { try $0.readUInt16("field") } == 65535)
    #expect(try value(ones) { try $0.readUInt24("field") } == 16_777_215)
    #expect(try value(ones) { try $0.readUInt32("field") } == 4_294_967_295)
    #expect(try value(ones) { try $0.readUInt48("field") } == 281_474_976_710_655)
    #expect(try value(ones) { try $0.readUInt64("field") } == UInt64.max)
  }

  @Test func readsFollowEachOther() throws {
    let all = hex("01 0203 040506 0708090a 0b0c0d0e0f10 1112131415161718")
    var reader = ByteReader(all.span.bytes, as: "Structure")
    let small = (try reader.readUInt8("a"), try reader.readUInt16("b"), try reader.readUInt24("c"))
    #expect(small == (0x01, 0x0203, 0x04_0506))
    #expect(reader.offset == 6)
    #expect(reader.remaining == 18)
    let large = (try reader.readUInt32("d"), try reader.readUInt48("e"), try reader.readUInt64("f"))
    #expect(large == (0x0708_090a, 0x0b0c_0d0e_0f10, 0x1112_1314_1516_1718))
    #expect(reader.offset == 24)
    #expect(reader.remaining == 0)
    #expect(reader.isAtEnd == true)
  }

  @Test(arguments: 0..<8) func everyNumberNeedsItsBytes(_ count: Int) {
    let cut = [UInt8](bytes.prefix(count))
    func expected(_ width: Int) -> DecodeError? {
      count < width ? DecodeError("Structure", "field", at: 0, .needs(width, has: count)) : nil
    }
    #expect(failure(cut) { r throws(DecodeError) in _ = try r.readUInt8("field") } == expected(1))
    #expect(failure(cut) { r throws(DecodeError) in _ = try r.readUInt16("field") } == expected(2))
    #expect(failure(cut) { r throws(DecodeError) in _ = try r.readUInt24("field") } == expected(3))
    #expect(failure(cut) { r throws(DecodeError) in _ = try r.readUInt32("field") } == expected(4))
    #expect(failure(cut) { r throws(DecodeError) in _ = try r.readUInt48("field") } == expected(6))
    #expect(failure(cut) { r throws(DecodeError) in _ = try r.readUInt64("field") } == expected(8))
  }

  @Test func aFailedReadConsumesNothing() throws {
    let bytes = hex("aabbcc")
    var reader = ByteReader(bytes.span.bytes, as: "Structure")
    _ = try reader.readUInt8("a")
    let failed = try? reader.readUInt32("b")
    #expect(failed == nil)
    #expect(reader.offset == 1)
    let next = try reader.readUInt16("c")
    #expect(next == 0xbbcc)
  }

  @Test func bytesAreBounded() throws {
    #expect(try value(bytes) { try $0.readBytes(9, "field") } == bytes)
    #expect(try value(bytes) { try $0.readBytes(0, "field") } == [])
    #expect(try value([]) { try $0.readBytes(0, "field") } == [])
    #expect(
      failure(bytes) { r throws(DecodeError) in _ = try r.readBytes(10, "field") }?.description
        == "Structure.field at 0: needs 10, has 9")
  }

  @Test(arguments: [-1, Int.min]) func aNegativeCountIsAnError(_ count: Int) {
    #expect(
      failure(bytes) { r throws(DecodeError) in _ = try r.readBytes(count, "field") }
        == DecodeError("Structure", "field", at: 0, .needs(count, has: 9)))
  }

  @Test func aHugeCountIsAnError() {
    #expect(
      failure(bytes) { r throws(DecodeError) in
        _ = try r.readUInt8("first")
        _ = try r.readSpan(Int.max, "field")
      } == DecodeError("Structure", "field", at: 1, .needs(Int.max, has: 8)))
  }

  @Test func spansAreTheNextBytes() throws {
    var reader = ByteReader(bytes.span.bytes, as: "Structure")
    _ = try reader.readUInt16("first")
    let unread = [UInt8](reader.unread)
    #expect(unread == hex("03040506070809"))
    let span = [UInt8](try reader.readSpan(3, "field"))
    #expect(span == hex("030405"))
    let rest = [UInt8](reader.readRemainingSpan())
    #expect(rest == hex("06070809"))
    let nothing = reader.readRemaining()
    #expect(nothing == [])
    #expect(reader.unread.byteCount == 0)
  }

  @Test func theRestCanBeCopied() throws {
    let rest = try value(bytes) { reader in
      _ = try reader.readUInt64("first")
      return reader.readRemaining()
    }
    #expect(rest == [9])
  }

  @Test func trailingBytesAreNamed() throws {
    #expect(
      failure(bytes) { r throws(DecodeError) in
        _ = try r.readUInt48("field")
        try r.expectEnd()
      }?.description == "Structure at 6: 3 bytes left over")
    #expect(failure([]) { r throws(DecodeError) in try r.expectEnd() } == nil)
  }
}
