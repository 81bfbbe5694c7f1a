import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// That a session goes to the shard that knows what it needs.
@Suite struct ShardRoutesTests {
  private static let id: [UInt8] = Array(1...32)

  private func shard(
    _ payload: [UInt8], port: UInt16, isFromServer: Bool = false, in routes: inout ShardRoutes
  ) -> Int {
    let client = Endpoint(address: Talk.client.address, port: port)
    return routes.shard(
      of: Datagram(
        source: isFromServer ? Talk.server : client, destination: isFromServer ? client : Talk.server,
        payload: payload.span.bytes, length: payload.count, hopLimit: 64, identification: nil, checksum: .valid))
  }

  private func home(_ port: UInt16, _ count: Int) -> Int {
    FlowKey(Endpoint(address: Talk.client.address, port: port), Talk.server).shard(of: count)
  }

  @Test(arguments: [1, 2, 3, 8]) func aResumedSessionFollowsTheFirst(_ count: Int) {
    var routes = ShardRoutes(count: count)
    #expect(shard(Records.clientHello(), port: 1, in: &routes) == home(1, count))
    let owner = shard(Records.serverHello(sessionID: Self.id), port: 1, isFromServer: true, in: &routes)
    #expect(owner == home(1, count))
    for port in UInt16(2)...50 {
      #expect(shard(Records.clientHello(sessionID: Self.id), port: port, in: &routes) == owner)
      // So does all that comes after it on the same flow.
      #expect(shard(Records.serverHello(sessionID: Self.id), port: port, isFromServer: true, in: &routes) == owner)
      #expect(shard(Records.sealedData(), port: port, in: &routes) == owner)
    }
    #expect(shard(Records.clientHello(sessionID: [9]), port: 60, in: &routes) == home(60, count))
  }

  @Test(arguments: [2, 3, 8]) func aTicketIsFollowed(_ count: Int) {
    let ticket = (0..<200).map { UInt8($0) }
    let message = Records.handshake(4, [0, 0, 1, 44] + Records.vector16(ticket), sequence: 3, number: 3)
    var routes = ShardRoutes(count: count)
    let owner = shard(message, port: 1, isFromServer: true, in: &routes)
    let hello = Records.clientHello(sessionID: [5], extensions: [0, 35] + Records.vector16(ticket))
    for port in UInt16(2)...50 { #expect(shard(hello, port: port, in: &routes) == owner) }
  }

  @Test(
    arguments: [
      "ok-resume-id-psk-openssl", "ok-resume-ticket-psk-openssl", "ok-resume-ticket-mbedtls",
      "ok-resume-ticket-without-id-openssl", "ok-resume-refused-openssl",
    ])
  func resumedSessionsAreOpenedOnAnyNumberOfShards(_ name: String) throws {
    let one = try coapMessages(name, shards: 1)
    #expect(one.count == (name.contains("without-id") ? 2 : 4) || one.count > 4)
    for shards in 2...9 { #expect(try coapMessages(name, shards: shards) == one, "\(shards)") }
  }

  /// The pieces about CoAP messages, of which there are none of sessions that were not opened.
  private func coapMessages(_ name: String, shards: Int) throws -> [String] {
    var keyring = Keyring()
    keyring.add(try PresharedKey(specification: "esp32c3_key", index: 1))
    let log = PipelineTests.Log()
    let pipeline = Pipeline(Pipeline.Settings(keyring: keyring, shards: shards), report: log)
    try CaptureRun(try CaptureFile.open(Fixtures.path(name)), index: 0).run(pipeline)
    return log.pieces.filter { $0.contains("coap") }
  }
}
