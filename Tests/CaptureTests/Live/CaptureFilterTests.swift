import CPcap
import TestSupport
import Testing

@testable import Capture

@Suite struct CaptureFilterTests {
  /// Whether a filter for Ethernet passes a frame.
  private func passes(_ frame: [UInt8], _ filter: String) throws -> Bool {
    let handle = try #require(pcap_open_dead(1, 65_535))
    defer { pcap_close(handle) }
    var program = bpf_program()
    try #require(pcap_compile(handle, &program, filter, 1, PCAP_NETMASK_UNKNOWN) == 0)
    defer { pcap_freecode(&program) }
    var header = pcap_pkthdr()
    (header.caplen, header.len) = (UInt32(frame.count), UInt32(frame.count))
    return pcap_offline_filter(&program, &header, frame) != 0
  }

  private func ethernet(_ packet: [UInt8], tags: [UInt8] = [], isIPv6: Bool = false) -> [UInt8] {
    [UInt8](repeating: 2, count: 12) + tags + (isIPv6 ? [0x86, 0xdd] : [8, 0]) + packet
  }

  private func ip(_ proto: UInt8, fragment: [UInt8] = [0, 0], _ payload: [UInt8]) -> [UInt8] {
    [0x45, 0] + Packets.bytes16(20 + payload.count) + [0, 1] + fragment + [64, proto, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]
      + payload
  }

  private let ports: [UInt8] = [0x30, 0x39, 0x99, 0x99]

  @Test(arguments: [[], [0x81, 0, 0, 5], [0x88, 0xa8, 0, 6, 0x81, 0, 0, 5]] as [[UInt8]])
  func whatTheAnalysisCanUsePassesWithTagsOfVLANs(_ tags: [UInt8]) throws {
    let filter = try #require(CaptureFilter.standard.candidates.first)
    let udp = ip(17, ports + [0, 8, 0, 0])
    #expect(try passes(ethernet(udp, tags: tags), filter))
    // A later fragment has no ports.
    #expect(try passes(ethernet(ip(17, fragment: [0, 3], [1, 2, 3, 4]), tags: tags), filter))
    #expect(try passes(ethernet(ip(1, [3, 3, 0, 0, 0, 0, 0, 0] + udp), tags: tags), filter))
    #expect(
      try passes(ethernet(ip(6, [0x16, 0x33, 0x99, 0x99] + [UInt8](repeating: 0, count: 16)), tags: tags), filter))
    #expect(try !passes(ethernet(ip(6, [0, 80, 0x99, 0x99] + [UInt8](repeating: 0, count: 16)), tags: tags), filter))
    let ipv6: [UInt8] = [0x60, 0, 0, 0, 0, 8, 17, 64] + [UInt8](repeating: 1, count: 32) + ports + [0, 8, 0, 0]
    #expect(try passes(ethernet(ipv6, tags: tags, isIPv6: true), filter))
  }

  @Test func whatTheUserSaysIsTakenAsItIs() {
    #expect(CaptureFilter.expression("udp port 1").candidates == ["udp port 1"])
    // The last way out, for link types to which the words mean nothing, is no filter.
    #expect(CaptureFilter.standard.candidates.last == "")
  }

  @Test func anInterfaceThatIsNotThereIsSaid() {
    let error = #expect(throws: CaptureError.self) { try LiveSource(["no-such-if0"], InterfaceOptions()) }
    #expect(error?.kind == .noSuchInterface || error?.kind == .captureNotPermitted)
    #expect(error?.description.contains("no-such-if0") == true)
  }

  @Test func longPacketsAreNotCut() {
    var options = InterfaceOptions()
    #expect(options.snapLength(on: "no-such-if0") == 65_792)
    options.snapLength = 96
    #expect(options.snapLength(on: "lo") == 96)
  }
}
