import Analysis
import Bytes
import DTLS
import TestSupport
import Testing

@testable import Diagnosis

/// Captures that are cut, damaged or made to deceive.
@Suite struct HostileTests {
  private static let key = "esp32c3_id:esp32c3_key"

  /// A session of each kind: one that came up and ended well, and some that failed.
  static let fixtures = [
    "ok-ccm8-put-get-openssl", "ok-mbedtls-nocookie", "ok-cid-mbedtls-both", "fail-cookie-rejected-openssl",
    "fail-no-server-icmp-openssl", "fail-unknown-identity-openssl", "fail-wrongpsk-client-mbedtls-server-openssl",
  ]

  /// A capture that ends or begins anywhere gives no error for a session that came up and ended well.
  @Test(arguments: ["ok-ccm8-put-get-openssl", "ok-ccm8-put-get-gnutls", "ok-cid-mbedtls-both", "lossy-drop-hvr"])
  func aGoodSessionIsGoodWhereverTheCaptureEndsOrBegins(_ name: String) throws {
    let count = Scene(replaying: name).packets.count
    for place in 0...count {
      for dropped in [Set((place + 1)...(count + 1)), Set(0...place)] {
        let scene = Scene(replaying: name)
        scene.drop(dropped)
        let found = try scene.findings(Self.key)
        #expect(found.findings.filter { $0.severity == .error }.isEmpty, "\(place): \(found.causes)")
      }
    }
  }

  @Test(arguments: ["ok-ccm8-put-get-openssl", "ok-cid-mbedtls-both"])
  func aGoodSessionIsGoodWithoutAnyOneOfItsPackets(_ name: String) throws {
    for number in 1...Scene(replaying: name).packets.count {
      let scene = Scene(replaying: name)
      scene.drop([number])
      let found = try scene.findings(Self.key)
      #expect(found.findings.filter { $0.severity == .error }.isEmpty, "\(number): \(found.causes)")
    }
  }

  @Test(arguments: fixtures)
  func damageOfAnyKindIsSurvived(_ name: String) throws {
    var random = SplitMix64(seed: UInt64(name.utf8.count))
    for _ in 0..<60 {
      let scene = Scene(replaying: name)
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        let packet = Int.random(in: 0..<scene.packets.count, using: &random)
        let byte = Int.random(in: 14..<scene.packets[packet].bytes.count, using: &random)
        scene.packets[packet].bytes[byte] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      let found = try scene.findings(Self.key)
      let numbers = 1...scene.packets.count
      #expect(found.findings.allSatisfy { $0.evidence.allSatisfy { numbers.contains($0.stamp.number) } })
    }
  }

  @Test func cutsOfAnyLengthAreSurvived() throws {
    for name in Self.fixtures {
      for length in stride(from: 14, to: 200, by: 9) {
        let scene = Scene(replaying: name)
        for index in scene.packets.indices {
          scene.packets[index].bytes = Array(scene.packets[index].bytes.prefix(length))
        }
        let found = try scene.findings(Self.key)
        if name.hasPrefix("ok-") { #expect(found.causes == [], "\(name) \(length)") }
      }
    }
  }

  @Test func packetsInAnyOrderAreSurvived() throws {
    var random = SplitMix64(seed: 7)
    for name in Self.fixtures {
      for _ in 0..<10 {
        let scene = Scene(replaying: name)
        let times = scene.packets.map(\.time).shuffled(using: &random)
        for index in scene.packets.indices { scene.packets[index].time = times[index] }
        _ = try scene.findings(Self.key)
      }
    }
  }

  @Test func secretsAreInNoFinding() throws {
    for clientKey in ["hunter2-hunter2", "hunter2-hunter2\0", "another-secret"] {
      let found = try found(["hunter2-hunter2", "esp32c3_id:another-secret"]) { _, talk in
        talk.clientKey = Array(clientKey.utf8)
        talk.cookieExchange(at: 0)
        talk.serverFlight(at: 0.03)
        talk.clientFlight(at: 0.04)
        talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
      }
      #expect(found.causes.count == 1)
      for finding in found.findings {
        let text = finding.text + finding.remedies.joined() + finding.evidence.map(\.what).joined()
        #expect(!text.contains("hunter2") && !text.contains("another-secret"))
      }
    }
  }

  /// An identity of 60,000 bytes is told of in some hundred characters.
  @Test func aLongIdentityIsNotRepeatedInFull() throws {
    let found = try found { _, talk in
      talk.identity = [UInt8](repeating: UInt8(ascii: "x"), count: 30_000)
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.client(.clientKeyExchange, at: 0.04, sending: .inFragments(40))
      talk.client(.changeCipherSpec, .finished, at: 0.05)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.06)
    }
    #expect(found.causes.count == 1 && found.causes[0].hasPrefix("error psk-mismatch-alert"))
    for finding in found.findings {
      #expect(finding.text.utf8.count < 2000 && finding.evidence.allSatisfy { $0.what.utf8.count < 500 })
    }
  }
}
