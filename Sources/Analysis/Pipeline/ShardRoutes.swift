import Bytes
import Capture
import DTLS

/// Which shard a datagram goes to: that of its flow, or that of the session whose connection ID it carries, when a client
/// has come to another address or port.
struct ShardRoutes {
  private let count: Int
  private var owners = ConnectionIDTable<Int>()
  /// Flows that belong to another shard than their addresses say. Bounded: all are forgotten when there are too many, and
  /// found again by the next record with a connection ID.
  private var strays: [FlowKey: Int] = [:]

  static let maximumStrays = 65_536

  /// Routes to `count` shards.
  init(count: Int) {
    self.count = count
  }

  /// The shard of a flow.
  func shard(of key: FlowKey) -> Int {
    if count == 1 { return 0 }
    return strays.isEmpty ? key.shard(of: count) : strays[key] ?? key.shard(of: count)
  }

  /// The shard of a datagram; learns from it what later ones need.
  mutating func shard(of datagram: borrowing Datagram) -> Int {
    if count == 1 { return 0 }
    let key = FlowKey(datagram.source, datagram.destination)
    let home = shard(of: key)
    if datagram.payload.byte(at: 0) == ContentType.handshake.rawValue {
      // A server chooses its connection ID in ServerHello. A client stays where its flow is.
      if let cid = ServerHello.connectionID(in: datagram.payload) { owners.insert(cid, of: datagram.source, home) }
    } else if Record.hasConnectionID(datagram.payload),
      let owner = owners.value(of: datagram.payload, to: datagram.destination), owner != home
    {
      if strays.count >= Self.maximumStrays { strays = [:] }
      strays[key] = owner
      return owner
    }
    return home
  }
}
