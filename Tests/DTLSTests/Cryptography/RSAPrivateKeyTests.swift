import Cryptography
import TestSupport
import Testing

@testable import DTLS

@Suite struct RSAPrivateKeyTests {
  /// 512 bits, from `openssl genrsa`.
  let pem = """
    -----BEGIN PRIVATE KEY-----
    MIIBVQIBADANBgkqhkiG9w0BAQEFAASCAT8wggE7AgEAAkEAwA9T9b/rIOJKi6gg
    PfIMeN3W4vz6bhzkM7zL3vhOHb0OJ4F3jKu5itWptRADDxM7VGVunOn3f9hCLYxD
    o2phJwIDAQABAkEAulqlFuC/XsrzlgruLez8mRJ3fQwGWm2CJ4lbL+Ayu7qU+Eol
    VoDysw+Je+bsApr0ta/a+VBV4qXX370Z/aFwYQIhAOCM7fczEUOdmAy5BjhGnD+Q
    5T2LXHeCsHyoygJ7Gev5AiEA2vV5WfD870e1EHRZ9Dn42aN0A9ifbx3rF742AVBE
    vh8CIQCM49/rWn9ajWb5lJ3ycVtYBvHOy8IYukdB8CXPqK17AQIga7eRoJa2yDx9
    rf+fdU/DxcXswCukm7SbQE36IYFMoD8CIEiSG05CDY77fKQ/1xBArfUzOK1/qcx8
    LyTi45uE3L8d
    -----END PRIVATE KEY-----
    """
  /// The same key in the form of PKCS #1.
  var der: [UInt8] { hex(derDigits) }
  let derDigits = """
    3082013b020100024100c00f53f5bfeb20e24a8ba8203df20c78ddd6e2fcfa6e1ce433bccbdef84e1dbd0e2781778cab
    b98ad5a9b510030f133b54656e9ce9f77fd8422d8c43a36a61270203010001024100ba5aa516e0bf5ecaf3960aee2dec
    fc9912777d0c065a6d8227895b2fe032bbba94f84a255680f2b30f897be6ec029af4b5afdaf95055e2a5d7dfbd19fda1
    7061022100e08cedf73311439d980cb90638469c3f90e53d8b5c7782b07ca8ca027b19ebf9022100daf57959f0fcef47
    b5107459f439f8d9a37403d89f6f1deb17be36015044be1f0221008ce3dfeb5a7f5a8d66f9949df2715b5806f1cecbc2
    18ba4741f025cfa8ad7b0102206bb791a096b6c83c7dadff9f754fc3c5c5ecc02ba49bb49b404dfa21814ca03f022048
    921b4e420d8efb7ca43fd71040adf53338ad7fa9cc7c2f24e2e39b84dcbf1d
    """
  /// From `openssl pkeyutl`: fefd and the bytes 0 to 45.
  let encrypted = hex(
    """
    02e73f5774499ecb04df80477d8f8d680b26d2603a0eede2101775a77d1446e8adc308562af472e4fe76708a8d18b86b
    7183b33f0098fc8d9ab15ad38f983fa8
    """)
  let premaster = [0xfe, 0xfd] + (0..<46).map { UInt8($0) }

  private func decrypt(_ bytes: [UInt8], with key: RSAPrivateKey) -> [UInt8]? {
    key.decrypt(bytes)?.withBytes { [UInt8]($0) }
  }

  @Test func readsPEMAndDER() throws {
    #expect(decrypt(encrypted, with: try #require(RSAPrivateKey(Array(pem.utf8)))) == premaster)
    #expect(decrypt(encrypted, with: try #require(RSAPrivateKey(der))) == premaster)
  }

