import Foundation
import TestSupport
import Testing

@testable import Rendering

/// What holds for every form of the report, whatever runs the analysis.
@Suite struct ReportOrderTests {
  @Test(arguments: Form.allCases)
  func theReportDoesNotDependOnTheNumberOfThreads(_ form: Form) throws {
    let paths = [
      "ok-20-clients-interleaved-mbedtls", "lossy-udpproxy-1", "ok-ipfrag-response-fragment-missing",
      "built-dtls13-connection-ids", "ok-dtls13-psk-ke-resume",
    ].map { Fixtures.path($0) }
    let one = try form.render(paths, shards: 1)
    #expect(one.count > 1000)
    for shards in [2, 3, 8] { #expect(try form.render(paths, shards: shards) == one) }
  }

  @Test func sessionsAreInTheOrderOfTheirFirstPackets() throws {
    let text = try Form.json.render("ok-20-clients-interleaved-mbedtls", shards: 3)
    let sessions = try #require(text.components(separatedBy: "\"sessions\":").last)
    let numbers = sessions.matches(of: /\n\{"id":([0-9]+),/).compactMap { Int($0.1) }
    let packets = text.matches(of: /"firstPacket":([0-9]+),/).compactMap { Int($0.1) }
    #expect(numbers == Array(1...20))
    #expect(packets.count == 20 && packets == packets.sorted())
  }

  @Test func exchangesAreInTheOrderOfTheirRequests() throws {
    let text = try Form.json.render("ok-20-clients-interleaved-mbedtls", shards: 3)
    let exchanges = try #require(
      text.components(separatedBy: "\"exchanges\":").last?.components(separatedBy: "\"captures\":").first)
    let numbers = exchanges.matches(of: /\n\{"id":([0-9]+),/).compactMap { Int($0.1) }
    let packets = exchanges.matches(of: /"requestPacket":([0-9]+),/).compactMap { Int($0.1) }
    #expect(numbers == Array(1...60))
    #expect(packets.count == 60 && packets == packets.sorted())
    // A message names its exchange, and an exchange its messages.
    for packet in packets.prefix(5) {
      let number = try #require(packets.firstIndex(of: packet)) + 1
      #expect(text.contains("{\"packet\":\(packet),") && text.contains("\"exchange\":\(number)}"))
    }
  }

  @Test func anEmptyCaptureHasAWholeReport() throws {
    let json = try Form.json.render(packets: [])
    #expect(
      json.hasPrefix("{\"schemaVersion\":1,\n\"coap\":{\"messages\":[],\"exchanges\":[]},\n\"captures\":[\n{\"path\":"))
    #expect(json.contains("\"packets\":0,") && json.contains("\"firstTimestamp\":null,"))
    #expect(json.hasSuffix("],\n\"sessions\":[],\n\"notices\":[],\n\"omittedNotices\":0,\n\"findings\":[]}\n"))
    let lines = try Form.ndjson.render(packets: []).split(separator: "\n")
    #expect(lines.count == 1 && lines[0].hasPrefix("{\"kind\":\"capture\",\"index\":0,\"path\":"))
    #expect(try Form.text.render(packets: []) == "made-up.pcap: 0 packets (RAW), 0 UDP datagrams, 0 DTLS sessions\n")
    #expect(try Form.packets.render(packets: []) == "")
  }

  @Test func aDuplicateOfAMessageIsListedOnce() throws {
    for form in [Form.json, .ndjson] {
      let text = try form.render("lossy-dup-all")
      #expect(text.matches(of: /"messageID":/).count == 4)
    }
  }

  @Test func linesComeInTheOrderOfWhatHappened() throws {
    let lines = try Form.ndjson.render("lossy-drop-ch2").split(separator: "\n")
    let kinds = lines.compactMap { $0.firstMatch(of: /^\{"kind":"([a-z]+)"/)?.1 }
    #expect(
      kinds.filter { $0 != "finding" }
        == [
          "handshake", "session", "coap", "coap", "coap", "coap", "alert", "alert", "exchange", "session",
          "capture",
        ])
    // What was found in a session comes with its end.
    #expect(kinds.firstIndex(of: "finding").map { kinds[$0 - 1] } == "session")
  }
}
