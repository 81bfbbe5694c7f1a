import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct KeyVariantTests {
  /// What each row makes of a key; nil where it makes nothing.
  static let examples: [(row: String, key: String, variant: String?)] = [
    ("trailing NUL", "key", "key\0"),
    ("without its trailing NUL", "key\0", "key"),
    ("without its trailing NUL", "key", nil),
    ("trailing newline", "key", "key\n"),
    ("trailing CR and newline", "key", "key\r\n"),
    ("without its trailing newline", "key\n", "key"),
    ("without its trailing newline", "key\r\n", "key"),
    ("without its trailing newline", "key\r", nil),
    ("in double quotes", "key", "\"key\""),
    ("in single quotes", "key", "'key'"),
    ("without its quotes", "\"key\"", "key"),
    ("without its quotes", "'key'", "key"),
    ("without its quotes", "'key\"", nil),
    ("without its quotes", "\"\"", nil),
    ("text decoded as hexadecimal", "6b6579", "key"),
    ("text decoded as hexadecimal", "6B6579", "key"),
    ("text decoded as hexadecimal", "6b657", nil),
    ("text decoded as hexadecimal", "key", nil),
    ("text decoded as hexadecimal after 0x", "0x6b6579", "key"),
    ("text decoded as hexadecimal after 0x", "6b6579", nil),
    ("bytes written as hexadecimal text", "jkl", "6a6b6c"),
    ("bytes written as hexadecimal text in capitals", "jkl", "6A6B6C"),
    ("bytes written as hexadecimal text after 0x", "jkl", "0x6a6b6c"),
    ("text decoded as base64", "a2V5", "key"),
    ("text decoded as base64", "a2V5MQ==", "key1"),
    ("text decoded as base64", "a2V", nil),
    ("bytes written as base64 text", "key", "a2V5"),
    ("bytes written as base64 text", "key1", "a2V5MQ=="),
    ("in capitals", "Key1", "KEY1"),
    ("in capitals", "KEY1", nil),
    ("in small letters", "Key1", "key1"),
    ("in small letters", "key1", nil),
    ("first 16 bytes", "0123456789abcdefg", "0123456789abcdef"),
    ("first 16 bytes", "0123456789abcdef", nil),
    ("first 32 bytes", String(repeating: "k", count: 33), String(repeating: "k", count: 32)),
    ("first 32 bytes", String(repeating: "k", count: 32), nil),
    ("first 48 bytes", String(repeating: "k", count: 64), String(repeating: "k", count: 48)),
    ("first 48 bytes", String(repeating: "k", count: 48), nil),
    ("first 64 bytes", String(repeating: "k", count: 65), String(repeating: "k", count: 64)),
    ("first 64 bytes", String(repeating: "k", count: 64), nil),
    ("up to its first NUL", "ke\0y", "ke"),
    ("up to its first NUL", "key\0", nil),
    ("up to its first NUL", "\0key", nil),
    ("up to its first NUL", "key", nil),
  ]

  @Test(arguments: examples)
  func aRowMakesAnotherSpelling(_ row: String, _ key: String, _ variant: String?) throws {
    let found = try #require(KeyVariant.rows.first { $0.name == row })
    #expect(found.apply(Array(key.utf8)) == variant.map { Array($0.utf8) })
  }

  @Test func everyRowHasAnExampleAndANameOfItsOwn() {
    #expect(Set(KeyVariant.rows.map(\.name)) == Set(Self.examples.map(\.row)))
    #expect(Set(KeyVariant.rows.map(\.name)).count == KeyVariant.rows.count)
  }

  private func key(_ text: String, identity: String? = nil) -> PresharedKey {
    PresharedKey(
      identity: identity.map { Array($0.utf8) }, key: SecretBytes(text.utf8), name: "psk:\(identity ?? "key 1")")
  }

  @Test func noVariantIsTheKeyItselfOrEmpty() {
    for text in ["key", "KEY", "6b6579", "\n", "0x", "\"\"", "\0"] {
      let variants = key(text).variants
      #expect(variants.allSatisfy { !$0.key.isEqual(to: SecretBytes(text.utf8)) && $0.key.count > 0 })
      #expect(variants.allSatisfy { $0.name.hasPrefix("psk:key 1 (variant: ") && $0.name.hasSuffix(")") })
    }
  }

  @Test func aNameNeverHoldsTheKey() {
    for variant in key("hunter2-hunter2").variants { #expect(!variant.name.lowercased().contains("hunter")) }
  }

  @Test func aLongKeyHasNone() {
    #expect(!key(String(repeating: "k", count: KeyVariant.maximumLength)).variants.isEmpty)
    #expect(key(String(repeating: "k", count: KeyVariant.maximumLength + 1)).variants.isEmpty)
  }

  @Test func anIdentityWithKeysGetsTheirVariantsThenOtherKeysThenTheStock() {
    var keyring = Keyring()
    keyring.add(key("own", identity: "me"))
    keyring.add(key("other", identity: "you"))
    let names = keyring.variants(for: Array("me".utf8)).candidates(for: []).map(\.name)
    #expect(names.first == "psk:me (variant: trailing NUL)")
    #expect(names.contains("psk:you") && !names.contains { $0.hasPrefix("psk:you (variant") })
    #expect(names.suffix(KeyVariant.stockKeys.count).allSatisfy { $0.hasSuffix("(not supplied)") })
  }

  @Test func anIdentityWithoutKeysGetsTheVariantsOfOthers() {
    var keyring = Keyring()
    keyring.add(key("other", identity: "you"))
    let names = keyring.variants(for: Array("me".utf8)).candidates(for: []).map(\.name)
    #expect(names.contains("psk:you (variant: trailing NUL)"))
  }

  @Test func variantsAreMadeOfABoundedNumberOfKeys() {
    var keyring = Keyring()
    for index in 0..<100 { keyring.add(key("key\(index)", identity: "me")) }
    let count = keyring.variants(for: Array("me".utf8)).candidates(for: []).count
    #expect(count <= Keyring.maximumVariedKeys * KeyVariant.rows.count + KeyVariant.stockKeys.count)
  }
}
