import Bytes
import Capture
import TestSupport
import Testing

/// The captures of every link type, against what tshark found in them.
@Suite struct FixtureTests {
  static let pcaps = [
    "fail-no-server-icmp-ipv6-openssl", "fail-no-server-icmp-openssl", "link-EN10MB-8021ad", "link-EN10MB-9100",
    "link-EN10MB-SNAP", "link-IEEE802_11", "link-IEEE802_11_RADIO", "link-IPV4", "link-IPV6", "link-LINUX_SLL2",
    "link-LOOP", "link-NULL", "link-NULL-big-endian", "link-PPP", "link-PPP-compressed", "link-RAW",
    "ok-cooked-v1-any", "ok-ipfrag-bigresponse", "ok-ipfrag-response-fragment-missing", "ok-ipv6-ccm8-mbedtls",
    "ok-nanosecond", "ok-qinq",
  ]

  @Test(arguments: pcaps)
  func datagramsAreThoseOfTshark(_ name: String) throws {
    let found = try decode(Fixtures.path(name)).found
    #expect(lines(found) == expectedLines(name))
    #expect(found.datagrams.allSatisfy { $0.checksum == .valid && !$0.isTruncated })
  }

  @Test(arguments: ["ok-pcapng", "pcapng-mixed"])
  func datagramsOfPcapngAreThoseOfTshark(_ name: String) throws {
    let found = try decode(Fixtures.path(name, "capture.pcapng")).found
    #expect(lines(found) == expectedLines(name))
  }

  @Test(arguments: ["lowpan-WITHFCS", "lowpan-TAP", "lowpan-NOFCS-contexts"])
  func datagramsOfLowPANAreThoseOfTshark(_ name: String) throws {
    let decoding = try decode(Fixtures.path(name))
    #expect(lines(decoding.found) == expectedLines(name))
    // A checksum does not match under a prefix that stands for another; some were left out.
    let hasContexts = name.hasSuffix("contexts")
    let checksums: Set<Datagram.Checksum> = [hasContexts ? .unverifiable : .valid, .zero]
    #expect(Set(decoding.found.datagrams.map(\.checksum)) == checksums)
    #expect(decoding.found.datagrams.allSatisfy { !$0.isTruncated })
    #expect(decoding.found.problems == (hasContexts ? [.unknownContext(0)] : []))
    #expect(decoding.decoder.counters.encryptedFrames == 2 && decoding.decoder.counters.otherPackets == 4)
  }

  @Test func aMissingFragmentIsReportedAtTheEnd() throws {
    let decoding = try decode(Fixtures.path("ok-ipfrag-response-fragment-missing"))
    let host = IPAddress(ipv4: 0x0a4d_0002)
    #expect(
      decoding.found.problems == [
        .droppedFragments(
          .incomplete, source: host, destination: IPAddress(ipv4: 0x0a4d_0001), identification: 15269, fragments: 2,
          bytes: 1570)
      ])
    #expect(decoding.decoder.counters.droppedFragmentSets == 1)
  }

  @Test func anICMPErrorQuotesTheClientHello() throws {
    let found = try decode(Fixtures.path("fail-no-server-icmp-openssl")).found
    let error = try #require(found.errors.first)
    let sent = try #require(found.datagrams.first)
    #expect(error.name == "port unreachable")
    #expect(error.quotedSource == sent.source && error.quotedDestination == sent.destination)
    #expect(error.reporter == sent.destination.address && error.receiver == sent.source.address)
    #expect(error.quotedPayload == sent.payload)
  }

  @Test func encryptedAndOtherWirelessFramesAreCounted() throws {
    let counters = try decode(Fixtures.path("link-IEEE802_11")).decoder.counters
    #expect(counters.encryptedFrames == 2)
    #expect(counters.reassembledDatagrams == 1)
    #expect(counters.malformedPackets == 0)
  }

  @Test func anUnsupportedInterfaceAmongOthersIsReportedOnce() throws {
    let source = try CaptureFile.open(Fixtures.path("pcapng-mixed", "capture.pcapng"))
    var decoding = Decoding()
    while try source.next({ $0.decode(with: &decoding) }) {}
    #expect(source.linkTypes.map(\.rawValue) == [1, 147, 101])
    #expect(decoding.found.problems == [.unsupportedLinkType(LinkType(rawValue: 147))])
  }

  @Test func nanosecondsAreKept() {
    let times = readAll(Fixtures.path("ok-nanosecond")).times
    #expect(times.contains { $0 % 1000 != 0 })
    let microseconds = readAll(Fixtures.path("ok-qinq")).times
    #expect(microseconds.allSatisfy { $0 % 1000 == 0 && $0 > 1_500_000_000_000_000_000 })
  }

  private func decode(_ path: String) throws -> Decoding {
    let source = try CaptureFile.open(path)
    var decoding = Decoding()
    while try source.next({ $0.decode(with: &decoding) }) {}
    decoding.finish()
    #expect(!source.wasCut)
    return decoding
  }

  private func lines(_ found: Collector) -> [String] {
    found.datagrams.map { "\($0.number) \($0.source) \($0.destination) \($0.length)" }
  }

  /// The lines of `datagrams.txt` in the form of `lines`; a line of several datagrams becomes several lines.
  private func expectedLines(_ name: String) -> [String] {
    let text = String(decoding: contents(Fixtures.path(name, "datagrams.txt")), as: UTF8.self)
    return text.split(separator: "\n").flatMap { line in
      let columns = line.split(separator: " ").map { $0.split(separator: ",") }
      return (0..<columns[1].count).map { index in
        func endpoint(_ column: Int) -> String {
          let address = columns[column][index]
          return (address.contains(":") ? "[\(address)]" : "\(address)") + ":\(columns[column + 1][index])"
        }
        let length = (Int(columns[5][index]) ?? 0) - 8
        return "\(columns[0][0]) \(endpoint(1)) \(endpoint(3)) \(length)"
      }
    }
  }
}

extension Frame {
  fileprivate borrowing func decode(with decoding: inout Decoding) {
    decoding.decoder.decode(
      self, at: PacketStamp(number: number, nanoseconds: nanoseconds), to: decoding.found)
  }
}
