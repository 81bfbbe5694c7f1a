import Bytes
import Capture
import TestSupport
import Testing

@testable import Analysis
@testable import Rendering

@Suite struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    write(&json)
    return String(decoding: json.take(), as: UTF8.self)
  }

  @Test(arguments: [
    ("plain", #""plain""#), (#"a"b\c/"#, #""a\"b\\c/""#), ("\n\r\t", #""\n\r\t""#),
    ("\0\u{1f}\u{1b}", #""\u0000\u001f\u001b""#),
    ("\u{7f}\u{9b}", #""\u007f\u009b""#), ("\u{202e}\u{2066}\u{200b}\u{2028}", #""\u202e\u2066\u200b\u2028""#),
    ("\u{e0041}", #""\udb40\udc41""#), ("é温🌡", #""é温🌡""#), ("", #""""#),
  ])
  func textIsEscaped(_ text: String, _ expected: String) {
    #expect(written { $0.value(text) } == expected)
    #expect(written { $0.value(text: [UInt8](text.utf8)) } == expected)
  }

  @Test func bytesThatAreNoUTF8BecomeReplacementCharacters() {
    #expect(written { $0.value(text: hex("61ff62")) } == "\"a\u{fffd}b\"")
  }

  @Test func numbersAreWrittenInFull() {
    #expect(written { $0.value(Int64.min) } == "-9223372036854775808")
    #expect(written { $0.value(UInt64.max) } == "18446744073709551615")
    for (number, expected) in [(0, "0.000"), (1.0005, "1.001"), (-0.25, "-0.250"), (1234.5678, "1234.568")] {
      #expect(written { $0.value(number) } == expected)
    }
  }

  @Test func aTimeHasNineDecimals() {
    for (nanoseconds, expected) in [
      (0, "0.000000000"), (1, "0.000000001"), (1_700_000_000_123_456_789, "1700000000.123456789"),
      (-1, "-0.000000001"), (-1_500_000_000, "-1.500000000"),
    ] as [(Int64, String)] {
      #expect(written { $0.value(nanoseconds: nanoseconds) } == expected)
    }
  }

  @Test func membersAndElementsAreSeparated() {
    let text = written {
      $0.object { json in
        json.member("a", 1)
        json.member("b", [1, 2]) { $0.value($1) }
        json.member("c") { $0.member("d", true) }
        json.member("e", [Int]()) { $0.value($1) }
        json.member("f") { _ in }
        json.memberNull("g")
        json.member("h", hex: [0xab, 1])
      }
    }
    #expect(text == #"{"a":1,"b":[1,2],"c":{"d":true},"e":[],"f":{},"g":null,"h":"ab01"}"#)
  }

  @Test func whatIsUnknownIsNull() {
    let text = written {
      $0.object { json in
        json.member("a", nil as String?)
        json.member("b", nil as Bool?)
        json.member("c", nil as Int?)
        json.member("d", nil as Double?)
        json.member("e", text: nil)
        json.member("f", hex: nil)
        json.member("g", nanoseconds: nil)
        json.member("h", number: nil)
      }
    }
    #expect(text == #"{"a":null,"b":null,"c":null,"d":null,"e":null,"f":null,"g":null,"h":null}"#)
  }

  @Test func aTextThatEndsLikeAnObjectIsSeparatedAllTheSame() {
    for text in ["{", "[", ":", ","] {
      let written = written {
        $0.array([text, text]) { $0.value($1) }
      }
      #expect(written == "[\"\(text)\",\"\(text)\"]")
    }
  }

  @Test func anEndpointIsAnAddressAndAPort() {
    let endpoint = Endpoint(address: IPAddress(high: 0xfe80_0000_0000_0000, low: 1), port: 5684)
    let text = written { $0.object { $0.member("client", endpoint) } }
    #expect(text == #"{"client":{"address":"fe80::1","port":5684}}"#)
  }
}
