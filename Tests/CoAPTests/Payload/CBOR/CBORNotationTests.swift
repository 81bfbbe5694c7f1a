import Bytes
import TestSupport
import Testing

@testable import CoAP

@Suite struct CBORNotationTests {
  private func notation(_ digits: String) throws(DecodeError) -> String {
    let bytes = hex(digits)
    var writer = PayloadWriter(width: .max)
    try writer.appendCBOR(bytes.span.bytes, .plain)
    return writer.finish()
  }

  /// RFC 8949 Appendix A, all of it; but for the embedded item of tag 24, which is shown decoded as §8 allows.
  @Test(arguments: [
    ("00", "0"), ("01", "1"), ("0a", "10"), ("17", "23"), ("1818", "24"), ("1819", "25"), ("1864", "100"),
    ("1903e8", "1000"), ("1a000f4240", "1000000"), ("1b000000e8d4a51000", "1000000000000"),
    ("1bffffffffffffffff", "18446744073709551615"), ("c249010000000000000000", "18446744073709551616"),
    ("3bffffffffffffffff", "-18446744073709551616"), ("c349010000000000000000", "-18446744073709551617"),
    ("20", "-1"), ("29", "-10"), ("3863", "-100"), ("3903e7", "-1000"), ("f90000", "0.0"), ("f98000", "-0.0"),
    ("f93c00", "1.0"), ("fb3ff199999999999a", "1.1"), ("f93e00", "1.5"), ("f97bff", "65504.0"),
    ("fa47c35000", "100000.0"), ("fa7f7fffff", "3.4028234663852886e+38"), ("fb7e37e43c8800759c", "1.0e+300"),
    ("f90001", "5.960464477539063e-8"), ("f90400", "0.00006103515625"), ("f9c400", "-4.0"),
    ("fbc010666666666666", "-4.1"), ("f97c00", "Infinity"), ("f97e00", "NaN"), ("f9fc00", "-Infinity"),
    ("fa7f800000", "Infinity"), ("fa7fc00000", "NaN"), ("faff800000", "-Infinity"),
    ("fb7ff0000000000000", "Infinity"), ("fb7ff8000000000000", "NaN"), ("fbfff0000000000000", "-Infinity"),
    ("f4", "false"), ("f5", "true"), ("f6", "null"), ("f7", "undefined"), ("f0", "simple(16)"),
    ("f8ff", "simple(255)"),
    ("c074323031332d30332d32315432303a30343a30305a", "0(\"2013-03-21T20:04:00Z\")"),
    ("c11a514b67b0", "1(1363896240)"), ("c1fb41d452d9ec200000", "1(1363896240.5)"), ("d74401020304", "23(h'01020304')"),
    ("d818456449455446", "24(<<\"IETF\">>)"),
    ("d82076687474703a2f2f7777772e6578616d706c652e636f6d", "32(\"http://www.example.com\")"), ("40", "h''"),
    ("4401020304", "h'01020304'"), ("60", "\"\""), ("6161", "\"a\""), ("6449455446", "\"IETF\""),
    ("62225c", "\"\\\"\\\\\""), ("62c3bc", "\"ü\""), ("63e6b0b4", "\"水\""), ("64f0908591", "\"\u{10151}\""),
    ("80", "[]"), ("83010203", "[1, 2, 3]"), ("8301820203820405", "[1, [2, 3], [4, 5]]"),
    (
      "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
      "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]"
    ),
    ("a0", "{}"), ("a201020304", "{1: 2, 3: 4}"), ("a26161016162820203", "{\"a\": 1, \"b\": [2, 3]}"),
    ("826161a161626163", "[\"a\", {\"b\": \"c\"}]"),
    (
      "a56161614161626142616361436164614461656145",
      "{\"a\": \"A\", \"b\": \"B\", \"c\": \"C\", \"d\": \"D\", \"e\": \"E\"}"
    ),
    ("5f42010243030405ff", "(_ h'0102', h'030405')"), ("7f657374726561646d696e67ff", "(_ \"strea\", \"ming\")"),
    ("9fff", "[_ ]"), ("9f018202039f0405ffff", "[_ 1, [2, 3], [_ 4, 5]]"),
    ("9f01820203820405ff", "[_ 1, [2, 3], [4, 5]]"), ("83018202039f0405ff", "[1, [2, 3], [_ 4, 5]]"),
    ("83019f0203ff820405", "[1, [_ 2, 3], [4, 5]]"),
    (
      "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff",
      "[_ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]"
    ),
    ("bf61610161629f0203ffff", "{_ \"a\": 1, \"b\": [_ 2, 3]}"), ("826161bf61626163ff", "[\"a\", {_ \"b\": \"c\"}]"),
    ("bf6346756ef563416d7421ff", "{_ \"Fun\": true, \"Amt\": -2}"),
  ])
  func vector(_ digits: String, _ text: String) throws {
    #expect(try notation(digits) == text)
  }

