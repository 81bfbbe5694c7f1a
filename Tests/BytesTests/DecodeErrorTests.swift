import Bytes
import Testing

@Suite struct DecodeErrorTests {
  @Test(
    arguments: [
      (.needs(20, has: 4), "ClientHello.cookie at 35: needs 20, has 4"),
      (.trailingBytes(3), "ClientHello.cookie at 35: 3 bytes left over"),
      (.outOfRange(7, allowed: 1...2), "ClientHello.cookie at 35: 7 is not in 1...2"),
      (.notMultiple(3, of: 2), "ClientHello.cookie at 35: length 3 is not a multiple of 2"),
      (.invalid("is not 1"), "ClientHello.cookie at 35: is not 1"),
    ] as [(DecodeError.Reason, String)])
  func saysWhatWasWrong(_ reason: DecodeError.Reason, _ text: String) {
    #expect(DecodeError("ClientHello", "cookie", at: 35, reason).description == text)
  }

  @Test func theStructureAsAWholeHasNoField() {
    #expect(DecodeError("Alert", "", at: 2, .trailingBytes(1)).description == "Alert at 2: 1 byte left over")
  }

  @Test func everyPartCountsInAComparison() {
    let error = DecodeError("Alert", "level", at: 0, .needs(1, has: 0))
    #expect(error == DecodeError("Alert", "level", at: 0, .needs(1, has: 0)))
    #expect(error != DecodeError("Record", "level", at: 0, .needs(1, has: 0)))
    #expect(error != DecodeError("Alert", "description", at: 0, .needs(1, has: 0)))
    #expect(error != DecodeError("Alert", "level", at: 1, .needs(1, has: 0)))
    #expect(error != DecodeError("Alert", "level", at: 0, .needs(2, has: 0)))
    #expect(error != DecodeError("Alert", "level", at: 0, .trailingBytes(1)))
    #expect(DecodeError.Reason.invalid("is not 1") != .invalid("is not 2"))
  }
}
