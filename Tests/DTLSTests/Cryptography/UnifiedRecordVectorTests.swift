import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Records of DTLS 1.3 made with Python's cryptography from the formulas of RFC 9147 §4: the traffic secret is 0, 1, 2 and
/// so on, the number 65541, the connection ID beef where there is one, the content "21.5 C" with two zeros behind its type.
@Suite struct UnifiedRecordVectorTests {
  private static let number: UInt64 = 0x1_0005
  private let schedule = KeySchedule13()
  private let opener = RecordOpener()

  private func keys(_ suite: UInt16, secret: [UInt8]? = nil) throws -> TrafficKeys {
    let parameters = try #require(CipherSuite(rawValue: suite).parameters)
    let secret = secret ?? (0..<parameters.prfHash.length).map { UInt8($0) }
    return try #require(schedule.trafficKeys(SecretBytes(secret), parameters, for: opener))
  }

  private func open(
    _ bytes: [UInt8], with keys: TrafficKeys, expecting next: UInt64 = number, order: MaskCounterOrder = .littleEndian
  ) throws -> (number: UInt64, plaintext: [UInt8], contentType: ContentType, order: MaskCounterOrder)? {
    var reader = ByteReader(bytes.span.bytes, as: "DTLSCiphertext")
    guard let record = try? Record(decoding: &reader, connectionIDLength: 2), !record.isCut,
      case .opened(let length, let number, let found) = opener.open(record, with: keys, expecting: next, order: order)
    else { return nil }
    return (number, [UInt8](opener.plaintext(length)), opener.contentType, found)
  }

  static let vectors: [(UInt16, String)] = [
    (0x1301, "2f8be200192fc4f465951dd11649586a963a695cbe0e7971ce88585d9002"),
    (0x1301, "2b5a7a2fc4f465951dd11649d1c614f6c46145030e6eff7ee34f0c23"),
    (0x1301, "271d00192fc4f465951dd11649a65557c153c0f7aaa3c42122e990765b"),
    (0x1301, "23782fc4f465951dd11649177e962382006f5d959756a4f78ab843"),
    (0x1301, "3fbeefb46b00192fc4f465951dd11649d84977e802085e456a0772754ea5ec5d"),
    (0x1302, "2fb2760019b2a9dc2e94f14e62e42c8ee600192f7d0ae380c585917e1e8f"),
    (0x1302, "2b92a8b2a9dc2e94f14e62e40e43c0d74338ef889a38e73a9ebcd0f5"),
    (0x1302, "27c40019b2a9dc2e94f14e62e4afd6b3f2c765693d2ea58a68376ec1bc"),
    (0x1302, "232cb2a9dc2e94f14e62e47c8f437ee8352eefd9510ec9734b3970"),
    (0x1302, "3fbeef0c8d0019b2a9dc2e94f14e62e49dc1cec1056464f79fa42a6174c9a7c0"),
    (0x1303, "2f5f000019ce8638b00880a43093583f1025a9898c3f1ffddecb26873cb9"),
    (0x1303, "2b8158ce8638b00880a430933c975f3d0d85fd7c6669777a1c12c52d"),
    (0x1303, "276e0019ce8638b00880a43093cdbeba9bec93bcece995b9b328310386"),
    (0x1303, "23b9ce8638b00880a430936d812d4d95184b51e7be71abbaf2837c"),
    (0x1303, "3fbeef07200019ce8638b00880a43093a804d2b1b91705bd0d7ab4032e2c7b75"),
    (0x1304, "2f466f0019a5e1106ec7ab8f11ebfeab2d817d6d68d8320022b13c5cddee"),
    (0x1304, "2b62aca5e1106ec7ab8f11eb56525e26a7f3785a4614c56173623d79"),
    (0x1304, "27d50019a5e1106ec7ab8f11ebcf20aae40932eb83a4551c3fa384da1c"),
    (0x1304, "2393a5e1106ec7ab8f11eb0bd64bd18ab847a2fdb81cea7b074451"),
    (0x1304, "3fbeef31f50019a5e1106ec7ab8f11ebc8955d45c8acc5b22de069b22d90a703"),
    (0x1305, "2fd13a0011a5e1106ec7ab8f11eb4321c7c883434b65"),
    (0x1305, "2bddc1a5e1106ec7ab8f11eba4b1b44752361286"),
    (0x1305, "27c10011a5e1106ec7ab8f11eb8964bb3f24c29402"),
    (0x1305, "23b7a5e1106ec7ab8f11eb75f4624c7d8631d2"),
    (0x1305, "3fbeef76b40011a5e1106ec7ab8f11eb65984342f904a9a0"),
  ]

