import CoAP
import TestSupport
import Testing

@Suite struct MultipartTests {
  private func check(_ digits: String, _ text: String, _ problem: String? = nil) {
    let found = decoded(hex(digits), 62)
    #expect(found?.format == "multipart-core")
    #expect(found?.text == text)
    #expect(found?.problem == problem.map { "not valid multipart-core: \($0)" })
  }

  @Test func eachPartByItsOwnFormat() {
    check(
      "8a 00 426f6e 1832 487b2261223a317d20 183c 43820102 182a 4200ff 1832 f6",
      """
      part 1: text/plain; charset=utf-8, 2 bytes
        "on"
      part 2: application/json, 8 bytes
        {"a": 1}
      part 3: application/cbor, 3 bytes
        [1, 2]
      part 4: application/octet-stream, 2 bytes
        h'00ff'
      part 5: application/json, not there
      """)
    check("80", "")
    check("9f 00 4161 ff", "part 1: text/plain; charset=utf-8, 1 byte\n  \"a\"")
  }

  @Test func aPartThatIsMultipartNests() {
    check(
      "82 183e 45 82 00 42 6869",
      """
      part 1: application/multipart-core, 5 bytes
        part 1: text/plain; charset=utf-8, 2 bytes
          "hi"
      """)
  }

  @Test func whatIsWrongWithAPartEndsNotTheRest() {
    check(
      "84 1832 42 7b31 00 4161",
      """
      part 1: application/json, 2 bytes
        {
        not valid: JSON.name at 1: no quotation mark
      part 2: text/plain; charset=utf-8, 1 byte
        "a"
      """, "multipart-core.part at 3: contradicts its format")
  }

  @Test(arguments: [
    ("a0", "", "multipart-core at 0: is an array of formats and parts"),
    ("81 00", "", "multipart-core.array at 1: an odd number of elements: a format without a part"),
    ("82 20 40", "", "multipart-core.format at 1: no number of a content format"),
    ("82 1a00010000 40", "", "multipart-core.format at 1: no number of a content format"),
    ("82 00 01", "part 1: text/plain; charset=utf-8", "multipart-core.part at 2: neither a byte string nor null"),
    ("82 00 43 6162", "part 1: text/plain; charset=utf-8", "multipart-core.part at 3: needs 3, has 2"),
    ("80 00", "", "multipart-core at 1: 1 byte left over"),
  ])
  func saysWhereItIsNone(_ digits: String, _ text: String, _ error: String) {
    check(digits, text, error)
  }

  @Test func everyTruncationIsSaid() {
    #expect(truncationsUnsaid(hex("8400426f6e183c43820102"), 62) == [])
  }

  @Test func nestingIsBounded() {
    var bytes: [UInt8] = hex("820040")
    for _ in 0..<1000 { bytes = hex("82183e59") + [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes }
    let found = decoded(bytes, 62)
    #expect(found?.problem?.contains("only 32 levels of nesting are shown") == true)
    #expect((found?.text?.utf8.count ?? 0) < 20_000)
  }
}
