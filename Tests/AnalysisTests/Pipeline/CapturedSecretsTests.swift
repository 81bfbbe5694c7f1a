import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// Secrets that captures hold (draft-ietf-opsawg-pcapng §4.7).
@Suite struct CapturedSecretsTests {
  private static let path = Fixtures.path("pcapng-secrets", "capture.pcapng")
  private let packet = Packets.ipv4(Packets.udp([1, 2, 3]))

  private func block(_ text: String, length: Int? = nil) -> [UInt8] {
    let header = Savefile.word(0x544c_534b, little: true) + Savefile.word(length ?? text.utf8.count, little: true)
    return Savefile.block(0xa, header + Array(text.utf8))
  }

  private func line(_ byte: String) -> String {
    "CLIENT_RANDOM \(String(repeating: byte, count: 32)) \(String(repeating: "01", count: 48))\n"
  }

  private func calls(_ blocks: [UInt8]) throws -> [String] {
    let file = TemporaryFile(Savefile.section() + Savefile.interface(101) + blocks)
    let spy = Spy()
    try CaptureRun(try CaptureFile.open(file.path), index: 0).run(spy)
    return spy.calls
  }

  @Test func theyComeInTheirPlace() throws {
    let calls = try calls(
      block(line("01") + line("02")) + Savefile.enhancedPacket(packet) + block(line("03"))
        + Savefile.enhancedPacket(packet) + block(line("04")))
    #expect(
      calls == [
        "secrets 2", "began 1 of 0", "datagram 1", "secrets 1", "datagram 2", "secrets 1", "tick 2", "ended",
      ])
  }

  @Test func whatIsWrongWithThemIsToldAtTheNextPacket() throws {
    let calls = try calls(
      block("no line") + block("x", length: 77) + block("x", length: 78) + Savefile.enhancedPacket(packet)
        + block("no\nline\n" + line("01")) + Savefile.enhancedPacket(packet) + block("", length: 1))
    #expect(
      calls == [
        "began 1 of 0", "problem 1", "problem 1", "datagram 1", "secrets 1", "problem 2", "datagram 2", "tick 2",
        "problem 2", "ended",
      ])
  }

  @Test func secretsOfOtherKindsAreNotLookedAt() throws {
    let body = Savefile.word(0x5353_484b, little: true) + Savefile.word(4, little: true) + Array("keys".utf8)
    #expect(
      try calls(Savefile.block(0xa, body) + Savefile.enhancedPacket(packet)) == [
        "began 1 of 0", "datagram 1", "tick 1", "ended",
      ])
  }

  @Test func theyOpenWhatComesAfterThem() throws {
    let heard = try analyze(path: Self.path, Keyring())
    #expect(heard.began.map(\.decryption.state) == [.decrypted, .decrypted, .needsKeyLog])
    #expect(heard.began.map(\.decryption.keySource) == ["dsb", "dsb", nil])
    #expect(heard.notices.map(\.packet) == [11, 11])
  }

  @Test func aKeyLogOfTheUserIsNamedFirst() throws {
    var keyring = Keyring()
    keyring.add(KeyLog(contents(Fixtures.path("ok-ecjpake-mbedtls-keylog", "keys.keylog"))))
    let heard = try analyze(path: Self.path, keyring)
    #expect(heard.began.map(\.decryption.keySource) == ["keylog", "dsb", nil])
  }

  /// A wrong key is tried before, and the secrets come when records wait already.
  @Test func theyMayComeAfterKeysWereTried() throws {
    var keyring = Keyring()
    let randoms = try analyze(path: Self.path, Keyring()).began.compactMap {
      $0.association.handshake.clientHello?.random
    }
    let wrong = randoms.map { "CLIENT_RANDOM \(Hex.string($0.bytes)) \(String(repeating: "01", count: 48))" }
    keyring.add(KeyLog(Array(wrong.joined(separator: "\n").utf8)))
    let heard = try analyze(path: Self.path, keyring)
    #expect(heard.began.map(\.decryption.state) == [.decrypted, .decrypted, .wrongKey])
    #expect(heard.began.map(\.decryption.keySource) == ["dsb", "dsb", nil])
  }

  /// Both ends have sent application data, and the handshake's messages are let go.
  @Test func secretsThatComeLateOpenTheRest() throws {
    let name = "ok-ecdhe-psk-openssl-keylog"
    let log = KeyLog(contents(Fixtures.path(name, "keys.keylog")))
    let heard = Recorder()
    let analyzer = Analyzer(decryption: Decryption(keyring: Keyring()), listener: heard)
    let sieve = Sieve(dropping: [], analyzer) { if $0.number == 11 { analyzer.receive(log) } }
    try CaptureRun(try CaptureFile.open(Fixtures.path(name)), index: 0).run(sieve)
    let session = heard.began[0]
    #expect(session.decryption.state == .partial && session.decryption.keySource == "dsb")
    #expect(heard.messages.first?.packet ?? 0 >= 11 && heard.messages.count > 3)
  }

  @Test(arguments: [2, 3, 5]) func theNumberOfShardsMakesNoDifference(_ shards: Int) throws {
    func pieces(_ shards: Int) throws -> [String] {
      let log = PipelineTests.Log()
      let pipeline = Pipeline(Pipeline.Settings(keyring: Keyring(), shards: shards), report: log)
      try CaptureRun(try CaptureFile.open(Self.path), index: 0).run(pipeline)
      return log.pieces
    }
    let one = try pieces(1)
    #expect(one.count { $0.contains("coap") } == 4)
    #expect(try pieces(shards) == one)
  }
}
