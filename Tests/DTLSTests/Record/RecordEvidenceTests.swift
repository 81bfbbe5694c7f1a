import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct RecordEvidenceTests {
  private func isCertain(_ bytes: [UInt8], length: Int? = nil, isFilled: Bool = false) -> Bool {
    Record.isCertain(bytes.span.bytes, length: length ?? bytes.count, isFilled: isFilled)
  }

  /// A record of DTLS 1.2 in an epoch.
  private func record(_ type: String, _ epoch: String, _ fragment: String, version: String = "fefd") -> [UInt8] {
    let fragment = hex(fragment)
    return hex("\(type) \(version) \(epoch) 000000000000") + Packets.bytes16(fragment.count) + fragment
  }

  static let sealed = "00010000000000000123456789abcdef"

  @Test func everyDatagramOfRealSessionsIsCertain() {
    for session in RealSession.psk {
      for datagram in session.datagrams { #expect(isCertain(datagram.bytes, isFilled: true), "\(session.name)") }
    }
  }

  @Test func soIsWhatTheCaptureCut() {
    for datagram in RealSession.psk.flatMap(\.datagrams) {
      for count in 13..<datagram.bytes.count {
        #expect(isCertain([UInt8](datagram.bytes.prefix(count)), length: datagram.bytes.count, isFilled: true))
      }
    }
  }

  @Test(arguments: [
    "0e 000000 0000 000000 000000", "00 000000 0000 000000 000000",
    // A piece in the middle of a message.
    "0b 000010 0003 000004 000002 abcd",
  ])
  func aHandshakeMessageOrAPieceOfOneIs(_ fragment: String) {
    #expect(isCertain(record("16", "0000", fragment)))
  }

  @Test(arguments: [
    ("an unknown message", "63 000000 0000 000000 000000"),
    ("a piece beyond its message", "0b 000002 0000 000001 000002 abcd"),
    ("a piece beyond its record", "0b 000010 0000 000000 000010 abcd"), ("less than a header", "0e 000000 0000"),
  ])
  func anotherHandshakeFragmentIsNot(_ what: String, _ fragment: String) {
    #expect(!isCertain(record("16", "0000", fragment)), "\(what)")
  }

  @Test func theOtherTypesHoldWhatTheySay() {
    #expect(isCertain(record("14", "0000", "01")))
    #expect(!isCertain(record("14", "0000", "02")))
    #expect(!isCertain(record("14", "0000", "0100")))
    #expect(isCertain(record("14", "0000", "010004", version: "0100")))
    #expect(!isCertain(record("14", "0000", "01", version: "0100")))
    #expect(isCertain(record("15", "0000", "0228")))
    #expect(!isCertain(record("15", "0000", "0328")))
    #expect(!isCertain(record("15", "0000", "022800")))
    #expect(isCertain(record("1a", "0000", "0000")))
    #expect(!isCertain(record("1a", "0000", "000000")))
    // Nobody sends application data without protection.
    #expect(!isCertain(record("17", "0000", Self.sealed)))
    for type in ["14", "15", "16", "17", "18"] {
      #expect(isCertain(record(type, "0001", Self.sealed)))
      #expect(!isCertain(record(type, "0001", "000102")))
    }
  }

  @Test func theNumberIsOneThatASessionReaches() {
    #expect(isCertain(hex("17 fefd 0001 0000ffffffff 0010") + hex(Self.sealed)))
    #expect(!isCertain(hex("17 fefd 0001 000100000000 0010") + hex(Self.sealed)))
  }

  @Test func theRecordFits() {
    let one = record("17", "0001", Self.sealed)
    #expect(!isCertain([UInt8](one.dropLast())))
    #expect(isCertain(one + [0]))
    #expect(!isCertain(one + [0], isFilled: true))
    #expect(isCertain(one + one, isFilled: true))
  }

  @Test func aConnectionIDHidesTheLength() {
    #expect(isCertain(hex("19 fefd 0001 000000000005 0102030405060708 0020") + hex(Self.sealed + Self.sealed)))
    #expect(!isCertain(hex("19 fefd 0000 000000000005 0102030405060708 0020")))
  }

  @Test func aDNSQueryIsNot() {
    for identifier in ["14fe", "15fe", "16fe", "17fe", "18fe", "19fe", "1afe", "1bfe"] {
      for flags in ["0100", "8180", "8400", "0000", "8583"] {
        let query = hex("\(identifier) \(flags) 0001000000000000 03777777 076578616d706c65 03636f6d 00 0001 0001")
        #expect(!Record.isPlausible(query.span.bytes) && !isCertain(query))
      }
    }
  }

  @Test(arguments: [
    ("2e 1234 0010 000102030405060708090a0b0c0d0e0f", true), ("2a 1234 000102030405060708090a0b0c0d0e0f", true),
    ("20 12 000102030405060708090a0b0c0d0e0f", true), ("36 0102 12 0010 000102030405060708090a0b0c0d0e0f", true),
    ("2e 1234 0011 000102030405060708090a0b0c0d0e0f", false), ("2e 1234 000f 000102030405060708090a0b0c0d0e", false),
    ("2a 1234 000102030405060708090a0b0c0d0e", false), ("20 12", false), ("2e 1234", false), ("40 12", false),
  ])
  func aCiphertextOfDTLS13HasRoomForItsMask(_ text: String, _ expected: Bool) {
    let bytes = hex(text)
    let found = Record.mayBeCiphertext(bytes.span.bytes, length: bytes.count)
    #expect(found == expected)
  }
}
