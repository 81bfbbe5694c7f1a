import Bytes
import Capture
import Testing

@Suite struct LinkTypeTests {
  @Test func namesAreThoseOfTheRegistry() {
    #expect(LinkType(rawValue: 1).description == "EN10MB")
    #expect(LinkType(rawValue: 276).description == "LINUX_SLL2")
    #expect(LinkType(rawValue: 249).description == "USBPCAP")
    #expect(LinkType(rawValue: 60000).description == "unknown 60000 (0xea60)")
  }

  @Test func supportedTypesHaveNames() {
    let supported = (0...UInt16.max).map(LinkType.init(rawValue:)).filter { $0.header != nil }
    #expect(
      supported.map(\.rawValue) == [
        0, 1, 9, 12, 14, 50, 101, 105, 108, 113, 127, 166, 195, 204, 219, 228, 229, 230, 276, 283,
      ])
    #expect(supported.filter { $0.name == nil }.map(\.rawValue) == [])
  }

  @Test func dataLinkNumbersOfThePlatformBecomeLinkTypes() {
    #expect(LinkType(dataLink: 12).rawValue == 101)
    #expect(LinkType(dataLink: 14).rawValue == 101)
    #expect(LinkType(dataLink: 1).rawValue == 1)
  }

  @Test func anUnsupportedTypeIsReportedOnce() {
    var decoding = Decoding()
    for _ in 0..<3 { decoding.give([1, 2, 3], link: 147) }
    #expect(decoding.found.problems == [.unsupportedLinkType(LinkType(rawValue: 147))])
    #expect(decoding.decoder.counters.otherPackets == 3)
  }
}
