import Cryptography
import TestSupport
import Testing

@testable import DTLS

@Suite struct PresharedKeyTests {
  /// Specification, identity, key.
  @Test(
    arguments: [
      ("key", nil, "key"), ("esp32c3_id:esp32c3_key", "esp32c3_id", "esp32c3_key"), ("id:a", "id", "a"),
      ("hex:6b6579", nil, "key"), ("hex:6B6579", nil, "key"), ("id:hex:6b6579", "id", "key"),
      ("base64:a2V5", nil, "key"), ("base64:a2U=", nil, "ke"), ("base64:aw==", nil, "k"),
      ("id:base64:a2V5", "id", "key"), ("a:b:key", "a:b", "key"), ("a:b:hex:6b6579", "a:b", "key"),
      ("a:hex:00:hex:6b6579", "a:hex:00", "key"),
      ("a:base64:aw==:hex:6b6579", "a:base64:aw==", "key"), ("a:hex:00:base64:a2V5", "a:hex:00", "key"),
      (":key", "", "key"), ("urn:dev:mac:0024befffe804ff1:hex:6b6579", "urn:dev:mac:0024befffe804ff1", "key"),
      ("идентификатор:ключ", "идентификатор", "ключ"), ("id: key ", "id", " key "), ("id:hexkey", "id", "hexkey"),
    ] as [(String, String?, String)])
  func specification(_ text: String, _ identity: String?, _ key: String) throws {
    let parsed = try PresharedKey(specification: text, index: 1)
    #expect(parsed.identity == identity.map { Array($0.utf8) })
    #expect(parsed.key.withBytes { [UInt8]($0) } == Array(key.utf8))
  }

  @Test(
    arguments: [
      ("", .empty), ("id:", .empty), ("hex:", .empty), ("id:hex:", .empty), ("base64:", .empty), (":", .empty),
      ("hex:6", .invalidHex), ("hex:6g", .invalidHex), ("id:hex:0x00", .invalidHex), ("id:hex:00 00", .invalidHex),
      ("hex:6b6579:hex:6b6579", .invalidHex),
      ("base64:a2V", .invalidBase64), ("base64:a2V5!", .invalidBase64), ("id:base64:a2V$", .invalidBase64),
      ("base64:====", .invalidBase64), ("base64:a===", .invalidBase64), ("base64:a=V5", .invalidBase64),
      ("base64:a2U=a2U=", .invalidBase64), ("base64: a2V", .invalidBase64), ("base64:    a2V5", .invalidBase64),
      ("base64:a2V5\n", .invalidBase64), ("base64:a2V-", .invalidBase64), ("base64:a2-5", .invalidBase64),
    ] as [(String, PresharedKey.SyntaxError)])
  func aBrokenSpecification(_ text: String, _ error: PresharedKey.SyntaxError) {
    #expect(throws: error) { try PresharedKey(specification: text, index: 1) }
  }

  @Test(
    arguments: [
      ("hex:5ecre7", "5ecre7"), ("id:hex:5ecre7", "5ecre7"), ("base64:5ecre7", "5ecre7"),
      ("id:base64:5ecre7", "5ecre7"),
    ])
  func errorsNeverRepeatTheKey(_ text: String, _ secret: String) {
    let error = #expect(throws: PresharedKey.SyntaxError.self) { try PresharedKey(specification: text, index: 1) }
    #expect(error?.description.isEmpty == false)
    #expect(error?.description.contains(secret) == false)
    #expect(error.map { String(reflecting: $0) }?.contains(secret) == false)
  }

  @Test(
    arguments: [
      (.empty, "the key is empty"), (.invalidHex, "the key is not an even number of hexadecimal digits"),
      (.invalidBase64, "the key is not base64"), (.missingIdentity, "there is no IDENTITY:HEXKEY"),
    ] as [(PresharedKey.SyntaxError, String)])
  func errorsSayWhatIsWrong(_ error: PresharedKey.SyntaxError, _ text: String) {
    #expect(error.description == text)
  }

  @Test func theNameTellsWhereAKeyCameFrom() throws {
    #expect(try PresharedKey(specification: "esp32c3_id:esp32c3_key", index: 3).name == "psk:esp32c3_id")
    #expect(try PresharedKey(specification: "esp32c3_key", index: 3).name == "psk:key 3")
    #expect(try PresharedKey(fileLine: "esp32c3_id:6b6579", index: 3).name == "psk:esp32c3_id")
  }

  /// The format of GnuTLS's psktool.
  @Test func readsALineOfAFile() throws {
    let key = try PresharedKey(fileLine: "urn:dev:1:657370333263335f6b6579", index: 1)
    #expect(key.identity == Array("urn:dev:1".utf8))
    #expect(key.key.withBytes { [UInt8]($0) } == Array("esp32c3_key".utf8))
  }

  @Test(
    arguments: [
      ("", .missingIdentity), ("6b6579", .missingIdentity), (":6b6579", .missingIdentity), ("id:", .empty),
      ("id:key", .invalidHex), ("id:6b6", .invalidHex), ("id:base64:aw==", .invalidHex),
    ] as [(String, PresharedKey.SyntaxError)])
  func aBrokenLineOfAFile(_ line: String, _ error: PresharedKey.SyntaxError) {
    #expect(throws: error) { try PresharedKey(fileLine: line, index: 1) }
  }
}
