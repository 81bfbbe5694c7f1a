import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Records with the connection ID beef01 made with Python's cryptography from the formulas of RFC 9146 §5 and of the drafts
/// before it: a key block of 0, 1, 2 and so on, the keys of the client.
@Suite struct ConnectionIDVectorTests {
  /// Opens a record of version 1.2 that carries a connection ID; also says what it carries.
  private func open(
    _ fragment: [UInt8], suite: UInt16, encryptThenMAC: Bool = false, form: AdditionalDataForm,
    cid: [UInt8] = hex("beef01")
  ) throws -> (outcome: RecordOpener.Outcome, plaintext: [UInt8]?, contentType: ContentType) {
    let parameters = try #require(CipherSuite(rawValue: suite).parameters)
    let block = (0..<RecordKeys.keyBlockLength(parameters)).map { UInt8($0) }
    let keys = try #require(
      RecordKeys(
        parameters, keyBlock: SecretBytes(block), side: .client, encryptThenMAC: encryptThenMAC,
        additionalDataForm: form,
        id: 1))
    var record = try #require(try StoredRecord.all(in: hex("19 fefd 0001 000000000001 0000")).first)
    record.connectionID = cid
    record.fragment = fragment
    let opener = RecordOpener()
    let (outcome, plaintext) = record.opened(by: opener, with: keys)
    return (outcome, plaintext, opener.contentType)
  }

  static let vectors: [(UInt16, Bool, AdditionalDataForm, String)] = [
    (0xc0a8, false, .standard, "a0a1a2a3a4a5a6a7edda235661203031f0371dcf1c5d4e425282"),
    (0x00a8, false, .standard, "a0a1a2a3a4a5a6a7ac63a4f1958ef51fd2fa38cee820697eb4b4cca9b6f236ac55d0"),
    (0xccab, false, .standard, "5e7a8beb1642085e50b262385162dd6c085b867bf0b769b3df63"),
    (
      0x00ae, false, .standard,
      "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf2b93957ec5d81869bf1dbf9cfe1a68912219c2beb6e0e6bc17bacfecf35e39ee9bd8bd4da6488d1205565ff7f662cf0a"
    ),
    (
      0x00ae, true, .standard,
      "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf6a117df1cef3d288be29a535526136bdcb11c15ba8fc20cf5ecd1939df59b142ff1950de96f475c42210f62bae4e1189"
    ),
    (0xc0a8, false, .draft, "a0a1a2a3a4a5a6a7edda235661203031f037d57674b6256e6ab0"),
    (0x00a8, false, .draft, "a0a1a2a3a4a5a6a7ac63a4f1958ef51fd2faed16037e420877c71bf7b3f625f76f9f"),
    (0xccab, false, .draft, "5e7a8beb1642085e50b234d20903b446580336a4ae1684b02ae3"),
    (
      0x00ae, false, .draft,
      "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf5a8614ae41d3cc86ff7f04ba0281982f5148f0d2d777e891448829f649c6044dc0974b27487c61babacb1018d256e898"
    ),
    (
      0x00ae, true, .draft,
      "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf6a117df1cef3d288be29a535526136bd0750960a67dcbb29ac6e5c45fffa319481242dd0c3fc613c2f2d5b28fee7ba9d"
    ),
  ]

  /// The content is "21.5 C", the real type application_data, and three zeros follow.
  @Test(arguments: vectors)
  func vector(_ suite: UInt16, _ encryptThenMAC: Bool, _ form: AdditionalDataForm, _ fragment: String) throws {
    let bytes = hex(fragment)
    let opened = try open(bytes, suite: suite, encryptThenMAC: encryptThenMAC, form: form)
    #expect(opened.plaintext == Array("21.5 C".utf8))
    #expect(opened.contentType == .applicationData)
    let otherForm: AdditionalDataForm = form == .draft ? .standard : .draft
    #expect(
      try open(bytes, suite: suite, encryptThenMAC: encryptThenMAC, form: otherForm).outcome == .notAuthentic)
    #expect(
      try open(bytes, suite: suite, encryptThenMAC: encryptThenMAC, form: form, cid: hex("beef02")).outcome
        == .notAuthentic)
    #expect(
      try open(bytes, suite: suite, encryptThenMAC: encryptThenMAC, form: form, cid: hex("beef")).outcome
        == .notAuthentic)
    for count in 0..<bytes.count {
      let outcome = try open([UInt8](bytes.prefix(count)), suite: suite, encryptThenMAC: encryptThenMAC, form: form)
        .outcome
      #expect(outcome == .notAuthentic || outcome == .tooShort)
    }
    for index in bytes.indices {
      var altered = bytes
      altered[index] ^= 1
      #expect(try open(altered, suite: suite, encryptThenMAC: encryptThenMAC, form: form).outcome == .notAuthentic)
    }
  }
}