  @Test(arguments: [
    // An empty bignum, one of -1 - 255, one of more bytes than are read as a number, and a tag 2 around no string.
    ("c240", "0"), ("c341ff", "-256"), ("c202", "2(2)"),
    ("c25821" + String(repeating: "ff", count: 33), "2(h'" + String(repeating: "ff", count: 33) + "')"),
    // 2^256 - 1
    (
      "c25820" + String(repeating: "ff", count: 32),
      "115792089237316195423570985008687907853269984665640564039457584007913129639935"
    ),
    ("dbffffffffffffffff00", "18446744073709551615(0)"), ("5fff", "(_ )"), ("f820", "simple(32)"),
    ("fb3e7ad7f29abcaf48", "1.0e-7"), ("fb3eb0c6f7a0b5ed8d", "0.000001"), ("fb444b1ae4d6e2ef50", "1.0e+21"),
    ("fb4415af1d78b58c40", "100000000000000000000.0"), ("fa41bc0000", "23.5"), ("d81840", "24(h'')"),
    ("64e280ae41", "\"\\u202eA\""), ("631b5b31", "\"\\u001b[1\""),
  ])
  func beyondTheVectors(_ digits: String, _ text: String) throws {
    #expect(try notation(digits) == text)
  }

  /// What is not well-formed (RFC 8949 Appendix F), and what was read before it.
  @Test(arguments: [
    ("18", "", "CBOR.argument at 1: needs 1, has 0"),
    ("1c", "", "CBOR.initial byte at 0: its additional information is reserved"),
    ("fe", "", "CBOR.initial byte at 0: its additional information is reserved"),
    ("1f", "", "CBOR.initial byte at 0: its additional information is reserved"),
    ("df00", "", "CBOR.initial byte at 0: its additional information is reserved"),
    ("f818", "", "CBOR.simple value at 0: below 32 it has no second byte"),
    ("ff", "", "CBOR.break at 0: outside an item of indefinite length"),
    ("8301ff", "[1, ", "CBOR.break at 2: outside an item of indefinite length"),
    ("a101ff", "{1: ", "CBOR.break at 2: outside an item of indefinite length"),
    ("830102", "[1, 2, ", "CBOR.initial byte at 3: needs 1, has 0"),
    ("9f0102", "[_ 1, 2, ", "CBOR.initial byte at 3: needs 1, has 0"),
    ("826161436162", "[\"a\", h'", "CBOR.byte string at 4: needs 3, has 2"),
    ("5f00ff", "(_ ", "CBOR.piece of a string at 1: not a string of the same kind"),
    ("5f6161ff", "(_ ", "CBOR.piece of a string at 1: not a string of the same kind"),
    ("7f7f6161ffff", "(_ ", "CBOR.piece of a string at 1: not a string of the same kind"),
    ("0000", "0", "CBOR at 1: 1 byte left over"), ("d818420000", "24(<<0", "CBOR at 4: 1 byte left over"),
    ("9bffffffffffffffff00", "[0, ", "CBOR.initial byte at 10: needs 1, has 0"),
    ("5bffffffffffffffff00", "h'", "CBOR.byte string at 9: needs 9223372036854775807, has 1"),
  ])
  func malformed(_ digits: String, _ before: String, _ error: String) throws {
    let found = try #require(decoded(hex(digits), 60))
    #expect(found.problem == "not valid CBOR: \(error)")
    #expect(found.text == (before.hasSuffix(" ") ? String(before.dropLast()) : before))
  }

