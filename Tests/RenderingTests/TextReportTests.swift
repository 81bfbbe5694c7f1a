import TestSupport
import Testing

@testable import Rendering

@Suite struct TextReportTests {
  static let request = hex("40010001 b56c69676874 ff 6f6e")

  @Test func plainCoAPIsALineAPair() throws {
    let text = try Form.text.render(packets: [
      packet(Self.request, port: 5683), packet(Self.request, port: 5683), packet(Self.request, port: 5683, from: 40001),
    ])
    #expect(
      text == """
        Plain CoAP  192.0.2.1:40000 ↔ 192.0.2.2:5683   2 messages, 1 of them retransmissions
          exchanges   packet 1: GET /light → no response, 1 retransmission
        Plain CoAP  192.0.2.1:40001 ↔ 192.0.2.2:5683   1 message
          exchanges   packet 3: GET /light → no response

        made-up.pcap: 3 packets (RAW), 3 UDP datagrams, 0 DTLS sessions

        """)
  }

  @Test func exchangesAreListedBelowTheirEnds() throws {
    let text = try Form.text.render("coap-exchanges")
    for line in [
      "packet 3: GET /separate → 2.05 Content (separate), 1.51 s",
      "packet 5: GET /observed → 2.05 Content, 4 notifications (1 stale), 10 ms",
      "packet 33: GET /first → 2.05 Content, 10 ms\n              packet 35: GET /second → 2.05 Content, 10 ms",
      "packet 36: GET /reset → reset, 2 retransmissions", "packet 41: PUT /gone → given up, 4 retransmissions",
      "packet 38: GET /.well-known/core → 2.05 Content, 2 responses, 100 ms",
      "GET /large/40005 → 2.05 Content, 112 bytes down in 4 blocks, 10 ms",
    ] { #expect(text.contains(line + "\n"), "\(line)") }
    #expect(
      try Form.text.render("ok-ccm8-blockwise-put-get-openssl").contains(
        "\n  exchanges   packet 7: PUT /blob → 2.01 Created, 2176 bytes up in 9 blocks, 0.1 ms\n\n"))
  }

  @Test func moreExchangesThanAreListedAreCounted() throws {
    let count = TextReport.maximumExchanges + 3
    let text = try Form.text.render(
      packets: (0..<count).map { packet(hex("5101000\(String($0, radix: 16)) \(String(10 + $0)) b161"), port: 5683) })
    #expect(text.contains("packet \(count - 3): GET /a → no response\n              and 3 more\n"))
  }

  @Test func whatIsNoticedIsListedUpToABound() throws {
    let broken = packet(hex("48010001"), port: 5683)
    let few = try Form.text.render(packets: Array(repeating: broken, count: TextReport.maximumNotices))
    #expect(few.contains("Noticed\n  packet 1: malformed CoAP message: CoAP.Token at 4: needs 8, has 0\n"))
    #expect(few.contains("\n  packet 20: ") && !few.contains("more"))
    let many = try Form.text.render(packets: Array(repeating: broken, count: TextReport.maximumNotices + 5))
    #expect(many.contains("\n  packet 20: ") && !many.contains("\n  packet 21: "))
    #expect(many.contains("\n  and 5 more; `packets` lists them all\n"))
  }

  @Test func aNoticeNamesItsSession() throws {
    let text = try Form.text.render(
      packets: [packet(Records.clientHello()), packet(Records.record(21, [1], number: 1, length: 2))])
    #expect(
      text.contains("\n  packet 2 (session 1): malformed DTLS record: DTLSPlaintext.fragment at 13: needs 2, has 1\n"))
  }

  @Test func anICMPErrorWithoutASessionIsNoticed() throws {
    let quote = packet(Self.request, port: 5683)
    let error = Packets.ipv4([3, 3, 0, 0, 0, 0, 0, 0] + quote, protocolNumber: 1)
    let text = try Form.text.render(packets: [error])
    #expect(
      text.contains(
        "Noticed\n  packet 1: 192.0.2.1 reports port unreachable about 192.0.2.1:40000 → 192.0.2.2:5683\n"))
    #expect(text.hasSuffix("made-up.pcap: 1 packet (RAW), 0 UDP datagrams, 0 DTLS sessions\n"))
  }

  @Test func theCaptureHasItsOddities() throws {
    #expect(
      try Form.text.render("partial-snaplen-64-cert").hasSuffix(
        "/capture.pcap: 14 packets (EN10MB), 14 UDP datagrams, 1 DTLS session, 14 cut by the snapshot length\n"))
    #expect(
      try Form.text.render("ok-ipfrag-response-fragment-missing").contains(", 1 IP fragment set given up"))
    #expect(try Form.text.render("wrapped-turn-peers").contains("3 DTLS sessions, 21 inside TURN\n"))
    #expect(try Form.text.render("wrapped-capwap").contains("2 DTLS sessions, 20 inside CAPWAP\n"))
    #expect(try Form.text.render("lowpan-WITHFCS").contains(", 2 encrypted wireless frames passed over\n"))
    #expect(try Form.text.render("ok-ipfrag-bigresponse").contains(", 1 reassembled from IP fragments"))
    let odd = try Form.text.render(packets: [
      Packets.ipv4(Packets.udp([1], checksum: 0)), Packets.ipv4(Packets.udp([1], checksum: 1)),
    ])
    #expect(odd.contains(", 1 with a wrong or offloaded UDP checksum, 1 without a UDP checksum\n"))
  }

  @Test func everyCaptureBeginsAnew() throws {
    let path = Fixtures.path("lossy-drop-ch2")
    let text = try Form.text.render([path, path])
    let ends = text.split(separator: "\n").filter { $0.contains("capture.pcap: ") }
    #expect(ends.count == 2 && ends[0] == ends[1])
    #expect(text.contains("Session 1  ") && text.contains("Session 2  ") && !text.contains("Session 3  "))
  }
}
