import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct ACKTests {
  /// Of wolfSSL 5.5.4, opened: the server acknowledges the client's Finished.
  private let real = hex("0010 0000000000000002 0000000000000000")

  @Test func decodesARealOne() throws {
    let ack = try ACK(bytes: real)
    #expect(ack.recordNumbers == [RecordNumber(epoch: 2, sequenceNumber: 0)])
    #expect(
      ack.fields == [
        Field(
          "record_numbers", [Field("RecordNumber", [Field("epoch", UInt64(2)), Field("sequence_number", UInt64(0))])])
      ])
  }

  @Test func itMayBeEmptyOrHaveMore() throws {
    #expect(try ACK(bytes: hex("0000")).recordNumbers.isEmpty)
    let two = try ACK(bytes: hex("0020 0000000000000003 0000ffffffffffff ffffffffffffffff 0000000000000007"))
    #expect(two.recordNumbers.map(\.epoch) == [3, .max])
    #expect(two.recordNumbers.map(\.sequenceNumber) == [0xffff_ffff_ffff, 7])
  }

  @Test func everyTruncationFails() {
    #expect(truncationsThatDecode(as: ACK.self, real).isEmpty)
    #expect(throws: DecodeError.self) { try ACK(bytes: hex("000f 0000000000000002 00000000000000")) }
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("ACK", "", at: 18, .trailingBytes(1))) { try ACK(bytes: real + [0]) }
  }
}