  @Test func textThatIsNotUTF8IsSaidAndTheRestIsShown() {
    let found = decoded(hex("8262c32801"), 60)
    #expect(found?.text == "[\"\\xc3(\", 1]")
    #expect(found?.problem == "not valid CBOR: CBOR.text string at 2: not UTF-8")
  }

  @Test func whereItEndsIsSaidAsWell() {
    let found = decoded(hex("8262c32841"), 60)
    #expect(
      found?.problem == "not valid CBOR: CBOR.text string at 2: not UTF-8; "
        + "not valid CBOR: CBOR.byte string at 5: needs 1, has 0")
  }

  @Test func everyTruncationIsSaid() {
    #expect(truncationsUnsaid(hex("bf61610161629f0203ff6163fb3ff199999999999a6164d81843820102ff"), 60) == [])
  }

  @Test func whatIsLongHasALineForEachElement() {
    let record = "a2" + "6161" + "781e" + String(repeating: "78", count: 30) + "6162" + "820102"
    let exes = String(repeating: "x", count: 30)
    #expect(
      decoded(hex("82" + record + record), 60)?.text == """
        [
          {"a": "\(exes)", "b": [1, 2]},
          {"a": "\(exes)", "b": [1, 2]}
        ]
        """)
  }

  @Test func sequencesHaveALineForEachItem() {
    let found = decoded(hex("01820203f6"), 63)
    #expect(found?.format == "CBOR sequence")
    #expect(found?.text == "1\n[2, 3]\nnull")
    #expect(found?.problem == nil)
    #expect(decoded(hex("0118"), 272)?.text == "1")
    #expect(decoded(hex("0118"), 272)?.problem == "not valid CBOR sequence: CBOR.argument at 2: needs 1, has 0")
  }

  @Test(arguments: ["81", "a100", "c1", "9f", "bf00"])
  func nestingIsBounded(_ opener: String) {
    let bytes = hex(String(repeating: opener, count: 10_000))
    let found = decoded(bytes, 60)
    #expect(found?.problem == "only 32 levels of nesting are shown")
    #expect((found?.text?.utf8.count ?? 0) < 20_000)
  }

  @Test func itemsInStringsNestAsDeep() {
    var bytes: [UInt8] = [0]
    for _ in 0..<1000 { bytes = hex("d81859") + [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes }
    let found = decoded(bytes, 60)
    #expect(found?.problem == "only 32 levels of nesting are shown")
    #expect(found?.text == String(repeating: "24(<<", count: 16))
  }

  @Test func itemsAndTextAreBounded() throws {
    let many = try #require(decoded(hex("99ffff" + String(repeating: "00", count: 60_000)), 60))
    #expect(many.problem == "only 4096 items are shown")
    #expect((many.text?.utf8.count ?? 0) <= PayloadWriter.maxLength + 64)
    let long = try #require(decoded(hex("59fde8" + String(repeating: "00", count: 65_000)), 60))
    #expect(long.problem == "only 16384 bytes of text are shown")
    #expect((long.text?.utf8.count ?? 0) <= PayloadWriter.maxLength + 64)
    let controls = try #require(decoded(hex("79fde8" + String(repeating: "1b", count: 65_000)), 60))
    #expect(controls.problem == "only 16384 bytes of text are shown")
    #expect((controls.text?.utf8.count ?? 0) <= PayloadWriter.maxLength + 64)
  }
}
