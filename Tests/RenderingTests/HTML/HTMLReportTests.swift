import Foundation
import TestSupport
import Testing

@testable import Rendering

@Suite struct HTMLReportTests {
  /// The JSON of a data element.
  private func data(_ id: String, in page: String) throws -> Any {
    let begin = try #require(page.firstRange(of: "<script type=\"application/json\" id=\"\(id)\">"))
    let end = try #require(page[begin.upperBound...].firstRange(of: "</script>"))
    return try JSONSerialization.jsonObject(with: Data(page[begin.upperBound..<end.lowerBound].utf8))
  }

  /// The steps of a session's ladder.
  private func steps(_ number: Int, in page: String) throws -> [[String: Any]] {
    let session = try #require(try data("data-session-\(number)", in: page) as? [String: Any])
    return try #require(session["steps"] as? [[String: Any]])
  }

  @Test func theVerdictFindingsAndSessionsNeedNoScript() throws {
    let page = try Form.html.render("fail-wrongpsk-client-gnutls-server-mbedtls")
    let visible = try #require(page.components(separatedBy: "<script").first)
    #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n"))
    #expect(visible.contains("</span> The two ends have different pre-shared keys</h1>"))
    #expect(visible.contains("<p>1 DTLS session: 1 failed.</p>"))
    #expect(visible.contains("<article class=\"card error\" id=\"finding-psk-mismatch-alert-error\">"))
    #expect(visible.contains("<a href=\"#session-1-packet-8\">packet 8</a>"))
    #expect(visible.contains("<li>Put the same bytes on both ends: compare the key byte by byte"))
    #expect(visible.contains("the pre-shared key for identity &quot;esp32c3_id&quot;"))
    #expect(visible.contains("<tr><td>1</td><td>10.77.0.1:42414</td><td>10.77.0.2:5684</td><td>DTLS 1.2 TLS_PSK"))
    #expect(!visible.contains("{{"))
  }

  @Test func aHealthySessionIsSaidToBeFine() throws {
    let page = try Form.html.render("ok-ccm8-put-get-openssl")
    #expect(page.contains("</span> Nothing is wrong</h1>") && page.contains("class=\"verdict good\""))
    #expect(page.contains("<p>There is nothing to change.</p>"))
  }

  @Test func nothingIsFetched() throws {
    let page = try Form.html.render("fail-wrongpsk-client-gnutls-server-mbedtls")
    for reference in ["src=", "url(", "@import", "<link", "<iframe", "<base"] {
      #expect(!page.contains(reference), "\(reference)")
    }
    let links = page.matches(of: /href="([^"]*)"/).map(\.1)
    #expect(!links.isEmpty && links.allSatisfy { $0.hasPrefix("#") })
  }

  @Test func aLadderHasRetransmissionsAndFields() throws {
    let steps = try steps(1, in: Form.html.render("lossy-drop-ch2"))
    #expect(steps.count == 18)
    #expect(steps[0]["kind"] as? String == "handshake" && steps[0]["from"] as? String == "client")
    #expect((steps[0]["fields"] as? String)?.contains("          client_version: DTLS 1.2 (0xfefd)\n") == true)
    #expect(steps[0]["repeated"] == nil && steps[0]["missing"] == nil)
    #expect(steps[3]["packet"] as? Int == 4 && steps[3]["repeated"] as? Bool == true)
    #expect(steps[3]["repeats"] as? Int == 3 && steps[3]["ms"] as? Double == 504.323)
    #expect(steps[8]["protection"] as? String == "opened" && steps[8]["record"] as? String == "1.0")
    #expect(steps[12]["kind"] as? String == "coap")
    #expect((steps[12]["label"] as? String)?.hasPrefix("CoAP CON GET /light  mid 4660") == true)
    #expect(steps[14]["repeats"] as? Int == 8)
    #expect(steps[17]["kind"] as? String == "alert")
  }

  @Test func aLadderHasFragmentsGapsAndErrors() throws {
    let fragments = try steps(1, in: Form.html.render("lossy-cert-frag-reorder"))
    let certificate = fragments.filter { ($0["label"] as? String)?.contains("certificate (seq 2") == true }
    #expect(certificate.count == 7)
    #expect(certificate[0]["fragment"] as? [Int] == [750, 375, 2372] && certificate[0]["missing"] as? Int == 2)
    #expect(certificate[1]["late"] as? Bool == true)
    let refused = try steps(1, in: Form.html.render("fail-no-server-icmp-openssl"))
    let error = try #require(refused.first { $0["kind"] as? String == "icmp" })
    #expect(error["from"] as? String == "server")
    let duplicates = try steps(1, in: Form.html.render("lossy-dup-all"))
    #expect(duplicates.contains { $0["duplicate"] as? Bool == true })
    let failed = try steps(1, in: Form.html.render("fail-wrongpsk-client-gnutls-server-mbedtls"))
    #expect(failed.last?["kind"] as? String == "fatal")
  }

  @Test func aLongSessionKeepsItsBeginningAndItsEnd() throws {
    let hellos = [packet(Records.clientHello())]
    let traffic = (0..<(LadderEvents.maximumSteps + 50)).map { packet(Records.sealedData(number: $0)) }
    let page = try Form.html.render(packets: hellos + traffic + [packet(Records.alert(2, 40, number: 1))])
    let steps = try steps(1, in: page)
    #expect(steps.count == LadderEvents.maximumSteps + 1)
    #expect(steps.last?["kind"] as? String == "fatal")
    let session = try data("data-session-1", in: page) as? [String: Any]
    #expect(session?["omittedSteps"] as? Int == 51)
  }

  @Test func exchangesAreListed() throws {
    let page = try Form.html.render("coap-exchanges")
    let exchanges = try #require(try data("data-exchanges", in: page) as? [[String: Any]])
    #expect(exchanges.contains { $0["status"] as? String == "2.05 Content" && $0["session"] is NSNull })
    let secured = try Form.html.render("lossy-drop-ch2")
    let first = try #require((try data("data-exchanges", in: secured) as? [[String: Any]])?.first)
    #expect(first["uri"] as? String == "coaps://10.77.0.2/light" && first["session"] as? Int == 1)
    #expect(first["request"] as? Int == 8 && first["response"] as? Int == 9 && first["repeats"] as? Int == 1)
  }

  @Test func severalCapturesAreNamed() throws {
    let page = try Form.html.render([Fixtures.path("lossy-drop-ch2"), Fixtures.path("fail-blackhole-mbedtls")])
    let list = try #require(try data("data-sessions", in: page) as? [String: Any])
    #expect((list["captures"] as? [String])?.count == 2)
    #expect((list["sessions"] as? [[String: Any]])?.map { $0["capture"] as? Int } == [0, 1])
  }

  @Test func thePageDoesNotDependOnTheNumberOfThreads() throws {
    let name = "ok-20-clients-interleaved-mbedtls"
    #expect(try Form.html.render(name, shards: 1) == Form.html.render(name, shards: 3))
  }
}
