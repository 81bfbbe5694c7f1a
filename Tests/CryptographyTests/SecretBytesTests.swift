import Testing

@testable import Cryptography

@Suite struct SecretBytesTests {
  let secret = SecretBytes(Array("esp32c3_key".utf8))

  @Test func theBytesCanBeRead() {
    #expect(secret.count == 11)
    #expect(secret.withBytes { [UInt8]($0) } == Array("esp32c3_key".utf8))
  }

  @Test func theDescriptionShowsTheLengthOnly() {
    #expect(secret.description == "<secret of 11 bytes>")
    #expect("\(secret)" == "<secret of 11 bytes>")
    #expect(String(reflecting: secret) == "<secret of 11 bytes>")
  }

  @Test func aDumpShowsNoByte() {
    var text = ""
    dump(secret, to: &text)
    #expect(text.contains("<secret of 11 bytes>"))
    #expect(!text.contains("esp32c3_key"))
    #expect(!text.contains("657370"))
  }

  @Test func bytesAreZeroUntilTheyAreFilled() {
    let secret = SecretBytes(count: 4) { $0[1] = 7 }
    #expect(secret.withBytes { [UInt8]($0) } == [0, 7, 0, 0])
  }

  @Test func equalityIsThatOfTheBytes() {
    #expect(secret.isEqual(to: SecretBytes(Array("esp32c3_key".utf8))))
    #expect(!secret.isEqual(to: SecretBytes(Array("esp32c3_kez".utf8))))
    #expect(!secret.isEqual(to: SecretBytes(Array("esp32c3_ke".utf8))))
    #expect(SecretBytes([]).isEqual(to: SecretBytes([])))
  }

  @Test func aSecretMayBeEmpty() {
    #expect(SecretBytes([]).count == 0)
    #expect(SecretBytes([]).withBytes { $0.count } == 0)
  }
}
