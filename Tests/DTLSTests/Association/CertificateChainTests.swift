import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct CertificateChainTests {
  /// The chain of a message with these certificates, complete so many seconds after 1970.
  private func chain(_ der: [[UInt8]], _ type: CertificateType = .x509, at seconds: Int64 = 1_800_000_000)
    -> CertificateChain
  {
    let message = Certificate(certificateType: type, certificateList: der.map { CertificateEntry(data: $0) })
    return CertificateChain(message, at: PacketStamp(number: 7, nanoseconds: seconds * 1_000_000_000))
  }

  @Test func aWholeChainHangsTogether() {
    let chain = chain([Certificates.device, Certificates.root])
    #expect(chain.links == [CertificateChain.Link(isNamed: true, isSigned: true)])
    #expect(chain.isInOrder == true)
    #expect(chain.missingIssuer == nil)
    #expect(chain.leaf?.commonName == "device.test")
    #expect(chain.invalidNow.isEmpty)
    #expect(chain.stamp.number == 7)
  }

  @Test func theOrderMatters() {
    let chain = chain([Certificates.root, Certificates.device])
    #expect(chain.links == [CertificateChain.Link(isNamed: false, isSigned: false)])
    #expect(chain.isInOrder == false)
    // The issuer of the last one is there, though not where it belongs.
    #expect(chain.missingIssuer == nil)
  }

  /// A root of the right name and another key: only the signature tells.
  @Test func anImpostorIsNoIssuer() {
    let chain = chain([Certificates.device, Certificates.impostor])
    #expect(chain.links == [CertificateChain.Link(isNamed: true, isSigned: false)])
    #expect(chain.isInOrder == false)
  }

  @Test func theIssuerOfALoneCertificateIsMissing() {
    let chain = chain([Certificates.device])
    #expect(chain.missingIssuer == "CN=Test Root,O=Test")
    #expect(chain.isInOrder == true)
    #expect(self.chain([Certificates.root]).missingIssuer == nil)
  }

  @Test(
    arguments: [(1_795_515_674, [0, 1], X509Certificate.Validity.notYetValid), (1_827_051_676, [0], .expired)]
      as [(Int64, [Int], X509Certificate.Validity)])
  func datesAreComparedWithTheTimeOfCapture(
    _ seconds: Int64, _ places: [Int], _ validity: X509Certificate.Validity
  ) {
    let invalid = chain([Certificates.device, Certificates.root], at: seconds).invalidNow
    #expect(invalid.map(\.index) == places)
    #expect(invalid.allSatisfy { $0.validity == validity })
  }

  @Test func whatCannotBeReadIsAnEntryThatSaysSo() {
    let cut = [UInt8](Certificates.device.dropLast())
    let chain = chain([cut, Certificates.root])
    #expect(chain.entries.first == .unreadable(.x509, length: cut.count))
    #expect(chain.entries.last?.x509?.isCA == true)
    #expect(chain.links == [nil])
    #expect(chain.isInOrder == nil)
    #expect(chain.leaf == nil)
    #expect(
      self.chain([[1, 2]], CertificateType(rawValue: 1)).entries == [
        .unreadable(CertificateType(rawValue: 1), length: 2)
      ])
  }

  @Test func aRawPublicKeyIsNoCertificate() throws {
    let chain = chain([Certificates.rootKey], .rawPublicKey)
    guard case .rawPublicKey(let key, let sha256)? = chain.entries.first else {
      Issue.record("no raw public key")
      return
    }
    #expect(key.text == "EC secp256r1")
    #expect(sha256 == HashAlgorithm.sha256.digest(Certificates.rootKey))
    #expect(chain.leaf == nil && chain.missingIssuer == nil && chain.isInOrder == true)
    #expect(self.chain([Certificates.root], .rawPublicKey).entries.first?.x509 == nil)
  }

  @Test func noCertificateIsAnEmptyChain() {
    let chain = chain([])
    #expect(chain.isEmpty)
    #expect(chain.isInOrder == nil && chain.missingIssuer == nil && chain.leaf == nil)
  }

  @Test func whatIsLookedIntoIsBounded() {
    let many = chain(Array(repeating: Certificates.device, count: 300))
    #expect(many.count == 300)
    #expect(many.entries.count == CertificateChain.maximumEntries)
    // The end of the chain was not looked at.
    #expect(many.missingIssuer == nil)
    let long = chain([Certificates.device, [UInt8](repeating: 0x30, count: CertificateChain.maximumBytes)])
    #expect(long.count == 2 && long.entries.count == 1)
  }
}
