import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct SignedCertificateTimestampTests {
  /// The form of RFC 6962 §3.2 with a log's key hash of 0x11, at 2024-02-29 12:34:56 UTC.
  let example = hex("00 \(String(repeating: "11", count: 32)) 0000018df4dc51fb 0000 0403 0002 abcd")

  @Test func decodes() throws {
    let timestamp = try SignedCertificateTimestamp(bytes: example)
    #expect(timestamp.logID == [UInt8](repeating: 0x11, count: 32))
    #expect(timestamp.fields[2].value == "1709210096123 (2024-02-29 12:34:56 UTC)")
    #expect(timestamp.fields[4] == Field("algorithm", "ecdsa_secp256r1_sha256 (0x0403)"))
    #expect(timestamp.signature == hex("abcd"))
    #expect(truncationsThatDecode(as: SignedCertificateTimestamp.self, example) == [])
    #expect(throws: DecodeError.self) { try SignedCertificateTimestamp(bytes: example + [0]) }
  }

  /// No clock reaches that far: the number stands alone.
  @Test func aTimeBeyondAllClocksIsANumber() throws {
    var far = example
    far.replaceSubrange(33..<41, with: [UInt8](repeating: 0xff, count: 8))
    #expect(try SignedCertificateTimestamp(bytes: far).fields[2].value == "\(UInt64.max)")
  }

  @Test func theListShowsWhatItCan() throws {
    let list = hex("00 3b 00 31") + example + hex("00 06 010203040506")
    let body = try decode(SignedCertificateTimestampList.self, list, in: .serverHello)
    #expect(body.fields.first?.children.map(\.children.isEmpty) == [false, true])
  }
}
