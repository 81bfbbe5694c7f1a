import CoAP
import TestSupport
import Testing

@Suite struct LwM2MTLVTests {
  /// The Device object of OMA-TS-LightweightM2M 1.0 §6.4.3.1.
  static let device = hex(
    """
    C8 00 14 4F 70 65 6E 20 4D 6F 62 69 6C 65 20 41 6C 6C 69 61 6E 63 65
    C8 01 16 4C 69 67 68 74 77 65 69 67 68 74 20 4D 32 4D 20 43 6C 69 65 6E 74
    C8 02 09 33 34 35 30 30 30 31 32 33  C3 03 31 2E 30  86 06 41 00 01 41 01 05
    88 07 08 42 00 0E D8 42 01 13 88  87 08 41 00 7D 42 01 03 84  C1 09 64  C1 0A 0F
    83 0B 41 00 00  C4 0D 51 82 42 8F  C6 0E 2B 30 32 3A 30 30  C1 10 55
    """)

  static let deviceText = """
    Resource 0: "Open Mobile Alliance"
    Resource 1: "Lightweight M2M Client"
    Resource 2: "345000123"
    Resource 3: "1.0"
    Multiple Resource 6:
      Resource Instance 0: 1
      Resource Instance 1: 5
    Multiple Resource 7:
      Resource Instance 0: 3800
      Resource Instance 1: 5000
    Multiple Resource 8:
      Resource Instance 0: 125
      Resource Instance 1: 900
    Resource 9: 100 or "d"
    Resource 10: 15
    Multiple Resource 11:
      Resource Instance 0: 0
    Resource 13: 1367491215
    Resource 14: "+02:00"
    Resource 16: 85 or "U"
    """

  @Test(arguments: [1542, 11542] as [UInt16])
  func theDeviceObject(_ format: UInt16) {
    let found = decoded(Self.device, format)
    #expect(found?.format == "LwM2M TLV")
    #expect(found?.text == Self.deviceText)
    #expect(found?.problem == nil)
  }

  @Test func aRequestForAllInstancesNestsThem() {
    let found = decoded([0x08, 0x00, 0x79] + Self.device, 11542)
    #expect(found?.problem == nil)
    let inner = Self.deviceText.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    #expect(found?.text == "Object Instance 0:\n" + inner)
  }

  @Test(arguments: [
    ("c0 05", "Resource 5: h''"), ("e4 1644 41bc0000", "Resource 5700: 23.5 or 1102839808"),
    ("c8 01 08 4037800000000000", "Resource 1: 23.5"),
    ("c8 01 08 4031333333333333", "Resource 1: 17.2 or \"@1333333\""),
    ("c4 01 41bb3333", "Resource 1: 23.4 or 1102787379"),
    ("c8 01 08 00000191b8d52c00", "Resource 1: 1725382863872"),
    ("c4 01 61757464", "Resource 1: \"autd\" or 1635087460"), ("c1 01 ff", "Resource 1: -1"),
    ("c3 01 0000ff", "Resource 1: h'0000ff'"), ("c8 02 05 00ff00ff00", "Resource 2: h'00ff00ff00'"),
    ("d0 02 0001 07", "Resource 2: 7"), ("d8 02 000001 07", "Resource 2: 7"), ("00 00", "Object Instance 0: empty"),
    ("80 06", "Multiple Resource 6: empty"), ("c4 01 0000000a", "Resource 1: 10"),
    ("41 03 07", "Resource Instance 3: 7"),
    ("c6 01 41e280ae4242", "Resource 1: \"A\\u202eBB\""),
  ])
  func entries(_ digits: String, _ shown: String) {
    let found = decoded(hex(digits), 11542)
    #expect(found?.text == shown)
    #expect(found?.problem == nil)
  }

  @Test(arguments: [
    ("c1", "", "TLV.Identifier at 1: needs 1, has 0"), ("e1 00", "", "TLV.Identifier at 1: needs 2, has 1"),
    ("c8 01", "", "TLV.Length at 2: needs 1, has 0"), ("c4 01 0203", "Resource 1:", "TLV.Value at 2: needs 4, has 2"),
    ("86 06 410001", "Multiple Resource 6:\n  Resource Instance 0: 1", "TLV.Value at 5: needs 6, has 3"),
    (
      "83 06 c10001", "Multiple Resource 6:\n  Resource 0: 1",
      "TLV.Type at 2: an entry of this type does not belong into that around it"
    ),
  ])
  func saysWhereThereAreNone(_ digits: String, _ shown: String, _ error: String) {
    let found = decoded(hex(digits), 11542)
    #expect(found?.problem == "not valid LwM2M TLV: \(error)")
    #expect(found?.text == shown)
  }

  /// A payload that ends between two entries is whole.
  @Test func everyTruncationWithinAnEntryIsSaid() {
    #expect(truncationsUnsaid(Self.device, 11542) == [23, 48, 60, 65, 73, 84, 93, 96, 99, 104, 110, 118])
  }

  @Test func nestingIsBounded() {
    var bytes: [UInt8] = []
    for _ in 0..<1000 { bytes = [0x10, 0] + [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes }
    #expect(decoded(bytes, 11542)?.problem?.hasSuffix("only 32 levels of nesting are shown") == true)
  }
}
