import Bytes
import CoAP
import Testing

@Suite struct OptionNumberTests {
  /// Number, name, critical, unsafe, no cache key: the C, U and N columns of the options' RFCs.
  @Test(
    arguments: [
      (1, "If-Match", true, false, false), (3, "Uri-Host", true, true, false), (4, "ETag", false, false, false),
      (5, "If-None-Match", true, false, false), (6, "Observe", false, true, false), (7, "Uri-Port", true, true, false),
      (8, "Location-Path", false, false, false), (9, "OSCORE", true, false, false), (11, "Uri-Path", true, true, false),
      (12, "Content-Format", false, false, false), (14, "Max-Age", false, true, false),
      (15, "Uri-Query", true, true, false), (16, "Hop-Limit", false, false, false), (17, "Accept", true, false, false),
      (19, "Q-Block1", true, true, false), (20, "Location-Query", false, false, false),
      (21, "EDHOC", true, false, false),
      (23, "Block2", true, true, false), (27, "Block1", true, true, false), (28, "Size2", false, false, true),
      (31, "Q-Block2", true, true, false), (35, "Proxy-Uri", true, true, false),
      (39, "Proxy-Scheme", true, true, false),
      (60, "Size1", false, false, true), (252, "Echo", false, false, true), (258, "No-Response", false, true, false),
      (292, "Request-Tag", false, false, false), (2049, "OCF-Accept-Content-Format-Version", true, false, false),
      (2053, "OCF-Content-Format-Version", true, false, false),
    ] as [(UInt16, String, Bool, Bool, Bool)])
  func row(_ raw: UInt16, _ name: String, _ isCritical: Bool, _ isUnsafe: Bool, _ isNoCacheKey: Bool) {
    let number = OptionNumber(rawValue: raw)
    #expect(number.name == name)
    #expect(number.isCritical == isCritical)
    #expect(number.isUnsafe == isUnsafe)
    #expect(number.isNoCacheKey == isNoCacheKey)
    #expect(number.definition?.number == number)
  }

  @Test(
    arguments: [
      (65001, "critical, safe to forward"), (65002, "elective, unsafe"), (65003, "critical, unsafe"),
      (65000, "elective, safe to forward"), (65020, "elective, safe to forward, no cache key"),
    ] as [(UInt16, String)])
  func whatTheNumberTells(_ raw: UInt16, _ properties: String) {
    #expect(OptionNumber(rawValue: raw).properties == properties)
  }

  @Test func everyRowIsTested() {
    #expect(OptionNumber.names.count == 29)
  }

  @Test func anUnknownNumberIsAValue() {
    let number = OptionNumber(rawValue: 65001)
    #expect(number.name == nil)
    #expect(number.definition == nil)
    #expect(number.isExperimental)
    #expect(number.isCritical)
    #expect(!OptionNumber(rawValue: 64999).isExperimental)
  }
}
