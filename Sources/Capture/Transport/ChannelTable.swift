import Bytes

/// Which clients and servers speak TURN with each other, and which peer each of their channels leads to (RFC 8656 §12).
///
/// What ChannelBind requests say is believed without waiting for the answer: a client sends its data only through a channel
/// that it has, and half of a capture may be missing.
struct ChannelTable: Sendable {
  /// The most pairs and channels that are kept: thousands of clients at one server. Beyond it all are forgotten, and what
  /// clients repeat, every few minutes, is learned anew; its flows go on under the name of a channel at worst.
  static let maximumCount = 16_384
  /// IANA's port of STUN and TURN (RFC 8656 §18.6).
  static let port: UInt16 = 3478

  private struct Key: Hashable {
    var client: Endpoint
    var server: Endpoint
    /// The channel's number; 0 for the pair itself.
    var number: UInt16
  }

  private var peers: [Key: Endpoint] = [:]

  /// Notes that `client` speaks TURN with `server`.
  mutating func note(client: Endpoint, server: Endpoint) {
    insert(server, for: Key(client: client, server: server, number: 0))
  }

  /// Notes that a client asks its server to bind a channel to `peer`.
  ///
  /// A channel that was in use before the capture told its peer keeps its name, as the request most likely only refreshes
  /// it, and the conversation must not change its name on the way.
  mutating func bind(_ number: UInt16, to peer: Endpoint, client: Endpoint, server: Endpoint) {
    let key = Key(client: client, server: server, number: number)
    if let known = peers[key], known.channel != 0 { return }
    insert(peer, for: key)
  }

  /// The client of TURN among the ends of a datagram with data of a channel, and the peer that the channel leads to; nil if
  /// neither the ports nor messages before it say that the two speak TURN.
  mutating func ends(
    of number: UInt16, _ source: Endpoint, _ destination: Endpoint
  ) -> (client: Endpoint, peer: Endpoint)? {
    guard let (client, server) = clientAndServer(source, destination) else { return nil }
    let key = Key(client: client, server: server, number: number)
    if let peer = peers[key] { return (client, peer) }
    let peer = Endpoint(address: server.address, port: server.port, channel: number)
    insert(peer, for: key)
    return (client, peer)
  }

  private func clientAndServer(
    _ source: Endpoint, _ destination: Endpoint
  ) -> (client: Endpoint, server: Endpoint)? {
    if !peers.isEmpty {
      if peers[Key(client: source, server: destination, number: 0)] != nil { return (source, destination) }
      if peers[Key(client: destination, server: source, number: 0)] != nil { return (destination, source) }
    }
    if destination.port == Self.port { return (source, destination) }
    return source.port == Self.port ? (destination, source) : nil
  }

  private mutating func insert(_ peer: Endpoint, for key: Key) {
    if peers.count >= Self.maximumCount, peers[key] == nil { peers = [:] }
    peers[key] = peer
  }
}
