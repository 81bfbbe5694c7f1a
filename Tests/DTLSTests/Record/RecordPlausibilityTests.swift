import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct RecordPlausibilityTests {
  private func isPlausible(_ digits: String) -> Bool {
    isPlausible(hex(digits))
  }

  private func isPlausible(_ bytes: [UInt8]) -> Bool {
    Record.isPlausible(bytes.span.bytes)
  }

  @Test func everyDatagramOfRealSessionsIsPlausible() {
    for session in RealSession.psk {
      for datagram in session.datagrams { #expect(isPlausible(datagram.bytes), "\(session.name)") }
    }
  }

  @Test(arguments: 0...255 as ClosedRange<UInt8>) func onlyKnownTypesArePlausible(_ type: UInt8) {
    let bytes = [type] + hex("fefd 0000 000000000000 0001 00")
    #expect(isPlausible(bytes) == (20...27).contains(type))
  }

  @Test(
    arguments: [
      ("feff", true), ("fefd", true), ("fefc", true), ("fe00", false), ("fefe", false), ("fe01", false), ("0100", true),
      ("0303", false), ("0301", false),
      ("0000", false), ("fdff", false), ("ffff", false), ("0101", false),
    ])
  func onlyVersionsOfDTLSArePlausible(_ version: String, _ expected: Bool) {
    #expect(isPlausible("16 \(version) 0000 000000000000 0001 00") == expected)
  }

  @Test func anEpochIsSmall() {
    #expect(isPlausible("17 fefd 00ff 000000000000 0001 00"))
    #expect(!isPlausible("17 fefd 0100 000000000000 0001 00"))
  }

  @Test func aLengthIsThatOfARecord() {
    #expect(Record.maximumFragmentLength == 18432)
    #expect(isPlausible("17 fefd 0001 000000000000 4800"))
    #expect(!isPlausible("17 fefd 0001 000000000000 4801"))
    #expect(isPlausible("17 fefd 0001 000000000000 0000"))
  }

  @Test func aCutHeaderIsNot() {
    let bytes = hex("17 fefd 0001 000000000000 0001")
    for count in 0..<bytes.count { #expect(!isPlausible([UInt8](bytes.prefix(count)))) }
    #expect(isPlausible(bytes))
  }

  @Test func aRecordWithAConnectionIDHasNoPlaceForItsLength() {
    #expect(isPlausible("19 fefd 0001"))
    #expect(!isPlausible("19 fefd 00"))
  }

  /// 0x0100 stands at that place in many protocols: such a record has to fit the datagram, too.
  @Test func theVersionBeforeTheRFCNeedsMore() {
    #expect(isPlausible("16 0100 0001 000000000000 0002 0000"))
    #expect(!isPlausible("16 0100 0002 000000000000 0002 0000"))
    #expect(!isPlausible("16 0100 0001 000000000000 0003 0000"))
    #expect(!isPlausible("16 0100 0001 000000000000 0000 0000"))
  }
}
