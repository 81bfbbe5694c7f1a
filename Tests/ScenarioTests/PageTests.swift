import Foundation
import TestSupport
import Testing

/// The report as a page, in a browser.
@Suite struct PageTests {
  /// What would run if any place took text for markup: it renames the document, and makes an image.
  static let hostile =
    "</script><script>document.title='ran'</script><!--<script>\"\u{301} onfocus=\"document.title='ran'\" autofocus='"
    + "<img src=x onerror=\"document.title='ran'\">"

  private static func page(_ arguments: [String], in folder: String, to scratch: Scratch) throws -> String {
    let path = scratch.path + "/report.html"
    let result = try Tool.run(["analyze"] + arguments + ["--format", "html", "-o", path], in: folder)
    try #require(result.status == 0 && result.errors == "" && result.output.isEmpty)
    return path
  }

  @Test func thePageIsItsOwnersAlone() throws {
    let scratch = try Scratch()
    let fixture = Fixture("lossy-drop-ch2")
    let path = try Self.page(fixture.arguments, in: fixture.path, to: scratch)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/script")))
  func aTerminalIsRefused() throws {
    let fixture = Fixture("lossy-drop-ch2")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
    process.arguments = ["-q", "-e", "-c", "'\(Tool.executable.path)' capture.pcap --format html", "/dev/null"]
    process.currentDirectoryURL = URL(fileURLWithPath: fixture.path)
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
    #expect(text.contains("write it to a file with -o report.html") && !text.contains("<html"))
  }

  // MARK: In a browser

  private static let hasBrowser = ConditionTrait.enabled(
    if: Browser.installed != nil, "there is no Chromium in /usr/bin: the page was not opened")

  @Test(hasBrowser, arguments: ["lossy-drop-ch2", "fail-wrongpsk-client-gnutls-server-mbedtls", "coap-exchanges"])
  func thePageRunsWithoutAWord(_ name: String) throws {
    let (scratch, fixture, browser) = (try Scratch(), Fixture(name), try #require(Browser.installed))
    let path = try Self.page(fixture.arguments, in: fixture.path, to: scratch)
    let result = try browser.open(path)
    #expect(result.console == [])
    #expect(result.document.contains("<table aria-label=\"CoAP exchanges\">") == !name.hasPrefix("fail-"))
  }

  @Test(hasBrowser) func aLinkOpensTheStepAndItsFields() throws {
    let (scratch, fixture, browser) = (try Scratch(), Fixture("lossy-drop-ch2"), try #require(Browser.installed))
    let path = try Self.page(fixture.arguments, in: fixture.path, to: scratch)
    let document = try browser.open(path, fragment: "#session-1-packet-4").document
    #expect(document.contains("class=\"step handshake repeated selected\""))
    #expect(document.contains("<h4>Packet 4, from the client</h4>"))
    #expect(document.contains("<span class=\"mark\">retransmission of 3</span>"))
    #expect(document.contains("<span class=\"name\">client_hello</span>: message_seq 1, length 126,"))
    #expect(document.components(separatedBy: "<g class=\"step ").count == 19)
    #expect(document.contains("class=\"timer\"") && document.contains(">501 ms</text>"))
  }

  @Test(hasBrowser) func nothingFromAPacketRuns() throws {
    let (scratch, browser) = (try Scratch(), try #require(Browser.installed))
    let name = "<img src=x onerror=alert(1)>\u{202e}.pcap"
    try scratch.write(name, HostileCapture.file([UInt8](Self.hostile.utf8)))
    let path = try Self.page([name], in: scratch.path, to: scratch)
    for fragment in ["", "#session-1-packet-1", "#session-1-packet-4"] {
      let result = try browser.open(path, fragment: fragment)
      #expect(result.console == [])
      #expect(!result.document.contains("<title>ran</title>") && !result.document.contains("<img"))
      // It is there as text.
      #expect(result.document.contains("&lt;img src=x onerror="))
      #expect(result.document.matches(of: /<script>/).count == 1)
    }
  }

  /// The two tests above would not notice anything if the console were not heard.
  @Test(hasBrowser) func whatIsNotThePagesOwnScriptIsRefusedAndHeard() throws {
    let (scratch, fixture, browser) = (try Scratch(), Fixture("lossy-drop-ch2"), try #require(Browser.installed))
    let path = try Self.page(fixture.arguments, in: fixture.path, to: scratch)
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let altered = page.replacing("</h1>", with: "</h1><script>document.title='ran'</script>", maxReplacements: 1)
    let result = try browser.open(try scratch.write("altered.html", [UInt8](altered.utf8)))
    #expect(result.console.contains { $0.contains("Content Security Policy") })
    #expect(!result.document.contains("<title>ran</title>"))
    let opened = altered.replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "")
    let unprotected = try browser.open(try scratch.write("opened.html", [UInt8](opened.utf8)))
    #expect(unprotected.document.contains("<title>ran</title>"))
  }
}
