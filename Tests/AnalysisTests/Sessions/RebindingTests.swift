import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// A session is followed to other addresses and ports by its connection ID (RFC 9146 §6).
@Suite struct RebindingTests {
  private static let name = "ok-cid-portchange-mbedtls-libcoap"

  @Test func aClientIsFollowedToAnotherPort() throws {
    let heard = try analyze(Self.name, "esp32c3_key")
    #expect(heard.began.count == 1 && heard.ended.count == 1)
    let session = heard.began[0]
    #expect(session.rebindings.map(\.stamp.number) == [9, 13, 17])
    #expect(session.rebindings.map(\.side) == [.client, .client, .client])
    #expect(session.rebindings.map(\.to.port) == [38267, 38268, 38269])
    #expect(session.client.port == 38266 && session.endpoint(.client).port == 38269)
    #expect(session.side(of: session.client) == .client && session.side(of: session.server) == .server)
    #expect(heard.messages.count == 10 && heard.messages.allSatisfy { $0.session == 1 && $0.isAuthentic == true })
    #expect(session.association.missingRecords == PerSide(both: 0))
  }

  /// Without the key nothing proves the record, and the connection ID is all there is.
  @Test func withoutTheKeyTheConnectionIDIsBelieved() throws {
    let heard = try analyze(Self.name)
    #expect(heard.began.count == 1)
    #expect(heard.began[0].rebindings.count == 3)
  }

  @Test func aForgedRecordMovesNothing() throws {
    var keyring = Keyring()
    keyring.add(try PresharedKey(specification: "esp32c3_key", index: 1))
    let heard = Recorder()
    let analyzer = Analyzer(decryption: Decryption(keyring: keyring), listener: heard)
    let stranger = Endpoint(address: IPAddress(ipv4: 0x0a4d_0063), port: 4000)
    let server = Endpoint(address: IPAddress(ipv4: 0x0a4d_0002), port: 5684)
    let source = try CaptureFile.open(Fixtures.path(Self.name))
    var cid: [UInt8] = []
    try CaptureRun(source, index: 0).run(
      Sieve(dropping: [], analyzer) { stamp in
        guard stamp.number == 9 else { return }
        cid = heard.began.first?.connectionIDs?.server ?? []
        let forged = hex("19 fefd 0001 000000000063") + cid + [0, 32] + [UInt8](repeating: 7, count: 32)
        analyzer.receive(
          Datagram(
            source: stranger, destination: server, payload: forged.span.bytes, length: forged.count, hopLimit: 64,
            identification: nil, checksum: .valid), at: stamp)
      })
    #expect(!cid.isEmpty)
    #expect(heard.began[0].rebindings.count == 3)
    #expect(heard.messages.filter { $0.session == 1 }.count == 10)
  }
}
