import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct UnifiedHeaderTests {
  private func decode(_ bytes: String, connectionIDLength: Int = 0) throws -> StoredRecord {
    try #require(try StoredRecord.all(in: hex(bytes), connectionIDLength: connectionIDLength).first)
  }

  /// From wolfSSL 5.5.4, an encrypted handshake record; its number is encrypted, too.
  @Test func decodesARealRecord() throws {
    let record = try decode("2e 4452 001f 7ad1e33f6e643759579a96fcc1d63fcf36b44833d44a88dd37f3a0079956a0")
    #expect(record.isUnified)
    #expect(record.version == .dtls13)
    #expect(record.epoch == 2)
    #expect(record.sequenceNumber == 0x4452)
    #expect(record.connectionID == [])
    #expect(record.length == 31)
    #expect(record.fragment == hex("7ad1e33f6e643759579a96fcc1d63fcf36b44833d44a88dd37f3a0079956a0"))
    #expect(!record.isCut)
  }

  @Test func readsAShortNumberWithoutALength() throws {
    let record = try decode("23 7f aabbcc")
    #expect(record.epoch == 3)
    #expect(record.sequenceNumber == 0x7f)
    #expect(record.length == 3)
    #expect(record.fragment == hex("aabbcc"))
  }

  @Test func readsAConnectionID() throws {
    let record = try decode("3d cafe 0001 0002 aabb", connectionIDLength: 2)
    #expect(record.connectionID == hex("cafe"))
    #expect(record.epoch == 1)
    #expect(record.sequenceNumber == 1)
    #expect(record.fragment == hex("aabb"))
  }

  @Test func oneDatagramHoldsSeveral() throws {
    let records = try StoredRecord.all(in: hex("2e 0001 0001 aa 2e 0002 0001 bb 16 fefd 0000 000000000000 0001 cc"))
    #expect(records.map(\.isUnified) == [true, true, false])
    #expect(records.map(\.fragment) == [[0xaa], [0xbb], [0xcc]])
  }

  @Test func everyTruncationIsAnErrorOrACutRecord() throws {
    let bytes = hex("3e cafe 1234 0003 aabbcc")
    for count in 1..<7 {
      #expect(throws: DecodeError.self) {
        try StoredRecord.all(in: [UInt8](bytes.prefix(count)), connectionIDLength: 2)
      }
    }
    for count in 7..<10 {
      let records = try StoredRecord.all(in: [UInt8](bytes.prefix(count)), connectionIDLength: 2)
      #expect(records.map(\.isCut) == [true])
      #expect(records.map(\.fragment.count) == [count - 7])
    }
  }

  @Test(
    arguments: [
      ("30", "DTLSPlaintext.connection_id at 1: needs 2, has 0"),
      ("28 01", "DTLSPlaintext.sequence_number at 1: needs 2, has 1"),
      ("20", "DTLSPlaintext.sequence_number at 1: needs 1, has 0"),
      ("24 01 00", "DTLSPlaintext.length at 2: needs 2, has 1"),
    ])
  func aCutHeaderIsNamed(_ bytes: String, _ message: String) {
    let error = #expect(throws: DecodeError.self) { try StoredRecord.all(in: hex(bytes), connectionIDLength: 2) }
    #expect(error?.description == message)
  }
}
