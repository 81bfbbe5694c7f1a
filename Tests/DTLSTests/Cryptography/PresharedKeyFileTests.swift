import Cryptography
import TestSupport
import Testing

@testable import DTLS

@Suite struct PresharedKeyFileTests {
  private func keys(_ text: [UInt8]) throws -> [String] {
    try PresharedKeyFile(text).keys.map { key in
      key.key.withBytes { bytes in
        (key.identity ?? []).map { $0 < 0x80 ? String(UnicodeScalar($0)) : "<\($0)>" }.joined() + "="
          + String(decoding: bytes, as: UTF8.self)
      }
    }
  }

  private func keys(_ text: String) throws -> [String] { try keys(Array(text.utf8)) }

  @Test func linesAreKeys() throws {
    #expect(try keys("a:6b31\n\nb:c:6b32") == ["a=k1", "b:c=k2"])
    #expect(try keys("") == [])
  }

  @Test func whatEditorsAddSaysNothing() throws {
    #expect(try keys("\u{feff}a:6b31\r\nb:6b32 \t\r\n \n") == ["a=k1", "b=k2"])
  }

  @Test func identitiesAreBytes() throws {
    let composed: [UInt8] = [0xc3, 0xa9]
    let decomposed: [UInt8] = [0x65, 0xcc, 0x81]
    #expect(try keys([0xff, 0xfe] + Array(":6b31\n".utf8)) == ["<255><254>=k1"])
    #expect(try PresharedKeyFile(composed + Array(":6b31".utf8)).keys[0].identity == composed)
    #expect(try PresharedKeyFile(decomposed + Array(":6b31".utf8)).keys[0].identity == decomposed)
  }

  /// As psktool writes an identity that is not printable.
  @Test func aHexIdentityIsNoComment() throws {
    #expect(try PresharedKeyFile(Array("#00ff:6b31".utf8)).keys[0].identity == [0x00, 0xff])
  }

  @Test(arguments: ["#", "# a comment", "#cafe", "#caf:6b31", "#:6b31", "# cafe:6b31", "#cafe: 6b31", "# id: 6b31"])
  func aCommentIsNoKey(_ line: String) throws {
    #expect(try keys("a:6b31\n\(line)\nb:6b32\n") == ["a=k1", "b=k2"])
  }

  @Test func aBrokenLineIsNamed() {
    #expect(throws: PresharedKeyFile.LineError(line: 3, reason: .invalidHex)) { try keys("a:6b31\n\nid:xyz\n") }
    #expect(throws: PresharedKeyFile.LineError(line: 2, reason: .missingIdentity)) { try keys("# keys\nno key here") }
  }
}
