import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 7924 §3: no stack at hand sends it.
@Suite struct CachedInformationTests {
  let example = hex("0006 01 02 abcd 02 00")

  @Test func decodes() throws {
    let body = try decode(CachedInformation.self, example, in: .clientHello)
    #expect(body.cachedInfo.map(\.type.name) == ["cert", "cert_req"])
    #expect(body.cachedInfo.map(\.hash) == [hex("abcd"), []])
    #expect(body.fields[0].children[0].children.map(\.name) == ["type", "hash_value"])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: CachedInformation.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(CachedInformation.self, hex("0002 ee 00"), in: .clientHello)
    #expect(body.cachedInfo.map(\.type.name) == [nil])
  }

  @Test func aServerNamesTypesOnly() throws {
    let body = try decode(CachedInformation.self, hex("0002 01 02"), in: .serverHello)
    #expect(body.cachedInfo.map(\.type.name) == ["cert", "cert_req"])
    #expect(body.cachedInfo.allSatisfy { $0.hash == nil })
    #expect(lengthsThatDecode(as: CachedInformation.self, hex("0002 01 02"), in: .serverHello) == [])
  }
}
