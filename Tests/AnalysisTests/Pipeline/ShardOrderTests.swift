import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// That the number of shards makes no difference, also where several have something to say at the same packet.
@Suite struct ShardOrderTests {
  private func give(
    _ payload: [UInt8], _ port: UInt16, isFromServer: Bool = false, at stamp: PacketStamp, to pipeline: Pipeline
  ) {
    let client = Endpoint(address: Talk.client.address, port: port)
    let datagram = Datagram(
      source: isFromServer ? Talk.server : client, destination: isFromServer ? client : Talk.server,
      payload: payload.span.bytes, length: payload.count, hopLimit: 64, identification: nil, checksum: .valid)
    pipeline.receive(datagram, at: stamp)
  }

  private func pieces(shards: Int, flowLimit: Int? = nil, _ fill: (Pipeline) -> Void) -> [String] {
    let log = PipelineTests.Log()
    let pipeline = Pipeline(Pipeline.Settings(keyring: Keyring(), flowLimit: flowLimit, shards: shards), report: log)
    fill(pipeline)
    pipeline.captureEnded(
      CaptureFacts(
        index: 0, path: "test", linkTypes: [], counters: Counters(), first: 0, last: 0, isCut: false, damage: nil))
    return log.pieces
  }

  /// Clients that are refused in another order than that in which they came.
  private func refuse(_ pipeline: Pipeline) {
    for port in UInt16(1)...50 {
      give(Records.clientHello(), port, at: PacketStamp(number: Int(port) * 2, nanoseconds: 0), to: pipeline)
    }
    for port in (UInt16(1)...50).reversed() {
      let stamp = PacketStamp(number: 200 - Int(port), nanoseconds: 0)
      give(Records.alert(2, 40), port, isFromServer: true, at: stamp, to: pipeline)
    }
    pipeline.tick(at: PacketStamp(number: 300, nanoseconds: 100_000_000_000))
  }

  @Test(arguments: [1, 2, 3, 5])
  func sessionsThatEndAtATickComeInTheOrderOfTheirNumbers(_ shards: Int) {
    let pieces = pieces(shards: shards, refuse)
    #expect(pieces == self.pieces(shards: 1, refuse))
    let ends = pieces.filter { $0.hasPrefix("session") }
    #expect(ends == (1...50).map { "session \($0) end \($0 * 2) \($0)/\($0)" })
  }

  /// All datagrams in a single packet, as the subframes of an aggregate are.
  private func aggregate(_ pipeline: Pipeline) {
    for port in UInt16(1)...50 {
      give(Records.clientHello(), port, at: PacketStamp(number: 2, nanoseconds: 0), to: pipeline)
    }
  }

  @Test(arguments: [2, 3, 5])
  func datagramsOfOnePacketKeepTheirOrder(_ shards: Int) {
    let one = pieces(shards: 1, aggregate)
    #expect(one.count == 100 && one.first == "body 0 2 1/1" && one.last == "session 50 end 2 50/50")
    #expect(pieces(shards: shards, aggregate) == one)
  }

  @Test func theLimitOfFlowsIsSharedByTheShards() {
    for shards in [1, 2, 4] {
      let listening = PipelineTests.Log()
      let settings = Pipeline.Settings(keyring: Keyring(), flowLimit: 20, shards: shards)
      let pipeline = Pipeline(settings, report: listening)
      aggregate(pipeline)
      pipeline.inputPaused()
      // The capture goes on: what is over now was closed for want of room.
      let evicted = listening.pieces.count { $0.hasPrefix("session") }
      #expect(evicted >= 30 && evicted < 50)
    }
  }
}
