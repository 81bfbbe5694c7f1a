import DTLS
import TestSupport
import Testing

@testable import Analysis

/// Records that are longer than the ends agreed on.
@Suite struct RecordLimitNoticeTests {
  private func tooLong(_ heard: Recorder) -> [String] {
    heard.notices.compactMap { notice in
      guard case .recordTooLong(let length, let limit) = notice.notice else { return nil }
      return "\(notice.packet): \(length) of \(limit.length)"
    }
  }

  @Test func inTheClear() {
    let talk = Talk()
    let extensions: [UInt8] = [0, 1, 0, 1, 1]
    talk.fromClient(Records.clientHello(extensions: extensions))
    talk.fromServer(Records.serverHello(extensions: extensions))
    // With the header of a handshake message 512 and 513 bytes.
    talk.fromServer(Records.handshake(12, [UInt8](repeating: 0, count: 500), sequence: 1, number: 1))
    talk.fromServer(Records.handshake(14, [UInt8](repeating: 0, count: 501), sequence: 2, number: 2))
    #expect(tooLong(talk.heard) == ["4: 513 of 512"])
  }

  /// Records with the keys of a master secret of 48 times 1, made with Python's hmac: TLS_PSK_WITH_NULL_SHA.
  @Test func protected() {
    var keyring = Keyring()
    let random = String(repeating: "07", count: 32)
    keyring.add(KeyLog(Array("CLIENT_RANDOM \(random) \(String(repeating: "01", count: 48))".utf8)))
    let talk = Talk(keyring)
    let extensions: [UInt8] = [0, 28, 0, 2, 0, 64]
    talk.fromClient(Records.clientHello(suite: 0x002c, extensions: extensions))
    talk.fromServer(Records.serverHello(suite: 0x002c, extensions: extensions))
    for (number, count, mac) in [
      (1, 64, "c4cf85057df2af1203755a57f3d74fa5bb8b61db"), (2, 65, "594c7506c7ca8e361470a5079bce8f869e273b7a"),
    ] {
      talk.fromClient(Records.record(23, (0..<count).map { UInt8($0) } + hex(mac), epoch: 1, number: number))
    }
    #expect(talk.heard.began[0].decryption.state == .decrypted)
    #expect(tooLong(talk.heard) == ["4: 65 of 64"])
  }

  @Test func aRecordMayBeAsLongAsWasAgreed() throws {
    let heard = try analyze("ok-max-fragment-length-mbedtls", "esp32c3_key")
    #expect(heard.began[0].association.handshake.recordLimit(of: .client, isProtected: true)?.length == 512)
    #expect(heard.messages.count == 4 && tooLong(heard).isEmpty)
  }
}