  @Test(arguments: vectors) func vector(_ suite: UInt16, _ text: String) throws {
    let bytes = hex(text)
    let keys = try keys(suite)
    let opened = try #require(try open(bytes, with: keys))
    #expect(opened.number == Self.number)
    #expect(opened.plaintext == Array("21.5 C".utf8))
    #expect(opened.contentType == .applicationData && opened.order == .littleEndian)
    // Every byte is authenticated, those of the header too.
    for index in bytes.indices.dropFirst() {
      var altered = bytes
      altered[index] ^= 1
      #expect(try open(altered, with: keys) == nil, "byte \(index)")
    }
    for count in 0..<bytes.count { #expect(try open([UInt8](bytes.prefix(count)), with: keys) == nil) }
    #expect(try open(bytes, with: self.keys(suite, secret: Array(repeating: 9, count: 32))) == nil)
  }

  /// The same records of ChaCha20, their numbers masked with the counter in the other byte order.
  @Test(
    arguments: [
      "2f87250019ce8638b00880a43093583f1025a9898c3f1ffddecb26873cb9",
      "2b42afce8638b00880a430933c975f3d0d85fd7c6669777a1c12c52d",
      "27410019ce8638b00880a43093cdbeba9bec93bcece995b9b328310386",
      "23cece8638b00880a430936d812d4d95184b51e7be71abbaf2837c",
      "3fbeefc46d0019ce8638b00880a43093a804d2b1b91705bd0d7ab4032e2c7b75",
    ])
  func bothOrdersOfTheCounterAreTried(_ text: String) throws {
    let keys = try keys(0x1303)
    for order in [MaskCounterOrder.littleEndian, .bigEndian] {
      let opened = try #require(try open(hex(text), with: keys, order: order))
      #expect(opened.number == Self.number && opened.order == .bigEndian)
      #expect(opened.plaintext == Array("21.5 C".utf8))
    }
    let standard = try #require(Self.vectors.first { $0.0 == 0x1303 })
    #expect(try open(hex(standard.1), with: keys, order: .bigEndian)?.order == .littleEndian)
  }

  /// The number need not be the one expected, only near it.
  @Test func theNumberIsTheNearestWithItsLowBits() throws {
    let (suite, text) = Self.vectors[0]
    #expect(try open(hex(text), with: keys(suite), expecting: 0x1_0005 - 0x7fff)?.number == Self.number)
    #expect(try open(hex(text), with: keys(suite), expecting: 0x1_0005 + 0x7fff)?.number == Self.number)
    #expect(try open(hex(text), with: keys(suite), expecting: 5) == nil)
    #expect(RecordOpener.nearest(to: 0, low: 0xff, bits: 8) == 0xff)
    #expect(RecordOpener.nearest(to: 0x100, low: 0xff, bits: 8) == 0xff)
    #expect(RecordOpener.nearest(to: 0x1fe, low: 1, bits: 8) == 0x201)
    #expect(RecordOpener.nearest(to: 0x180, low: 0, bits: 8) == 0x100)
    #expect(RecordOpener.nearest(to: .max, low: 0, bits: 16) == UInt64.max - 0xffff)
  }
}
