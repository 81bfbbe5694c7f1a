import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// What anybody who can send datagrams to a session's ports must not be able to do to its analysis.
@Suite struct ForgeryTests {
  /// A session and CoAP in it: hellos in packets 1 to 3, application data from 8 on.
  private static let name = "lossy-drop-ch2"
  private static let client = Endpoint(address: IPAddress(ipv4: 0x0a4d_0001), port: 33894)
  private static let server = Endpoint(address: IPAddress(ipv4: 0x0a4d_0002), port: 5684)

  /// What the analysis of the session says with `datagrams` of the client or the server put in before a packet.
  private func heard(_ side: Side, _ datagrams: [[UInt8]], before packet: Int) throws -> Recorder {
    var keyring = Keyring()
    keyring.add(try PresharedKey(specification: "esp32c3_id:esp32c3_key", index: 1))
    let heard = Recorder()
    let analyzer = Analyzer(decryption: Decryption(keyring: keyring), listener: heard)
    let source = try CaptureFile.open(Fixtures.path(Self.name))
    let (from, to) = side == .client ? (Self.client, Self.server) : (Self.server, Self.client)
    try CaptureRun(source, index: 0).run(
      Sieve(dropping: [], analyzer) { stamp in
        guard stamp.number == packet else { return }
        for datagram in datagrams {
          analyzer.receive(
            Datagram(
              source: from, destination: to, payload: datagram.span.bytes, length: datagram.count, hopLimit: 64,
              identification: nil, checksum: .valid), at: stamp)
        }
      })
    return heard
  }

  private func expectWhole(_ heard: Recorder, failed: Int = 0) throws {
    let session = try #require(heard.began.first)
    #expect(session.outcome == .established)
    #expect(session.decryption.state == .decrypted)
    #expect(session.records.client.failed + session.records.server.failed == failed)
    #expect(heard.messages.filter { $0.session == 1 && $0.isAuthentic == true }.count == 4)
    #expect(session.association.missingRecords == PerSide(both: 0))
  }

  @Test func nothingPutInChangesNothing() throws {
    try expectWhole(heard(.client, [], before: 8))
  }

  /// RFC 6347 §4.2.8: the server keeps the association until the client of another one has shown that it is there.
  @Test func aClientHelloInMidSessionDoesNotEndIt() throws {
    let heard = try heard(.client, [Records.clientHello()], before: 8)
    try expectWhole(heard)
    #expect(heard.began.map(\.outcome) == [.established, .incomplete])
  }

  @Test func anAlertWithoutProtectionDoesNotEndASession() throws {
    let heard = try heard(.server, [Records.alert(2, 40, number: 6)], before: 8)
    try expectWhole(heard)
    #expect(heard.began.count == 1)
    #expect(heard.began[0].alerts.first?.alert?.level == .fatal)
  }

  @Test(arguments: [Side.client, .server]) func dataBeforeTheKeysDoesNotHideThem(_ side: Side) throws {
    for packet in [2, 6, 7] {
      try expectWhole(heard(side, [Records.sealedData(number: 100)], before: packet), failed: 1)
    }
  }

  @Test func manyRecordsBeforeFinishedDoNotHideTheKeys() throws {
    let forged = (0..<40).map { Records.sealedData(number: $0) }
    try expectWhole(heard(.client, forged, before: 6), failed: 40)
    try expectWhole(heard(.server, forged, before: 7), failed: 40)
  }

  @Test func aNumberOutOfReachLeavesNoGap() throws {
    let far = Records.record(21, [1, 90], number: 1 << 31)
    try expectWhole(heard(.client, [far], before: 3))
  }
}
