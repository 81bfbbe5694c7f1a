import Cryptography
import TestSupport
import Testing

@testable import OSCORE

/// The test vectors of RFC 8613 Appendix C.
enum RFC8613Vectors {
  /// A key derivation: Appendices C.1 to C.3, each of the client and of the server.
  struct Derivation: Sendable, CustomTestStringConvertible {
    let name: String
    let salt: String
    let senderID, recipientID: String
    var idContext: String?
    let senderKey, recipientKey, commonIV, senderNonce, recipientNonce: String

    var testDescription: String { name }

    func context() throws -> SecurityContext {
      var parameters = SecurityContext.Parameters(
        masterSecret: SecretBytes(hex("0102030405060708090a0b0c0d0e0f10")), senderID: hex(senderID),
        recipientID: hex(recipientID))
      parameters.masterSalt = SecretBytes(hex(salt))
      parameters.idContext = idContext.map { hex($0) }
      return try SecurityContext(parameters, name: name)
    }
  }

  static let client1 = Derivation(
    name: "C.1.1", salt: "9e7ca92223786340", senderID: "", recipientID: "01",
    senderKey: "f0910ed7295e6ad4b54fc793154302ff", recipientKey: "ffb14e093c94c9cac9471648b4f98710",
    commonIV: "4622d4dd6d944168eefb54987c", senderNonce: "4622d4dd6d944168eefb54987c",
    recipientNonce: "4722d4dd6d944169eefb54987c")
  static let server1 = Derivation(
    name: "C.1.2", salt: "9e7ca92223786340", senderID: "01", recipientID: "",
    senderKey: "ffb14e093c94c9cac9471648b4f98710", recipientKey: "f0910ed7295e6ad4b54fc793154302ff",
    commonIV: "4622d4dd6d944168eefb54987c", senderNonce: "4722d4dd6d944169eefb54987c",
    recipientNonce: "4622d4dd6d944168eefb54987c")
  static let client2 = Derivation(
    name: "C.2.1", salt: "", senderID: "00", recipientID: "01", senderKey: "321b26943253c7ffb6003b0b64d74041",
    recipientKey: "e57b5635815177cd679ab4bcec9d7dda", commonIV: "be35ae297d2dace910c52e99f9",
    senderNonce: "bf35ae297d2dace910c52e99f9", recipientNonce: "bf35ae297d2dace810c52e99f9")
  static let server2 = Derivation(
    name: "C.2.2", salt: "", senderID: "01", recipientID: "00", senderKey: "e57b5635815177cd679ab4bcec9d7dda",
    recipientKey: "321b26943253c7ffb6003b0b64d74041", commonIV: "be35ae297d2dace910c52e99f9",
    senderNonce: "bf35ae297d2dace810c52e99f9", recipientNonce: "bf35ae297d2dace910c52e99f9")
  static let client3 = Derivation(
    name: "C.3.1", salt: "9e7ca92223786340", senderID: "", recipientID: "01", idContext: "37cbf3210017a2d3",
    senderKey: "af2a1300a5e95788b356336eeecd2b92", recipientKey: "e39a0c7c77b43f03b4b39ab9a268699f",
    commonIV: "2ca58fb85ff1b81c0b7181b85e", senderNonce: "2ca58fb85ff1b81c0b7181b85e",
    recipientNonce: "2da58fb85ff1b81d0b7181b85e")
  static let server3 = Derivation(
    name: "C.3.2", salt: "9e7ca92223786340", senderID: "01", recipientID: "", idContext: "37cbf3210017a2d3",
    senderKey: "e39a0c7c77b43f03b4b39ab9a268699f", recipientKey: "af2a1300a5e95788b356336eeecd2b92",
    commonIV: "2ca58fb85ff1b81c0b7181b85e", senderNonce: "2da58fb85ff1b81d0b7181b85e",
    recipientNonce: "2ca58fb85ff1b81c0b7181b85e")

  static let derivations = [client1, server1, client2, server2, client3, server3]

  /// The requests and responses of Appendices C.4 to C.8: as they were, and as they are protected.
  struct Exchange: Sendable, CustomTestStringConvertible {
    let name: String
    let context: Derivation
    let plain, additionalData, nonce, protected: String

    var testDescription: String { name }
  }

  static let request4 = Exchange(
    name: "C.4", context: client1, plain: "44015d1f00003974396c6f63616c686f737483747631",
    additionalData: "8368456e63727970743040488501810a40411440", nonce: "4622d4dd6d944168eefb549868",
    protected: "44025d1f00003974396c6f63616c686f7374620914ff612f1092f1776f1c1668b3825e")
  static let request5 = Exchange(
    name: "C.5", context: client2, plain: "440171c30000b932396c6f63616c686f737483747631",
    additionalData: "8368456e63727970743040498501810a4100411440", nonce: "bf35ae297d2dace910c52e99ed",
    protected: "440271c30000b932396c6f63616c686f737463091400ff4ed339a5a379b0b8bc731fffb0")
  static let request6 = Exchange(
    name: "C.6", context: client3, plain: "44012f8eef9bbf7a396c6f63616c686f737483747631",
    additionalData: "8368456e63727970743040488501810a40411440", nonce: "2ca58fb85ff1b81c0b7181b84a",
    protected: "44022f8eef9bbf7a396c6f63616c686f73746b19140837cbf3210017a2d3ff72cd7273fd331ac45cffbe55c3")
  /// Answers C.4 with the request's nonce.
  static let response7 = Exchange(
    name: "C.7", context: server1, plain: "64455d1f00003974ff48656c6c6f20576f726c6421",
    additionalData: "8368456e63727970743040488501810a40411440", nonce: "4622d4dd6d944168eefb549868",
    protected: "64445d1f0000397490ffdbaad1e9a7e7b2a813d3c31524378303cdafae119106")
  /// Answers C.4 with a nonce of its own.
  static let response8 = Exchange(
    name: "C.8", context: server1, plain: "64455d1f00003974ff48656c6c6f20576f726c6421",
    additionalData: "8368456e63727970743040488501810a40411440", nonce: "4722d4dd6d944169eefb54987c",
    protected: "64445d1f00003974920100ff4d4c13669384b67354b2b6175ff4b8658c666a6cf88e")

  static let requests = [request4, request5, request6]
  static let responses = [response7, response8]
}
