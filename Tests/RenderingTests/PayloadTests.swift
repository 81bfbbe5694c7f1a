import TestSupport
import Testing

/// How decoded payloads are shown.
@Suite struct PayloadTests {
  private func render(_ form: Form, _ message: String) throws -> String {
    try form.render(packets: [packet(hex(message), port: 5683)])
  }

  @Test func linesAreBelowTheMessage() throws {
    let text = try render(.fields, "6045 0001 c1 3c ff a1616101")
    #expect(text.contains("        Payload (4 bytes, CBOR):\n          {\"a\": 1}\n"))
    #expect(!text.contains("as sent"))
    #expect(try render(.fields, "6045 0001 ff a1616101").contains("        Payload (4 bytes, CBOR, a guess):\n"))
  }

  @Test func whatIsWrongIsShownWithWhatWasSent() throws {
    let text = try render(.fields, "6045 0001 c1 3c ff a16161")
    #expect(
      text.contains(
        """
                Payload (3 bytes, CBOR):
                  {"a":
                as sent: a16161
                [not valid CBOR: CBOR.initial byte at 3: needs 1, has 0]

        """))
    #expect(
      try render(.fields, "6045 0001 c1 32 b1 08 ff 7b2261").contains(
        "        Payload (3 bytes, utf-8): {\"a\n        [block 0/1/16 of a body: not decoded]\n"))
  }

  @Test func linesOfTextAreLines() throws {
    #expect(
      try render(.fields, "6045 0001 c0 ff 610a1b 0a62".replacing("1b", with: "c3a9")).contains(
        "        Payload (6 bytes, utf-8):\n          a\n          é\n          b\n"))
  }

  @Test func jsonHasTheSame() throws {
    let found = try render(.json, "6045 0001 c1 3c ff a16161")
    #expect(
      found.contains(
        #""payload":"a16161","payloadEncoding":"hex","payloadFormat":"CBOR","payloadIsGuess":false,"#
          + #""payloadText":"{\"a\":","payloadProblem":"not valid CBOR: CBOR.initial byte at 3: needs 1, has 0","#))
    #expect(
      try render(.ndjson, "6045 0001 ff 00ff").contains(
        #""payloadEncoding":"hex","payloadFormat":null,"payloadIsGuess":false,"payloadText":null,"payloadProblem":null"#
      ))
    #expect(
      try render(.ndjson, "6045 0001 c1 28 ff 3c2f613e2c3c2f623e").contains(#""payloadText":"</a>\n</b>""#))
  }
}
