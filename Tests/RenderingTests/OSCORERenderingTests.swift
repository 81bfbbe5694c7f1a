import OSCORE
import TestSupport
import Testing

@testable import Rendering

/// What the forms of the report say of messages that OSCORE protects, and of EDHOC.
@Suite struct OSCORERenderingTests {
  private func render(_ form: Form, shards: Int = 1) throws -> String {
    let text = contents(Fixtures.path("oscore", "contexts.oscore"))
    return try form.render(
      [Fixtures.path("oscore")], key: nil, shards: shards, oscoreContexts: try SecurityContextFile(text).contexts)
  }

  @Test(arguments: [
    (1, "CoAP CON GET /tv1  mid 23839 token 00003974  [OSCORE kid (empty), piv 20]"),
    (4, "12 bytes  [OSCORE kid 01]  [retransmission of 2]"),
    (7, "[OSCORE kid (empty), kid context 37cbf3210017a2d3, piv 20]"),
    (10, "observe 61  6 bytes text/plain; charset=utf-8  [OSCORE kid bb, piv 0]  [notification, of 8]"),
    (13, "[OSCORE kid aa01, piv 2]  [Partial IV 2 was used before, in packet 12: a replay]"),
    (
      16,
      "CoAP NON POST /  mid 10 token 60  22 bytes  [OSCORE kid ccdd, piv 5: not opened: no security context for kid ccdd]"
    ),
    (19, "not opened: Group OSCORE in group mode is not decrypted]"),
    (20, "[OSCORE: not opened: malformed option: OSCORE.n at 0: 7 is not in 0...5]"),
    (24, "40 bytes application/cid-edhoc+cbor-seq  [EDHOC message_1]"),
    (27, "[EDHOC error]  [answers 26 after 1.0 ms]"),
  ])
  func aLineSaysIt(_ packet: Int, _ end: String) throws {
    let lines = try render(.packets).split(separator: "\n")
    // The message's own line tells what is a notice elsewhere.
    #expect(lines.count == 27)
    #expect(lines[packet - 1].hasSuffix(end), "\(lines[packet - 1])")
  }

  @Test func theFieldsAreThoseOfTheOptionThenOfTheInnerMessage() throws {
    let text = try render(.fields)
    #expect(
      text.contains(
        """
                OSCORE
                  Partial IV: 14
                  kid: (empty)
                  context: oscore:1
                  outer Code: 0.02 POST
                Type: CON
                Code: 0.01 GET
                Message ID: 23839
                Token: 00003974
                Uri-Host: localhost
                Uri-Path: tv1

        """))
    #expect(
      text.contains(
        """
                EDHOC message_1
                  METHOD: 3 (static DH keys)
                  SUITES_I: 6, 2
                  G_X: 32 bytes
                  C_I: 37

        """))
    #expect(text.contains("          group flag: set\n"))
  }

  @Test func noticesTellReplaysAndContextsThatDoNotFit() throws {
    let text = try render(.text)
    #expect(text.contains("packet 13: OSCORE: Partial IV 2 was used before, in packet 12: a replay\n"))
    #expect(text.contains("packet 18: OSCORE: the tag does not match under oscore:1, oscore:3"))
    let json = try render(.json)
    #expect(json.contains(#""id":"oscore-replay""#) && json.contains(#""id":"oscore-not-opened""#))
    #expect(
      json.contains(
        #""oscore":{"kid":"aa01","kidContext":null,"partialIV":2,"group":false,"outerCode":"0.02","context":"oscore:4","decrypted":true,"replay":true,"#
      ))
    #expect(json.contains(#""edhoc":{"message":"error","errorCode":2,"suites":[2,3],"text":null}"#))
  }

  @Test(arguments: Form.allCases) func theReportDoesNotDependOnTheNumberOfShards(_ form: Form) throws {
    #expect(try render(form, shards: 3) == render(form))
  }

  @Test(arguments: Form.allCases) func noSecretIsShown(_ form: Form) throws {
    let text = try render(form)
    for secret in ["0102030405060708090a", "9e7ca92223786340", "202122232425"] { #expect(!text.contains(secret)) }
  }
}
