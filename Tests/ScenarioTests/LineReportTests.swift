import Testing

/// The report in JSON lines has the objects of the JSON report.
@Suite struct LineReportTests {
  @Test(arguments: Fixture.all)
  func everyLineIsAnObjectOfTheReport(_ fixture: Fixture) throws {
    let result = try fixture.run("analyze", ["--format", "ndjson"])
    #expect(result.status == 0 && result.errors == "" && result.text.hasSuffix("\n"))
    let objects = try result.lines.map { try JSON(bytes: [UInt8]($0.utf8)) }
    let report = try fixture.report()
    func lines(_ kind: String) -> [JSON] {
      objects.filter { $0["kind"].text == kind }.map { $0.without("kind") }
    }
    let kinds: Set = ["capture", "session", "handshake", "alert", "coap", "exchange", "notice", "finding"]
    #expect(objects.allSatisfy { kinds.contains($0["kind"].text ?? "") })
    // A session is written when its outcome is decided and when it ends: the last line is the whole of it.
    let versions = Dictionary(grouping: lines("session")) { $0["id"].number ?? 0 }
    let sessions = versions.sorted { $0.key < $1.key }.compactMap(\.value.last)
    for (_, version) in versions {
      #expect(version.dropLast().allSatisfy { $0["outcome"].text == "established" || $0["outcome"].text == "failed" })
      #expect(Set(version.dropLast().map { $0["outcome"].text }).count == version.count - 1)
    }
    #expect(JSON.list(sessions).differences(from: report["sessions"]) == [])
    #expect(JSON.list(lines("coap")).differences(from: report["coap"]["messages"]) == [])
    // An exchange is told when it is over.
    let exchanges = lines("exchange").sorted { ($0["id"].number ?? 0) < ($1["id"].number ?? 0) }
    #expect(JSON.list(exchanges).differences(from: report["coap"]["exchanges"]) == [])
    let findings = Dictionary(grouping: lines("finding")) { $0["session"].number ?? .max }
    let ordered = findings.sorted { $0.key < $1.key }.flatMap(\.value)
    #expect(JSON.list(ordered).differences(from: report["findings"]) == [])
    #expect(JSON.list(lines("notice")).differences(from: report["notices"]) == [])
    let captures = lines("capture").map { $0.without("index") }
    #expect(JSON.list(captures).differences(from: report["captures"]) == [])
    let alerts = lines("alert")
    for session in sessions {
      let own = alerts.filter { $0["session"] == session["id"] }.map { $0.without("session") }
      #expect(JSON.list(own).differences(from: session["alerts"]) == [])
      let handshakes = lines("handshake").filter { $0["session"] == session["id"] }
      let finished = session["handshake"]["messages"].elements.filter { $0["type"].text == "finished" }
      let isComplete = Set(finished.compactMap(\.["sender"].text)).count == 2
      #expect(handshakes.count == (isComplete ? 1 : 0))
      for handshake in handshakes {
        #expect(handshake["durationMilliseconds"] == session["handshake"]["durationMilliseconds"])
      }
    }
  }
}
