import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct RecordOpenerTests {
  let opener = RecordOpener()

  /// Every plain-PSK suite of OpenSSL, encrypt-then-MAC and MAC-then-encrypt, DTLS 1.0 and 1.2.
  @Test(arguments: RealSession.psk) func opensEveryRecordOfARealSession(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    for (sender, record) in try facts.protectedRecords {
      let (outcome, plaintext) = record.opened(by: opener, with: try facts.keys(of: sender))
      #expect(outcome == .opened(plaintext?.count ?? -1))
      switch record.contentType {
      case .handshake: #expect(plaintext?.count == 24)
      case .alert: #expect(plaintext == hex("0100"))
      case .applicationData where session.name == RealSession.mbedTLS.name:
        // A CoAP message: version 1.
        #expect((plaintext?.first ?? 0) & 0xc0 == 0x40)
      case .applicationData: #expect(plaintext == Array((sender == .client ? "21.5 C\n" : "ok\n").utf8))
      default: Issue.record("\(record.contentType) in \(session.name)")
      }
    }
  }

  /// The tag or MAC covers every byte, the IV in the record included.
  @Test(arguments: RealSession.psk) func anAlteredByteIsNotAuthentic(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    let (sender, record) = try #require(try facts.protectedRecords.last)
    let keys = try facts.keys(of: sender)
    for index in record.fragment.indices {
      var altered = record
      altered.fragment[index] ^= 0x01
      #expect(altered.opened(by: opener, with: keys).outcome == .notAuthentic, "byte \(index)")
    }
    #expect(record.opened(by: opener, with: keys).plaintext != nil)
  }

  /// RFC 5246 §6.2.3.3 and §6.2.3.1: number, epoch, type and version are authenticated, too.
  @Test(arguments: RealSession.psk) func anAlteredHeaderIsNotAuthentic(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    let (sender, record) = try #require(try facts.protectedRecords.last)
    let keys = try facts.keys(of: sender)
    var altered = record
    altered.sequenceNumber += 1
    #expect(altered.opened(by: opener, with: keys).outcome == .notAuthentic)
    altered = record
    altered.epoch += 1
    #expect(altered.opened(by: opener, with: keys).outcome == .notAuthentic)
    altered = record
    altered.contentType = .heartbeat
    #expect(altered.opened(by: opener, with: keys).outcome == .notAuthentic)
    altered = record
    altered.version = ProtocolVersion(rawValue: record.version.rawValue ^ 1)
    #expect(altered.opened(by: opener, with: keys).outcome == .notAuthentic)
  }

  @Test(arguments: RealSession.psk) func noTruncationOpens(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    let (sender, record) = try #require(try facts.protectedRecords.last)
    let keys = try facts.keys(of: sender)
    let mode = try #require(session.cipherSuite.parameters?.cipher?.mode)
    let macLength = session.cipherSuite.parameters?.macHash?.length ?? 0
    let shortest: Int =
      switch mode {
      case .cbc(let block): 2 * block + (session.encryptThenMAC ? macLength : 0)
      default: mode.recordIVLength + mode.tagLength + macLength
      }
    for count in 0..<record.fragment.count {
      var cut = record
      cut.fragment = [UInt8](record.fragment.prefix(count))
      let outcome = cut.opened(by: opener, with: keys).outcome
      if count < shortest {
        #expect(outcome == .tooShort, "\(count)")
      } else {
        #expect([.tooShort, .notAuthentic].contains(outcome), "\(count)")
      }
    }
  }

  @Test(arguments: RealSession.psk) func theKeysOfTheOtherEndDoNotOpen(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    for (sender, record) in try facts.protectedRecords {
      #expect(record.opened(by: opener, with: try facts.keys(of: sender.peer)).outcome == .notAuthentic)
    }
  }

  @Test(arguments: RealSession.cbc + RealSession.macThenEncrypt)
  func theOtherOrderOfMACAndEncryptionDoesNotOpen(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    for (sender, record) in try facts.protectedRecords {
      let keys = try facts.keys(of: sender, encryptThenMAC: !session.encryptThenMAC)
      #expect(record.opened(by: opener, with: keys).plaintext == nil)
    }
  }

  @Test func aRecordLongerThanAnyDatagramIsNotOpened() throws {
    let facts = try SessionFacts(.mbedTLS)
    var (sender, record) = try #require(try facts.protectedRecords.last)
    record.fragment += [UInt8](repeating: 0, count: 1 << 16)
    #expect(record.opened(by: opener, with: try facts.keys(of: sender)).outcome == .tooShort)
    record.fragment = [UInt8](record.fragment.prefix(1 << 16))
    #expect(record.opened(by: opener, with: try facts.keys(of: sender)).outcome == .notAuthentic)
  }

  /// Keys whose numbers share a place in the pool take it from each other.
  @Test func aPlaceInThePoolChangesOwners() throws {
    #expect(CipherContexts.size == 1024)
    var opened = 0
    let first = try SessionFacts(.mbedTLS)
    for session in [RealSession.aead[4], .aead[6], .cbc[0], .macThenEncrypt[0]] {
      let second = try SessionFacts(session)
      let pairs = [(first, UInt64(1)), (second, 1025), (first, 1), (second, 1025), (first, 2049)]
      for (facts, id) in pairs {
        let (sender, record) = try #require(try facts.protectedRecords.first)
        if record.opened(by: opener, with: try facts.keys(of: sender, id: id)).plaintext != nil { opened += 1 }
      }
    }
    #expect(opened == 20)
  }

  @Test func keysGetNumbersOfTheirOwn() {
    #expect((0..<3).map { _ in opener.makeKeysID() } == [1, 2, 3])
  }

  /// Each of these is a stream cipher under its tag: an altered byte stays one altered byte.
  @Test(arguments: RealSession.aead) func showsWhatWasAltered(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    let data = try facts.protectedRecords.filter { $0.record.contentType == .applicationData }
    let (sender, record) = try #require(data.first)
    let keys = try facts.keys(of: sender)
    let ivLength = keys.cipher.mode.recordIVLength
    var altered = record
    altered.fragment[ivLength + 3] ^= 0x01
    #expect(altered.opened(by: opener, with: keys).outcome == .notAuthentic)
    let count = altered.withRecord { opener.openUnauthenticated($0, with: keys) }
    #expect(count == 7)
    #expect([UInt8](opener.plaintext(7)) == Array("21.4 C\n".utf8))
    altered.fragment = [UInt8](record.fragment.prefix(ivLength + keys.cipher.mode.tagLength - 1))
    #expect(altered.withRecord { opener.openUnauthenticated($0, with: keys) } == nil)
  }

  @Test(arguments: [RealSession.cbc[0], .macThenEncrypt[0], .null[0]])
  func showsNothingOfOtherCiphers(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    let (sender, record) = try #require(try facts.protectedRecords.last)
    let keys = try facts.keys(of: sender)
    #expect(record.withRecord { opener.openUnauthenticated($0, with: keys) } == nil)
  }
}