  @Test func everyTruncationOfDERFails() {
    for count in 0..<der.count { #expect(RSAPrivateKey([UInt8](der.prefix(count))) == nil, "\(count)") }
  }

  @Test func whatIsNoKeyFails() {
    #expect(RSAPrivateKey([]) == nil)
    #expect(RSAPrivateKey(Array("esp32c3_key".utf8)) == nil)
    #expect(RSAPrivateKey(Array(pem.utf8.dropLast(200))) == nil)
  }

  @Test func aPublicKeyFails() {
    let text = """
      -----BEGIN PUBLIC KEY-----
      MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMAPU/W/6yDiSouoID3yDHjd1uL8+m4c
      5DO8y974Th29DieBd4yruYrVqbUQAw8TO1Rlbpzp93/YQi2MQ6NqYScCAwEAAQ==
      -----END PUBLIC KEY-----
      """
    #expect(RSAPrivateKey(Array(text.utf8)) == nil)
  }

  @Test func aKeyOfAnotherKindFails() {
    let text = """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgmpJ5sxD8/ZkZxgzE
      tXnBJlqBFndKmuGpguAnCb729rKhRANCAAQZFI3UKnr7cUqDbtGaZ/WiluL4Lhqg
      TE43UPonmQy7p4hPLJMvOcke6pM6m6s0kvnV5RlEyUlV6oFT3g3ieCjz
      -----END PRIVATE KEY-----
      """
    #expect(RSAPrivateKey(Array(text.utf8)) == nil)
  }

  @Test func aKeyWithAPassphraseFailsWithoutAsking() {
    let text = """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIIBvTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQI5fhodXAK4XwCAggA
      MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAECBBARib92X4Y+eR2eK+z7p8NzBIIB
      YMScN7vbF6FXgc/+D6I8jFMb3BkN2dEsHdAhJLX9v41bm7diUFu+eMfN6VkrD6Pg
      aNAumXYsuv20u1RUXQSPz4QQJ2h4gmyBvFr3aLXgOY5ruU+iGlWMd3P51wZMOl6Z
      57y8c/MjxvtpihM7i92JYXg1MfR01zN/RJPOBI0kGrWr93EmxWOi3UDv8aSVH0FW
      JFwk3RK82tGNp4WVtcyF6w4t1w4DkdChO1BkiqRuctL0y2YCcOQGJNw5t2S3WmOe
      SKkylPr06jnyaKwekkaliA/nU79OYpYxwjYJqzQquDZaiNNNrAFsUF7+VKhk8HnR
      G3Y1+qHqQz/vWy65A7IhooCJ4Fsia1QzDfrFSToZ+lonrJOFZXYsWhvUoe039MtM
      jXStK3yddoP67i3kbp2Ngq/MZEtldcYmabWMwtzmBvmKzAdBYv2AxvVE30hFJtui
      BQTYdLbi9FZF+q6YVuDnJzQ=
      -----END ENCRYPTED PRIVATE KEY-----
      """
    #expect(RSAPrivateKey(Array(text.utf8)) == nil)
  }

  /// Newer versions of libcrypto answer a wrong padding with bytes that look random, of a length that looks random.
  @Test func alteredBytesNeverGiveTheSecret() throws {
    let key = try #require(RSAPrivateKey(der))
    for index in encrypted.indices {
      var altered = encrypted
      altered[index] ^= 1
      #expect(decrypt(altered, with: key) != premaster)
    }
  }

  @Test func aWrongLengthFails() throws {
    let key = try #require(RSAPrivateKey(der))
    #expect(key.decrypt([]) == nil)
    #expect(key.decrypt([UInt8](encrypted.dropLast())) == nil)
    #expect(key.decrypt(encrypted + [0]) == nil)
  }

  /// From `openssl pkeyutl`: the same bytes but the last.
  @Test func aSecretOf47BytesFails() throws {
    let short = hex(
      """
      0320e2e4e5166ea9c113e3f4dce7d9f5b5e77f50e6056a7609f4679ddaca2aa91a257cc6d8620f6f4d7df821394f7c33
      c90400500ef0ab04b5cbe1048701ff8e
      """)
    #expect(try #require(RSAPrivateKey(der)).decrypt(short) == nil)
  }

  /// RFC 5246 §8.1.1, with a real session that does not use the extended master secret.
  @Test func opensThePremasterSecretOfARealSession() throws {
    let facts = try SessionFacts(.rsa)
    let key = try #require(RSAPrivateKey(hex(RealSession.rsaKey)))
    let exchange = try #require(try RealSession.rsa.records.first { $0.record.fragment.first == 16 }?.record)
    let premaster = try #require(key.decrypt([UInt8](exchange.fragment.dropFirst(14))))
    let master = KeySchedule12().masterSecret(
      premaster: premaster,
      binding: .randoms(client: facts.clientHello.random.bytes, server: facts.serverHello.random.bytes),
      hash: facts.hash)
    #expect(master?.withBytes { [UInt8]($0) } == hex(RealSession.rsa.masterSecret))
    #expect([UInt8](try facts.finished(of: .client).prefix(4)) == hex("1400000c"))
  }
}
