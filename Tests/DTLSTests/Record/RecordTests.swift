import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct RecordTests {
  /// From Mbed TLS 3.6.0: ClientKeyExchange, ChangeCipherSpec and Finished in one datagram.
  let real = hex(
    """
    16 fefd 0000 000000000002 0018 1000000c000200000000000c000a657370333263335f6964
    14 fefd 0000 000000000003 0001 01
    16 fefd 0001 000000000000 0028 00010000000000008e02d4811f110b03e7830c5ba9ad129f3979714e8024cfc0e6e5851c96c3384b
    """)

  @Test func decodesTheRecordsOfARealDatagram() throws {
    let records = try StoredRecord.all(in: real)
    #expect(records.map(\.contentType) == [.handshake, .changeCipherSpec, .handshake])
    #expect(records.map(\.version) == [.dtls12, .dtls12, .dtls12])
    #expect(records.map(\.epoch) == [0, 0, 1])
    #expect(records.map(\.sequenceNumber) == [2, 3, 0])
    #expect(records.map(\.length) == [24, 1, 40])
    #expect(records.map(\.connectionID) == [[], [], []])
    #expect(records[0].fragment == [UInt8](real[13..<37]))
    #expect(records[1].fragment == [1])
    #expect(records[2].fragment == [UInt8](real[64...]))
    #expect(records.allSatisfy { !$0.isCut && !$0.isUnified })
  }

  /// A datagram may end after any record, and between two it may be cut within the header or within the fragment.
  @Test func everyTruncationIsAnErrorOrACutRecord() throws {
    let starts = [0, 37, 51]
    for count in 1..<real.count {
      let cut = [UInt8](real.prefix(count))
      let start = starts.last { $0 <= count } ?? 0
      if starts.contains(count) {
        #expect(try StoredRecord.all(in: cut).allSatisfy { !$0.isCut }, "\(count)")
      } else if count - start < 13 {
        #expect(throws: DecodeError.self, "\(count)") { try StoredRecord.all(in: cut) }
      } else {
        let records = try StoredRecord.all(in: cut)
        #expect(records.map(\.isCut) == Array(repeating: false, count: records.count - 1) + [true], "\(count)")
        #expect(records.last?.fragment == [UInt8](real[(start + 13)..<count]), "\(count)")
      }
    }
  }

  @Test(
    arguments: [
      (1, "DTLSPlaintext.version at 1: needs 2, has 0"), (2, "DTLSPlaintext.version at 1: needs 2, has 1"),
      (3, "DTLSPlaintext.epoch at 3: needs 2, has 0"), (5, "DTLSPlaintext.sequence_number at 5: needs 6, has 0"),
      (10, "DTLSPlaintext.sequence_number at 5: needs 6, has 5"), (12, "DTLSPlaintext.length at 11: needs 2, has 1"),
      (40, "DTLSPlaintext.epoch at 40: needs 2, has 0"),
    ])
  func aCutHeaderIsNamed(_ count: Int, _ message: String) {
    let error = #expect(throws: DecodeError.self) { try StoredRecord.all(in: [UInt8](real.prefix(count))) }
    #expect(error?.description == message)
  }

  @Test func anEmptyDatagramHasNoRecord() {
    let empty: [UInt8] = []
    var reader = ByteReader(empty.span.bytes, as: "DTLSPlaintext")
    do throws(DecodeError) {
      _ = try Record(decoding: &reader, connectionIDLength: 0)
      Issue.record("there is a record")
    } catch {
      #expect(error == DecodeError("DTLSPlaintext", "type", at: 0, .needs(1, has: 0)))
    }
  }

  @Test func trailingBytesAreReadAsTheNextRecord() {
    let error = #expect(throws: DecodeError.self) { try StoredRecord.all(in: real + hex("0000")) }
    #expect(error?.description == "DTLSPlaintext.version at 105: needs 2, has 1")
  }

  @Test func theLengthMayClaimMoreThanThereIs() throws {
    let record = try #require(try StoredRecord.all(in: hex("17 fefd 0001 000000000001 ffff 0102")).first)
    #expect(record.length == 65535)
    #expect(record.fragment == [1, 2])
    #expect(record.isCut)
  }

  @Test func theLengthMayClaimLessThanThereIs() throws {
    let records = try StoredRecord.all(in: hex("15 fefd 0000 000000000001 0002 0100 15 fefd 0000 000000000002 0000"))
    #expect(records.map(\.fragment) == [[1, 0], []])
    #expect(records.map(\.isCut) == [false, false])
  }

  @Test func unknownNumbersAreValues() throws {
    let record = try #require(try StoredRecord.all(in: hex("63 0102 0000 000000000000 0001 aa")).first)
    #expect(record.contentType.name == nil)
    #expect(record.contentType.rawValue == 99)
    #expect(record.version.rawValue == 0x0102)
    #expect(record.fragment == [0xaa])
  }

  @Test func theVersionBeforeTheRFCIsAValue() throws {
    let record = try #require(try StoredRecord.all(in: hex("16 0100 0000 000000000000 0001 aa")).first)
    #expect(record.version == .openSSLPreRFC)
  }

  @Test(
    arguments: [
      ("0000", 0, "000000000000", 0), ("0001", 1, "000000000001", 1),
      ("ffff", 65535, "ffffffffffff", 281_474_976_710_655),
      ("0100", 256, "010203040506", 0x0102_0304_0506), ("8000", 32768, "800000000000", 140_737_488_355_328),
    ] as [(String, UInt16, String, UInt64)])
  func epochsHave16BitsAndSequenceNumbers48(
    _ epoch: String, _ expectedEpoch: UInt16, _ number: String, _ expectedNumber: UInt64
  ) throws {
    let record = try #require(try StoredRecord.all(in: hex("17 fefd \(epoch) \(number) 0000")).first)
    #expect(record.epoch == expectedEpoch)
    #expect(record.sequenceNumber == expectedNumber)
  }

  /// From Mbed TLS 3.6.0, whose server chose the connection ID beef01 (RFC 9146 §4).
  @Test func aConnectionIDStandsBeforeTheLength() throws {
    let bytes = hex(
      "19 fefd 0001 000000000001 beef01 0020 00010000000000014dbb8b5fa3ae93fe061c35d237c86d157908139f4df5a046")
    let record = try #require(try StoredRecord.all(in: bytes, connectionIDLength: 3).first)
    #expect(record.contentType == .tls12CID)
    #expect(record.epoch == 1)
    #expect(record.sequenceNumber == 1)
    #expect(record.connectionID == hex("beef01"))
    #expect(record.fragment == [UInt8](bytes[16...]))
    let shorter = try #require(try StoredRecord.all(in: bytes, connectionIDLength: 0).first)
    #expect(shorter.connectionID == [])
    #expect(shorter.length == 0xbeef)
    #expect(throws: DecodeError("DTLSPlaintext", "cid", at: 11, .needs(40, has: 37))) {
      try StoredRecord.all(in: bytes, connectionIDLength: 40)
    }
  }

  @Test func otherTypesHaveNoConnectionID() throws {
    let records = try StoredRecord.all(in: real, connectionIDLength: 4)
    #expect(records.map(\.connectionID) == [[], [], []])
    #expect(records.map(\.length) == [24, 1, 40])
  }
}
