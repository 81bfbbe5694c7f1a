import CoAP
import TestSupport
import Testing

@Suite struct LinkFormatTests {
  /// RFC 6690 §5.
  @Test func aLinkALine() {
    let found = decoded(
      """
      </sensors>;ct=40;title="Sensor Index",</sensors/temp>;rt="temperature-c";if="sensor",\
      </sensors/light>;rt="light-lux";if="sensor",<http://www.example.com/sensors/t123>;anchor="/sensors/temp"\
      ;rel="describedby",</t>;anchor="/sensors/temp";rel="alternate"
      """, 40)
    #expect(found?.format == "link-format")
    #expect(found?.problem == nil)
    #expect(
      found?.text == """
        </sensors>  ct=40 (application/link-format)  title="Sensor Index"
        </sensors/temp>  rt="temperature-c"  if="sensor"
        </sensors/light>  rt="light-lux"  if="sensor"
        <http://www.example.com/sensors/t123>  anchor="/sensors/temp"  rel="describedby"
        </t>  anchor="/sensors/temp"  rel="alternate"
        """)
  }

  @Test(arguments: [
    ("</1/0>,</3/0>;ver=1.1", "</1/0>\n</3/0>  ver=1.1"), ("</a> ; obs , </b>", "</a>  obs\n</b>"),
    ("<>", "<>"), ("</a>;title=\"x,y;z=\\\"q\\\"\"", "</a>  title=\"x,y;z=\\\"q\\\"\""),
    (
      "</a>;ct=\"0 50 999 60\"",
      "</a>  ct=\"0 50 999 60\" (text/plain; charset=utf-8, application/json, application/cbor)"
    ),
    ("</a>;ct=999", "</a>  ct=999"), ("</a>;ct=\"\"", "</a>  ct=\"\""),
    ("</a>;ct=99999999999999999999", "</a>  ct=99999999999999999999"),
    ("</a\u{1b}[1m\u{202e}>", "</a\\u001b[1m\\u202e>"), ("</é>;title*=UTF-8'en'x", "</é>  title*=UTF-8'en'x"),
  ])
  func links(_ sent: String, _ shown: String) {
    let found = decoded(sent, 40)
    #expect(found?.text == shown)
    #expect(found?.problem == nil)
  }

  @Test(arguments: [
    ("/a", "", "link at 0: does not begin with <"), ("</a", "", "target at 0: does not end with >"),
    ("</a>,", "</a>", "link at 5: none after the comma"),
    ("</a></b>", "</a>", "link at 4: neither a semicolon nor a comma after it"),
    ("</a>;", "</a>", "attribute at 5: has no name"), ("</a>;b=", "</a>  b=", "attribute at 7: has no value after ="),
    ("</a>;b=\"c", "</a>  b=", "attribute at 7: does not end with a quotation mark"),
    ("</a>,</b>;=1", "</a>\n</b>", "attribute at 10: has no name"),
  ])
  func saysWhereThereAreNone(_ sent: String, _ shown: String, _ error: String) {
    let found = decoded(sent, 40)
    #expect(found?.problem == "not valid link-format: link-format.\(error)")
    #expect(found?.text == shown)
  }

  @Test func linksAreBounded() {
    let found = decoded(String(repeating: "<>,", count: 20_000), 40)
    #expect(found?.problem == "only 4096 items are shown")
    let named = decoded("<>;ct=\"" + String(repeating: "0 ", count: 30_000) + "\"", 40)
    #expect(named?.problem == "only 16384 bytes of text are shown")
    #expect((named?.text?.utf8.count ?? 0) < 20_000)
  }
}
