import TestSupport
import Testing

@testable import Cryptography

@Suite struct HMACTests {
  private func authenticate(_ hash: HashAlgorithm, key: [UInt8], _ message: [UInt8], using hmac: HMAC) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: HMAC.maximumLength)
    let isDone = output.withUnsafeMutableBytes { output in
      key.withUnsafeBytes { key in
        message.withUnsafeBytes { hmac.authenticate(hash, key: key, $0, into: output) }
      }
    }
    return isDone ? [UInt8](output.prefix(hash.length)) : nil
  }

  /// RFC 2202 and RFC 4231: test cases 1, 2 and 6.
  @Test(
    arguments: [
      (.md5, 16, 0x0b, "Hi There", "9294727a3638bb1c13f48ef8158bfc9d"),
      (
        .md5, 80, 0xaa, "Test Using Larger Than Block-Size Key - Hash Key First", "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"
      ),
      (.sha1, 20, 0x0b, "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
      (
        .sha1, 80, 0xaa, "Test Using Larger Than Block-Size Key - Hash Key First",
        "aa4ae5e15272d00e95705637ce8a3b55ed402112"
      ),
      (.sha256, 20, 0x0b, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
      (
        .sha256, 131, 0xaa, "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        .sha384, 20, 0x0b, "Hi There",
        "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"
      ),
      (
        .sha384, 131, 0xaa, "Test Using Larger Than Block-Size Key - Hash Key First",
        "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952"
      ),
    ] as [(HashAlgorithm, Int, UInt8, String, String)])
  func vector(_ hash: HashAlgorithm, _ count: Int, _ byte: UInt8, _ message: String, _ expected: String) {
    let key = Array(repeating: byte, count: count)
    #expect(authenticate(hash, key: key, Array(message.utf8), using: HMAC()) == hex(expected))
  }

  @Test(
    arguments: [
      (.md5, "750c783e6ab0b503eaa86e310a5db738"), (.sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
      (.sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
      (
        .sha384,
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
      ),
    ] as [(HashAlgorithm, String)])
  func keysMayBeShort(_ hash: HashAlgorithm, _ expected: String) {
    let message = Array("what do ya want for nothing?".utf8)
    #expect(authenticate(hash, key: Array("Jefe".utf8), message, using: HMAC()) == hex(expected))
  }

  @Test func contextsAreUsedAgainWithOtherKeys() {
    let hmac = HMAC()
    let message = Array("what do ya want for nothing?".utf8)
    let first = authenticate(.sha1, key: Array("Jefe".utf8), message, using: hmac)
    let other = authenticate(.sha1, key: Array(repeating: 0x0b, count: 20), Array("Hi There".utf8), using: hmac)
    #expect(first == hex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"))
    #expect(other == hex("b617318655057264e28bc0b6fb378c8ef146be00"))
    #expect(authenticate(.sha1, key: Array("Jefe".utf8), message, using: hmac) == first)
  }

  @Test func partsAreOneMessage() {
    let hmac = HMAC()
    let key = Array("Jefe".utf8)
    let parts = [Array("what do ya ".utf8), Array("want for nothing?".utf8)]
    var output = [UInt8](repeating: 0, count: 20)
    let isDone = output.withUnsafeMutableBytes { output in
      key.withUnsafeBytes { key in
        parts[0].withUnsafeBytes { first in
          parts[1].withUnsafeBytes { hmac.authenticate(.sha1, key: key, first, $0, into: output) }
        }
      }
    }
    #expect(isDone)
    #expect(output == hex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"))
  }
}
