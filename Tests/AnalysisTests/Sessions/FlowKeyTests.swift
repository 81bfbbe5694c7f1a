import Capture
import Testing

@testable import Analysis

@Suite struct FlowKeyTests {
  static let one = Endpoint(address: IPAddress(ipv4: 0x0a00_0001), port: 40000)
  static let other = Endpoint(address: IPAddress(ipv4: 0x0a00_0002), port: 5684)

  @Test func bothDirectionsHaveTheSameKey() {
    #expect(FlowKey(Self.one, Self.other) == FlowKey(Self.other, Self.one))
    let key = FlowKey(Self.other, Self.one)
    #expect(key.isFirst(Self.one) && !key.isFirst(Self.other))
  }

  @Test func portsTellTheEndsOfOneHostApart() {
    let low = Endpoint(address: Self.one.address, port: 5684)
    let key = FlowKey(Self.one, low)
    #expect(key == FlowKey(low, Self.one))
    #expect(key.isFirst(low) && !key.isFirst(Self.one))
  }

  @Test func everyPartOfAnEndpointMatters() {
    let key = FlowKey(Self.one, Self.other)
    let strangers = [
      Endpoint(address: Self.one.address, port: 40001), Endpoint(address: IPAddress(ipv4: 0x0a00_0003), port: 40000),
      Endpoint(address: IPAddress(high: 1, low: 0x0a00_0001), port: 40000),
    ]
    for stranger in strangers {
      #expect(FlowKey(stranger, Self.other) != key)
      #expect(FlowKey(Self.other, stranger) != key)
      #expect(!key.isFirst(stranger))
    }
    #expect(
      FlowKey(Endpoint(address: Self.one.address, port: 5684), Endpoint(address: Self.other.address, port: 40000))
        != key
    )
  }

  @Test func theSameNumberInTheOtherFamilyIsAnotherAddress() {
    let one = Endpoint(address: IPAddress(high: 0, low: 0x0a00_0001), port: 40000)
    let other = Endpoint(address: IPAddress(high: 0, low: 0x0a00_0002), port: 5684)
    #expect(FlowKey(one, other) != FlowKey(Self.one, Self.other))
  }

  @Test func channelsToPeersBehindOneServerAreDifferentFlows() {
    let peers = [0, 0x4000, 0x4001, 0x4fff, 0x7fff].map { (channel: UInt16) in
      Endpoint(address: Self.other.address, port: Self.other.port, channel: channel)
    }
    #expect(Set(peers.map { FlowKey(Self.one, $0) }).count == peers.count)
    #expect(peers.allSatisfy { FlowKey(Self.one, $0) == FlowKey($0, Self.one) })
  }

  @Test(arguments: 1...9)
  func flowsAreSpreadOverTheShards(_ count: Int) {
    var flows = Array(repeating: 0, count: count)
    for port in UInt16(40000)..<41000 {
      let client = Endpoint(address: Self.one.address, port: port)
      let shard = FlowKey(client, Self.other).shard(of: count)
      #expect(shard == FlowKey(Self.other, client).shard(of: count))
      flows[shard] += 1
    }
    #expect(flows.allSatisfy { $0 > 500 / count })
  }
}
