import CoAP
import TestSupport
import Testing

@Suite struct JSONNotationTests {
  @Test(arguments: [
    ("1", "1"), (" \r\n\t-0.50E+01 ", "-0.50E+01"), ("0", "0"), ("-0", "-0"), ("[]", "[]"), ("{}", "{}"), ("[ ]", "[]"),
    ("{\"b\":1,\"a\":[true,false , null],\"b\":2}", "{\"b\": 1, \"a\": [true, false, null], \"b\": 2}"),
    ("12345678901234567890.00", "12345678901234567890.00"), ("\"a\\u00e9\\/\\\"\"", "\"a\\u00e9\\/\\\"\""),
    ("\"é水\"", "\"é水\""), ("\"\u{202e}\"", "\"\\u202e\""), ("\"\u{7f}\u{9b}\"", "\"\\u007f\\u009b\""),
    ("\"\u{e0041}\"", "\"\\udb40\\udc41\""),
  ])
  func keepsWhatWasSent(_ sent: String, _ shown: String) {
    let found = decoded(sent, 50)
    #expect(found?.text == shown)
    #expect(found?.problem == nil)
    #expect(found?.format == "JSON")
    #expect(found?.isGuess == false)
  }

  @Test(arguments: [
    ("[1,]", "[1,", "JSON.value at 3: no JSON value begins so"), ("{a:1}", "{", "JSON.name at 1: no quotation mark"),
    ("{\"a\" 1}", "{\"a\"", "JSON.object at 5: no colon after the name"),
    ("{\"a\":1 \"b\":2}", "{\"a\": 1", "JSON.object at 7: neither a comma nor its end"),
    ("[1", "[1", "JSON.array at 2: needs 1, has 0"), ("{\"a\":1,", "{\"a\": 1,", "JSON.name at 7: needs 1, has 0"),
    ("\"a", "", "JSON.string at 2: needs 1, has 0"),
    ("\"\\x\"", "", "JSON.string at 1: an escape that JSON does not have"),
    ("\"\\u12g4\"", "", "JSON.string at 1: an escape without four hexadecimal digits"),
    ("\"a\nb\"", "", "JSON.string at 2: a control character that is not escaped"),
    ("01", "", "JSON.number at 0: a zero in front"), ("-", "", "JSON.number at 1: no digit"),
    ("1.", "", "JSON.number at 2: no digit after the point"), ("1e+", "", "JSON.number at 3: no digit in the exponent"),
    ("trUe", "", "JSON.literal at 0: neither true, false nor null"), ("{} {}", "{}", "JSON at 3: 2 bytes left over"),
    ("on", "", "JSON.value at 0: no JSON value begins so"), (" ", "", "JSON.value at 1: needs 1, has 0"),
    ("{\"a\":1}\0", "{\"a\": 1}", "JSON at 7: 1 byte left over"),
  ])
  func saysWhereItIsNone(_ sent: String, _ shown: String, _ error: String) {
    let found = decoded(sent, 50)
    #expect(found?.problem == "not valid JSON: \(error)")
    #expect(found?.text == shown)
  }

  @Test func bytesThatAreNoUTF8AreSaid() {
    let found = decoded(hex("5b22c32822 2c315d"), 50)
    #expect(found?.text == "[\"\\xc3(\", 1]")
    #expect(found?.problem == "not valid JSON: JSON.string at 2: not UTF-8")
  }

  @Test func everyTruncationIsSaid() {
    #expect(truncationsUnsaid([UInt8]("{\"a\":[1.5,true,\"\\u00e9\"],\"b\":{\"c\":null}}".utf8), 50) == [])
  }

  /// RFC 8428 §5.1.3.
  @Test func senMLHasALineForEachRecord() {
    let found = decoded(
      """
      [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},
      {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3}]
      """, 110)
    #expect(found?.format == "SenML JSON")
    #expect(found?.problem == nil)
    #expect(
      found?.text == """
        [
          {
            "bn": "urn:dev:ow:10e2073a0108006:",
            "bt": 1.276020076001e+09,
            "bu": "A",
            "bver": 5,
            "n": "voltage",
            "u": "V",
            "v": 120.1
          },
          {"n": "current", "t": -5, "v": 1.2},
          {"n": "current", "t": -4, "v": 1.3}
        ]
        """)
    #expect(decoded("{\"n\":\"a\"}", 110)?.text == "{\"n\": \"a\"}")
    #expect(decoded("{\"n\":\"a\"}", 110)?.problem == "not valid SenML JSON: SenML JSON at 0: is an array of records")
  }

  @Test(arguments: ["[", "{\"\":", "[[],"])
  func nestingAndItemsAreBounded(_ opener: String) {
    let found = decoded(String(repeating: opener, count: 15_000), 50)
    #expect(found?.problem == "only 32 levels of nesting are shown")
    #expect(decoded("[" + String(repeating: "1,", count: 30_000) + "1]", 50)?.problem == "only 4096 items are shown")
    #expect(
      decoded("\"" + String(repeating: "a", count: 60_000) + "\"", 50)?.problem
        == "only 16384 bytes of text are shown")
  }
}
