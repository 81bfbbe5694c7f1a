import Cryptography
import TestSupport
import Testing

@testable import OSCORE

@Suite struct SecurityContextTests {
  private func bytes(_ secret: SecretBytes) -> [UInt8] { secret.withBytes { [UInt8]($0) } }

  @Test(arguments: RFC8613Vectors.derivations) func vector(_ vector: RFC8613Vectors.Derivation) throws {
    let context = try vector.context()
    #expect(bytes(context.ends[0].key) == hex(vector.senderKey))
    #expect(bytes(context.ends[1].key) == hex(vector.recipientKey))
    #expect(bytes(context.commonIV) == hex(vector.commonIV))
    func nonce(_ id: String) -> [UInt8] {
      Nonce.bytes(partialIV: [0], id: hex(id), commonIV: context.commonIV)
    }
    #expect(nonce(vector.senderID) == hex(vector.senderNonce))
    #expect(nonce(vector.recipientID) == hex(vector.recipientNonce))
  }

  @Test(arguments: RFC8613Vectors.requests + RFC8613Vectors.responses)
  func additionalDataAndNonceOfAMessage(_ vector: RFC8613Vectors.Exchange) throws {
    let context = try vector.context.context()
    let isResponse = vector.name == "C.7" || vector.name == "C.8"
    let kid = context.ends[isResponse ? 1 : 0].id
    #expect(
      AdditionalData.bytes(context.algorithm, requestKid: kid, requestPartialIV: [0x14])
        == hex(vector.additionalData))
    let hasOwnNonce = vector.name == "C.8"
    let nonce = Nonce.bytes(
      partialIV: hasOwnNonce ? [0] : [0x14], id: hasOwnNonce ? context.ends[0].id : kid,
      commonIV: context.commonIV)
    #expect(nonce == hex(vector.nonce))
  }

  /// Of every algorithm, keys and IV have the lengths that its row says, and IDs may be as long as its nonce leaves room.
  @Test(arguments: AEADAlgorithm.rows.map(\.number)) func everyAlgorithmDerives(_ number: Int) throws {
    let algorithm = AEADAlgorithm(rawValue: number)
    let row = try #require(algorithm.row)
    let room = row.aead.nonceLength - 6
    var parameters = SecurityContext.Parameters(
      masterSecret: SecretBytes([1]), senderID: Array(repeating: 7, count: room), recipientID: [])
    parameters.algorithm = algorithm
    let context = try SecurityContext(parameters, name: "")
    #expect(context.ends[0].key.count == row.keyLength && context.commonIV.count == row.aead.nonceLength)
    #expect(!context.ends[0].key.isEqual(to: context.ends[1].key))
    parameters.senderID.append(7)
    #expect(throws: SecurityContext.ParameterError.idTooLong(allowed: room)) {
      try SecurityContext(parameters, name: "")
    }
  }

  @Test func theHashDecides() throws {
    var parameters = SecurityContext.Parameters(
      masterSecret: SecretBytes([1]), senderID: [0], recipientID: [1])
    var ivs: Set<[UInt8]> = []
    for hash in [HashAlgorithm.sha256, .sha384, .sha512] {
      parameters.hash = hash
      ivs.insert(bytes(try SecurityContext(parameters, name: "").commonIV))
    }
    #expect(ivs.count == 3)
  }

  @Test func whatMakesNoContext() {
    func error(
      secret: [UInt8] = [1], sender: [UInt8] = [0], recipient: [UInt8] = [1], algorithm: Int = 10
    ) -> SecurityContext.ParameterError? {
      var parameters = SecurityContext.Parameters(
        masterSecret: SecretBytes(secret), senderID: sender, recipientID: recipient)
      parameters.algorithm = AEADAlgorithm(rawValue: algorithm)
      do throws(SecurityContext.ParameterError) {
        _ = try SecurityContext(parameters, name: "")
        return nil
      } catch {
        return error
      }
    }
    #expect(error() == nil)
    #expect(error(secret: []) == .noMasterSecret)
    #expect(error(recipient: [0]) == .equalIDs)
    #expect(error(algorithm: 14) == .unsupportedAlgorithm)
    #expect(error(recipient: Array(repeating: 0, count: 8)) == .idTooLong(allowed: 7))
  }
}
