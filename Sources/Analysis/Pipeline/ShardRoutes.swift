import Bytes
import Capture
import DTLS

/// Which shard a datagram goes to: that of its flow, or that of the session whose connection ID it carries, when a client
/// has come to another address or port, or whose master secret it needs, when a client resumes a session from elsewhere.
struct ShardRoutes {
  private let count: Int
  private var owners = ConnectionIDTable<Int>()
  /// The shards of the sessions that may be resumed, by the names that their servers gave them.
  private var sessions = RecentTable<[UInt8], Int>(limit: Decryption.maximumResumableSessions)
  /// Flows that belong to another shard than their addresses say.
  private var strays = RecentTable<FlowKey, Int>(limit: Self.maximumStrays)
  /// Whether there are any: asked for every packet, which a table of another module answers slowly.
  private var hasStrays = false

  /// Flows that are followed to another shard: as many as are live. One that is forgotten is found again by its next record
  /// with a connection ID.
  static let maximumStrays = FlowTable.defaultLimit

  /// Routes to `count` shards.
  init(count: Int) {
    self.count = count
  }

  /// The shard of a flow.
  func shard(of key: FlowKey) -> Int {
    if count == 1 { return 0 }
    return hasStrays ? strays[key] ?? key.shard(of: count) : key.shard(of: count)
  }

  /// The shard of a datagram; learns from it what later ones need.
  mutating func shard(of datagram: borrowing Datagram) -> Int {
    if count == 1 { return 0 }
    let key = FlowKey(datagram.source, datagram.destination)
    let home = shard(of: key)
    if datagram.payload.byte(at: 0) == ContentType.handshake.rawValue {
      let glance = HandshakeGlance(datagram.payload)
      for name in glance.wantedNames {
        guard let owner = sessions[name] else { continue }
        if owner != home { follow(key, to: owner) }
        return owner
      }
      // A server chooses its connection ID in ServerHello. A client stays where its flow is.
      if let cid = glance.connectionID { owners.insert(cid, of: datagram.source, home) }
      for name in glance.givenNames { sessions.insert(home, for: name) }
    } else if Record.hasConnectionID(datagram.payload),
      let owner = owners.value(of: datagram.payload, to: datagram.destination), owner != home
    {
      follow(key, to: owner)
      return owner
    }
    return home
  }

  private mutating func follow(_ key: FlowKey, to shard: Int) {
    strays.insert(shard, for: key)
    hasStrays = true
  }
}
