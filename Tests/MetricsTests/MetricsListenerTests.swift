import Analysis
import LiveSupport
import TestSupport
import Testing

@testable import Metrics

@Suite struct MetricsListenerTests {
  /// What is counted in a fixture, with its findings.
  private func metrics(_ name: String) throws -> [String] {
    let listener = MetricsListener()
    try observe(name, listener)
    for (session, findings) in try judged(name) { listener.note(findings, of: session) }
    return listener.text().split(separator: "\n").map(String.init)
  }

  private func samples(_ name: String, _ prefix: String) throws -> [String] {
    try metrics(name).filter { $0.hasPrefix("dtlscope_\(prefix)") }
  }

  @Test func aCaptureIsCountedInFull() throws {
    let listener = MetricsListener()
    try observe("lossy-drop-ch2", listener)
    #expect(
      listener.text() == String(decoding: contents(Fixtures.path("lossy-drop-ch2", "metrics.txt")), as: UTF8.self))
  }

  @Test func aFailureIsCountedByItsCause() throws {
    let lines = try metrics("fail-wrongpsk-client-gnutls-server-mbedtls")
    #expect(lines.contains("dtlscope_handshakes_total{outcome=\"failed\"} 1"))
    #expect(lines.contains("dtlscope_handshakes_total{outcome=\"established\"} 0"))
    #expect(lines.contains("dtlscope_handshake_failures_total{cause=\"psk-mismatch-alert\"} 1"))
    #expect(lines.contains("dtlscope_findings_total{id=\"psk-mismatch-alert\",severity=\"error\"} 1"))
    #expect(lines.contains("dtlscope_findings_total{id=\"psk-hint-ignored\",severity=\"info\"} 1"))
    #expect(lines.contains("dtlscope_sessions_live 0"))
  }

  @Test func sessionsAreLiveUntilTheyEnd() throws {
    #expect(
      try samples("ok-20-clients-interleaved-mbedtls", "sessions") == [
        "dtlscope_sessions_total 20", "dtlscope_sessions_live 0", "dtlscope_sessions_evicted_total 0",
      ])
    #expect(
      try samples("ok-20-clients-interleaved-mbedtls", "handshake_duration_seconds_count") == [
        "dtlscope_handshake_duration_seconds_count 20"
      ])
  }

  @Test func errorsOfTheNetworkAreCounted() throws {
    let lines = try metrics("fail-no-server-icmp-openssl")
    #expect(lines.contains { $0.hasPrefix("dtlscope_icmp_errors_total ") && !$0.hasSuffix(" 0") })
    #expect(lines.contains("dtlscope_handshakes_total{outcome=\"failed\"} 1"))
  }

  /// CoAP messages of a type and code, in datagrams of their own.
  private func plain(_ messages: [[UInt8]]) throws -> String {
    let file = TemporaryFile(Savefile.pcap(messages.map { Packets.ipv4(Packets.udp($0, ports: (40000, 5683))) }))
    let listener = MetricsListener()
    try observe([file.path], listener)
    return listener.text()
  }

  @Test func codesWithoutANameAreOne() throws {
    // 0.30, 0.31 and 5.31 are in no registry; 0.01 is GET.
    let text = try plain([[0x40, 0x01, 0, 1], [0x40, 0x1e, 0, 2], [0x40, 0x1f, 0, 3], [0x40, 0xbf, 0, 4]])
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("dtlscope_coap_messages_total") }
    #expect(
      lines == [
        "dtlscope_coap_messages_total{transport=\"udp\",type=\"CON\",code=\"0.01\",name=\"GET\"} 1",
        "dtlscope_coap_messages_total{transport=\"udp\",type=\"CON\",code=\"unregistered\",name=\"unregistered\"} 3",
      ])
  }

  @Test func nothingThatPacketsSayIsALabel() throws {
    // GET with the path `a"b`, then a line feed and a sample of its own.
    let path: [UInt8] = Array("a\"}\nx 1".utf8)
    let text = try plain([[0x40, 0x01, 0, 1, 0xb0 | UInt8(path.count)] + path])
    #expect(text.contains("name=\"GET\"} 1\n"))
    let names = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.prefix { $0 != "{" && $0 != " " } }
    #expect(names.allSatisfy { $0.hasPrefix("dtlscope_") } && !names.isEmpty)
  }

  @Test func captureCountsAreThoseGiven() throws {
    let listener = MetricsListener()
    var counts = CaptureCounts()
    (counts.packets, counts.datagrams, counts.droppedByKernel, counts.droppedByInterface) = (9, 7, 2, 1)
    listener.note(counts)
    let lines = listener.text().split(separator: "\n")
    #expect(lines.contains("dtlscope_capture_packets_total 9") && lines.contains("dtlscope_capture_datagrams_total 7"))
    #expect(lines.contains("dtlscope_capture_dropped_packets_total{by=\"kernel\"} 2"))
    #expect(lines.contains("dtlscope_capture_dropped_packets_total{by=\"interface\"} 1"))
  }

  @Test func everySampleIsBelowItsHelpAndType() throws {
    var name = ""
    var names: [String] = []
    for line in try metrics("coap-exchanges") {
      if line.hasPrefix("# HELP ") {
        name = String(line.dropFirst(7).prefix { $0 != " " })
        names.append(name)
      } else if line.hasPrefix("# TYPE ") {
        #expect(line.hasPrefix("# TYPE \(name) "))
        #expect(line.hasSuffix(" counter") == name.hasSuffix("_total"))
      } else {
        #expect(line.wholeMatch(of: /[a-z_]+({[a-z]+="[^"]*"(,[a-z]+="[^"]*")*})? [0-9.e+-]+/) != nil, "\(line)")
        #expect(line.hasPrefix(name))
      }
    }
    #expect(Set(names).count == names.count && names.count > 15)
  }
}
