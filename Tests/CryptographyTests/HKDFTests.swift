import Cryptography
import TestSupport
import Testing

/// The test cases of RFC 5869 Appendix A.
@Suite struct HKDFTests {
  private let hmac = HMAC()

  struct Vector: Sendable {
    let hash: HashAlgorithm
    let input, salt, info, key, output: String
  }

  static let vectors = [
    Vector(
      hash: .sha256, input: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", salt: "000102030405060708090a0b0c",
      info: "f0f1f2f3f4f5f6f7f8f9", key: "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
      output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
    Vector(
      hash: .sha256, input: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", salt: "", info: "",
      key: "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
      output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    Vector(
      hash: .sha1, input: "0b0b0b0b0b0b0b0b0b0b0b", salt: "000102030405060708090a0b0c", info: "f0f1f2f3f4f5f6f7f8f9",
      key: "9b6c18c432a7bf8f0e71c8eb88f4b30baa2ba243",
      output: "085a01ea1b10f36933068b56efa5ad81a4f14b822f5b091568a9cdd4f155fda2c22e422478d305f3f896"),
  ]

  @Test(arguments: vectors) func vector(_ vector: Vector) throws {
    let key = try #require(
      hmac.extract(vector.hash, salt: SecretBytes(hex(vector.salt)), SecretBytes(hex(vector.input))))
    #expect(key.withBytes { [UInt8]($0) } == hex(vector.key))
    let output = hex(vector.output)
    // Whatever is asked for begins alike.
    for count in 0...output.count {
      let expanded = try #require(hmac.expand(vector.hash, key, info: hex(vector.info), count: count))
      #expect(expanded.withBytes { [UInt8]($0) } == [UInt8](output.prefix(count)))
    }
  }

  @Test func thereAreNoMoreThan255Blocks() {
    let key = SecretBytes([1])
    #expect(hmac.expand(.sha256, key, info: [], count: 255 * 32)?.count == 255 * 32)
    #expect(hmac.expand(.sha256, key, info: [], count: 255 * 32 + 1) == nil)
  }
}
