import TestSupport
import Testing

@testable import Rendering

/// Findings in every form of the report.
@Suite struct FindingRenderingTests {
  /// A handshake that the server ends because it does not know this identity.
  private static func refusal(of identity: [UInt8]) -> [[UInt8]] {
    func server(_ payload: [UInt8]) -> [UInt8] {
      var bytes = Packets.ipv4(Packets.udp(payload, ports: (5684, 40000)))
      bytes.replaceSubrange(12..<20, with: Packets.destination4 + Packets.source4)
      return bytes
    }
    return [
      packet(Records.clientHello()), server(Records.serverHello() + Records.handshake(14, [], sequence: 1, number: 1)),
      packet(Records.handshake(16, Records.vector16(identity), sequence: 1, number: 1)),
      server(Records.alert(2, 115, number: 2)),
    ]
  }

  @Test func aFindingHasAllItsMembersInJSON() throws {
    let json = try Form.json.render(packets: Self.refusal(of: Array("nobody".utf8)))
    let findings = try #require(json.firstRange(of: "\"findings\":[\n").map { json[$0.upperBound...] })
    #expect(
      findings.hasPrefix(
        """
        {"id":"psk-identity-unknown-alert","severity":"error","confidence":"certain","session":1,"title":"
        """))
    #expect(findings.contains(#""explanation":"The server does not know the identity \"nobody\""#))
    #expect(findings.contains(#""evidence":[{"packet":3,"timestamp":"#) && findings.contains(#"{"packet":4,"#))
    #expect(findings.contains(#""remedy":["#) && findings.contains(#""reference":""#))
    #expect(json.contains(#""findings":["psk-identity-unknown-alert""#))
  }

  @Test func aFindingIsALineOfItsOwn() throws {
    let lines = try Form.ndjson.render(packets: Self.refusal(of: Array("nobody".utf8))).split(separator: "\n")
    let findings = lines.filter { $0.hasPrefix(#"{"kind":"finding""#) }
    #expect(findings.first?.contains(#""id":"psk-identity-unknown-alert","severity":"error""#) == true)
  }

  @Test func aFindingStandsBelowItsSession() throws {
    let text = try Form.text.render(packets: Self.refusal(of: Array("nobody".utf8)))
    #expect(text.contains("  ERROR: ") && text.contains("psk-identity-unknown-alert, certain\n"))
    #expect(text.contains("identity \"nobody\""))
  }

  /// What would move the cursor, end a line or turn the reading order is spelled out.
  @Test(arguments: Form.allCases)
  func textFromPacketsIsSafe(_ form: Form) throws {
    let identity = Array("a\u{1b}[31m\r\n\u{202e}\u{9b}2J\u{0}\u{7f}\"\\z".utf8) + [0xff, 0xfe]
    let text = try form.render(packets: Self.refusal(of: identity))
    let report = form == .colored ? text.replacing(/\u{1b}\[[0-9;]*m/, with: "") : text
    #expect(!report.isEmpty)
    let unsafe = report.unicodeScalars.filter { !SafeText.isShown($0) && $0 != "\n" && $0 != "\u{fffd}" }
    #expect(unsafe.isEmpty, "\(unsafe.map(\.value))")
    if form == .colored { #expect(!text.contains("\u{1b}[31m\r") && !text.contains("a\u{1b}")) }
  }
}
