import Capture
import Testing

@Suite struct IPAddressTests {
  /// Examples of RFC 5952 §4 and §5, and the corners of the zero run.
  @Test(
    arguments: [
      (0x2001_0db8_0000_0000, 0x0000_0000_0002_0001, "2001:db8::2:1"),
      (0x2001_0db8_0000_0001, 0x0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
      (0x2001_0000_0000_0001, 0x0000_0000_0000_0001, "2001:0:0:1::1"),
      (0x2001_0db8_0000_0000, 0x0001_0000_0000_0001, "2001:db8::1:0:0:1"),
      (0, 0, "::"),
      (0, 1, "::1"),
      (0xfe80_0000_0000_0000, 0, "fe80::"),
      (0x0001_0002_0003_0004, 0x0005_0006_0007_0008, "1:2:3:4:5:6:7:8"),
      (0, 0xffff_c000_0201, "::ffff:192.0.2.1"),
      (0x0000_0000_0003_0004, 0x0005_0006_0007_abcd, "::3:4:5:6:7:abcd"),
      (0x0001_0002_0003_0004, 0x0005_0006_0000_0000, "1:2:3:4:5:6::"),
    ] as [(UInt64, UInt64, String)])
  func textOfIPv6(_ high: UInt64, _ low: UInt64, _ text: String) {
    #expect(IPAddress(high: high, low: low).description == text)
  }

  @Test func textOfIPv4() {
    #expect(IPAddress(ipv4: 0x0a00_c8ff).description == "10.0.200.255")
  }

  @Test func textOfEndpoints() {
    #expect(Endpoint(address: IPAddress(ipv4: 0x0102_0304), port: 5684).description == "1.2.3.4:5684")
    #expect(
      Endpoint(address: IPAddress(high: 0xfe80_0000_0000_0000, low: 1), port: 0).description == "[fe80::1]:0")
    #expect(
      Endpoint(address: IPAddress(ipv4: 1), port: 3478, channel: 0x4001).description == "0.0.0.1:3478 channel 0x4001")
  }

  @Test func anIPv4AddressIsNotTheIPv6AddressOfTheSameNumber() {
    #expect(IPAddress(ipv4: 1) != IPAddress(high: 0, low: 1))
  }

  @Test func multicast() {
    #expect(IPAddress(ipv4: 0xe000_01bb).isMulticast)
    #expect(IPAddress(high: 0xff02_0000_0000_0000, low: 0xfd).isMulticast)
    #expect(!IPAddress(ipv4: 0xc000_0201).isMulticast)
  }
}
