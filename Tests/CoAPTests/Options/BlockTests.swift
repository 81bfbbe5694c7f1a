import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct BlockTests {
  @Test(arguments: [
    ("", "0/0/16", 16), ("00", "0/0/16", 16), ("0c", "0/1/256", 256), ("1e", "1/1/1024", 1024),
    ("16", "1/0/1024", 1024), ("0312", "49/0/64", 64), ("fffffe", "1048575/1/1024", 1024), ("0f", "0/1/BERT", 1024),
  ])
  func reads(_ value: String, _ description: String, _ size: Int) throws {
    let bytes = hex(value)
    let decoded = Block(bytes.span.bytes)
    let block = try #require(decoded)
    #expect(block.description == description)
    #expect(block.size == size)
    #expect(block.offset == Int(block.num) * size)
    #expect(block.isReserved == description.hasSuffix("BERT"))
  }

  @Test func fourBytesAreTooMany() {
    let bytes = hex("00000001")
    let block = Block(bytes.span.bytes)
    #expect(block == nil)
  }
}
