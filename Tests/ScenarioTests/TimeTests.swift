import Foundation
import Testing

/// Times in the form that is asked for, and nowhere else.
@Suite struct TimeTests {
  private let fixture = Fixture("lossy-drop-ch2")

  private func first(_ command: String, _ form: String, zone: String = "Europe/Berlin") throws -> String {
    let arguments = [command] + (try fixture.arguments) + ["--time", form]
    let result = try Tool.run(arguments, in: fixture.path, environment: ["TZ": zone])
    #expect(result.status == 0)
    return result.lines.first { $0.contains("2026-11-2") || $0.contains("client_hello") || $0.contains("17954") } ?? ""
  }

  @Test(arguments: [
    ("relative", "     1     0.000000  10"), ("utc", "     1  2026-11-24 00:13:37.020027 UTC  10"),
    ("local", "     1  2026-11-24 01:13:37.020027 +01:00  10"), ("epoch", "     1  1795479217.020027  10"),
  ])
  func packetsTellTimes(_ form: String, _ expected: String) throws {
    #expect(try first("packets", form).hasPrefix(expected))
  }

  @Test(arguments: [
    ("relative", "2026-11-24 00:13:37.020027 UTC"), ("utc", "2026-11-24 00:13:37.020027 UTC"),
    ("local", "2026-11-23 19:13:37.020027 -05:00"), ("epoch", "1795479217.020027"),
  ])
  func aReportTellsTimes(_ form: String, _ expected: String) throws {
    #expect(try first("analyze", form, zone: "America/New_York").hasSuffix("from \(expected)"))
  }

  @Test func liveTellsThemLikewise() throws {
    let arguments = ["live", "-", "--time", "local"] + (try fixture.arguments.dropFirst())
    let input = try fixture.bytes("capture.pcap")
    let result = try Tool.run(arguments, in: fixture.path, input: input, environment: ["TZ": "Asia/Kolkata"])
    #expect(result.lines.first?.hasPrefix("     1  2026-11-24 05:43:37.020027 +05:30  10") ?? false)
  }

  @Test func programsAreToldTheSameWhateverTheForm() throws {
    let options = ["--format", "json"]
    #expect(try fixture.run("analyze", options + ["--time", "local"]).output == fixture.run("analyze", options).output)
  }

  @Test(arguments: [["--duration", "1m1h"], ["--duration", "0"], ["--idle-timeout", "0s"], ["--idle-timeout", "x"]])
  func aLengthOfTimeThatIsNoneIsSaid(_ options: [String]) throws {
    let result = try Tool.run(["live", "-"] + options)
    #expect(result.status == 2 && result.errors.contains(options[0]) && result.errors.contains("--help"))
  }

  @Test func lengthsOfTimeHaveUnits() throws {
    let input = try fixture.bytes("capture.pcap")
    let result = try Tool.run(["live", "-", "--duration", "1h30m", "--idle-timeout", "2d"], input: input)
    #expect(result.status == 0 && result.errors == "")
    // A pipe that says nothing is left when the time is over.
    let begin = ContinuousClock.now
    let pipes = try Pipes(["live", "-", "--duration", "300ms"])
    defer { pipes.stop() }
    pipes.send(input)
    pipes.process.waitUntilExit()
    #expect(pipes.process.terminationStatus == 0 && begin.duration(to: .now) < .seconds(60))
  }
}
