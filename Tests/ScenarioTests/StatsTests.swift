import Foundation
import TestSupport
import Testing

/// `dtlscope stats` as it is called.
@Suite struct StatsTests {
  private func json(_ name: String, _ more: String...) throws -> JSON {
    let result = try Tool.run(
      ["stats", "\(name)/capture.pcap", "--psk", "esp32c3_key", "--format", "json"] + more, in: Fixtures.folder)
    #expect(result.status == 0 && result.errors.isEmpty)
    return try JSON(bytes: result.output)
  }

  @Test func bodiesInBlocksAreOneExchangeEach() throws {
    let json = try json("ok-ccm8-blockwise-put-get-openssl")
    let total = json["coap"]
    #expect(total["exchanges"].number == 2 && total["succeeded"].number == 2 && total["requests"].number == 18)
    #expect(total["completeTransfers"].number == 2 && total["incompleteTransfers"].number == 0)
    #expect(total["responses"]["success"].number == 18 && total["roundTrip"]["count"].number == 18)
    #expect(json["resources"]["rows"].elements.map { $0["path"].text } == ["/blob", "/blob"])
    let uploaded = try #require(json["resources"]["rows"].elements.first { $0["method"].text == "PUT" })
    let downloaded = try #require(json["resources"]["rows"].elements.first { $0["method"].text == "GET" })
    #expect(uploaded["requestPayloadBytes"].number == 2176 && uploaded["responsePayloadBytes"].number == 0)
    #expect(downloaded["responsePayloadBytes"].number == 2176 && downloaded["requestPayloadBytes"].number == 0)
    #expect(json["dtls"]["payloadBytes"].number == 4352 && json["plain"]["datagrams"].number == 0)
  }

  @Test func everyClientHasARow() throws {
    let json = try json("ok-20-clients-interleaved-mbedtls", "--top", "5")
    #expect(json["clients"]["count"].number == 20 && json["clients"]["rows"].elements.count == 5)
    #expect(json["clients"]["others"] == .null)
    let server = json["servers"]["rows"][0]
    #expect(server["address"].text == "10.77.0.2" && server["port"].number == 5684)
    #expect(server["requests"].number == 60 && server["clientEndpoints"].number == 20)
    #expect(server["fullHandshakes"].number == 20 && server["successRate"] == .number(1))
    #expect(json["handshakes"]["full"]["count"].number == 20)
    #expect(json["handshakes"]["perHour"] == .null)
    #expect(json["handshakes"]["resumptionSaves"]["handshakes"].number == 0)
  }

  @Test func aResumedHandshakeIsMeasured() throws {
    let handshakes = try json("ok-resume-id-psk-openssl")["handshakes"]
    #expect(handshakes["full"]["count"].number == 1 && handshakes["resumed"]["count"].number == 1)
    #expect(handshakes["full"]["flights"].number == 6 && handshakes["resumed"]["flights"].number == 5)
    #expect(handshakes["resumptionSaves"]["basis"].text == "measured")
  }

  @Test func aSeparateResponseShowsHowLongTheServerThought() throws {
    let resource = try json("ok-ccm8-async-separate-response")["resources"]["rows"][0]
    #expect(resource["method"].text == "GET" && resource["path"].text == "/async")
    #expect(resource["thinkTime"]["p50Milliseconds"] == resource["thinkTime"]["maximumMilliseconds"])
    #expect(resource["thinkTime"]["maximumMilliseconds"].number == 2000)
    #expect(resource["roundTrip"]["maximumMilliseconds"].number == 2000)
    #expect(resource["messages"].number == 4 && resource["messageBytes"].number == 37)
  }

  @Test func repeatedRequestsAreCountedOnce() throws {
    let json = try json("lossy-drop-ch2")
    let total = json["coap"]
    #expect(total["exchanges"].number == 1 && total["requests"].number == 1)
    #expect(total["requestRetransmissions"].number == 1 && total["responseRetransmissions"].number == 1)
    #expect(total["retransmissionRate"] == .number(0.5))
    #expect(json["dtls"]["repeatedHandshakeDatagrams"].number == 1)
  }

  @Test func whatIsOnTheAirIsAllOfIt() throws {
    let json = try json("ok-ccm8-async-separate-response")
    let dtls = json["dtls"]
    #expect(dtls["datagrams"].number == 12 && dtls["bytes"].number == 811)
    #expect(dtls["airBytes"].number == 811 + 12 * 28)
    #expect(dtls["handshakeBytes"].number == 596 && dtls["handshakeDatagrams"].number == 6)
  }

  @Test func severalCapturesAreCountedTogether() throws {
    let arguments = ["lossy-drop-ch2", "ok-resume-id-psk-openssl"].map { "\($0)/capture.pcap" }
    let result = try Tool.run(
      ["stats"] + arguments + ["--psk", "esp32c3_key", "--format", "json"], in: Fixtures.folder)
    let json = try JSON(bytes: result.output)
    #expect(json["captures"].elements.count == 2 && json["coap"]["requests"].number == 5)
    #expect(json["dtls"]["sessions"].number == 3)
  }

  @Test func rowsHaveToBeAsked() throws {
    let result = try Tool.run(["stats", "lossy-drop-ch2/capture.pcap", "--top", "0"], in: Fixtures.folder)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains("--top 0: give 1 or more"))
  }

  /// The JSON that the document shows is a part of what the tool prints.
  @Test func theDocumentShowsWhatTheToolPrints() throws {
    let root = URL(fileURLWithPath: Fixtures.folder).deletingLastPathComponent()
    let document = try String(contentsOf: root.appendingPathComponent("Docs/stats.md"), encoding: .utf8)
    let parts = document.components(separatedBy: "<!-- part of: dtlscope ").dropFirst()
    #expect(!parts.isEmpty)
    for part in parts {
      let command = try #require(part.components(separatedBy: " -->").first)
      let shown = try #require(
        part.components(separatedBy: "```json\n").dropFirst().first?.components(separatedBy: "\n```").first)
      let printed = try Tool.run(command.split(separator: " ").map(String.init), in: root.path).text
      #expect(printed.filter { !$0.isWhitespace }.contains(shown.filter { !$0.isWhitespace }), "\(command)")
    }
  }

  /// Every key of the report is in the document.
  @Test func theDocumentNamesEveryKey() throws {
    let root = URL(fileURLWithPath: Fixtures.folder).deletingLastPathComponent()
    let document = try String(contentsOf: root.appendingPathComponent("Docs/stats.md"), encoding: .utf8)
    for key in try json("ok-resume-id-psk-openssl").keys {
      #expect(document.contains("`\(key)`"), "\(key)")
    }
  }
}
