import Bytes
import Capture
import CoAP
import DTLS

/// What a handshake took.
package struct HandshakeCost: Hashable, Sendable {
  /// Datagrams of both ends.
  package var datagrams = 0
  /// Bytes of them, with the headers of IP and UDP.
  package var airBytes = 0
  /// Flights (RFC 6347 §4.2.4), repetitions not counted.
  package var flights = 0
  /// Nanoseconds from the first ClientHello to the last Finished.
  package var nanoseconds: Int64 = 0

  /// Nothing.
  package init() {}

  static func += (one: inout HandshakeCost, other: HandshakeCost) {
    one.datagrams += other.datagrams
    one.airBytes += other.airBytes
    one.flights += other.flights
    one.nanoseconds = one.nanoseconds.adding(other.nanoseconds)
  }
}

/// A handshake as it is counted: small, and its own whatever becomes of the session.
package struct HandshakeRecord {
  /// How it went.
  package enum Kind: Sendable {
    /// It came up, with a key exchange.
    case full
    /// It came up, with the keys of an earlier session.
    case resumed
    /// It failed.
    case failed
    /// The capture ended before it did.
    case unfinished
  }

  /// Whose session it is: the address that a client has and the identity that it gives, of which a digest will do, are all
  /// that tell clients apart.
  struct Pair: Hashable {
    let client: IPAddress
    let server: Endpoint
    let identity: UInt64?
  }

  /// How it went.
  let kind: Kind
  /// Whose it is.
  let pair: Pair
  /// Where the client was.
  let client: Endpoint
  /// Its first packet, and the last one of its session.
  let first: PacketStamp
  let last: PacketStamp
  /// Whether its session was over in the capture: both ends had said goodbye, or one of them in a fatal alert.
  let isClosed: Bool
  /// Whether the ends agreed on connection IDs (RFC 9146).
  let hasConnectionIDs: Bool
  /// What it took.
  let cost: HandshakeCost
  /// What an abbreviated handshake had left out of it.
  let avoidable: HandshakeCost
}

extension HandshakeRecord {
  /// The handshake of a session; nil if none was captured.
  init?(_ session: Session) {
    let handshake = session.association.handshake
    switch session.outcome {
    case .unknown: return nil
    case .established: kind = handshake.isResumed ? .resumed : .full
    case .failed: kind = .failed
    case .incomplete: kind = .unfinished
    }
    pair = Pair(
      client: session.client.address, server: session.server,
      identity: handshake.pskIdentity.map { $0.span.bytes.digest })
    client = session.client
    (first, last) = (session.first, session.last)
    isClosed = session.closedAt != nil
    hasConnectionIDs = session.connectionIDs != nil
    let traffic = session.handshakeTraffic.client + session.handshakeTraffic.server
    let overhead = session.client.address.datagramOverhead
    let flights = Flight.flights(of: handshake)
    var cost = HandshakeCost()
    cost.datagrams = traffic.datagrams
    cost.airBytes = traffic.bytes + traffic.datagrams * overhead
    // The last flight is not among these where it could not be read.
    cost.flights = TimeBudget(session.association, flights: flights).map { $0.steps.count + 1 } ?? flights.count
    cost.nanoseconds = handshake.duration.flatMap { Int64(exactly: (max(0, $0) * 1e6).rounded()) } ?? 0
    self.cost = cost
    avoidable = kind == .full ? Self.avoidable(handshake, overhead: overhead) : HandshakeCost()
  }

  /// The messages of a key exchange and of certificates, which an abbreviated handshake does without (RFC 5246 §7.3,
  /// RFC 8446 §2.2).
  private static let avoidableTypes: Set<HandshakeType> = [
    .certificate, .certificateStatus, .serverKeyExchange, .certificateRequest, .serverHelloDone, .clientKeyExchange,
    .certificateVerify,
  ]

  /// What is left out of a full handshake that becomes an abbreviated one: these messages, as far as they could be read,
  /// and up to DTLS 1.2 a flight of the client and the wait for its answer.
  private static func avoidable(_ handshake: Handshake, overhead: Int) -> HandshakeCost {
    var cost = HandshakeCost()
    for (_, entry) in handshake.messages where avoidableTypes.contains(entry.type) {
      let fragments = max(1, entry.copies.first?.fragments ?? 1)
      cost.airBytes += entry.length + fragments * (Record.headerLength + HandshakeFragment.headerLength)
    }
    guard handshake.version != .dtls13 else { return cost }
    (cost.flights, cost.datagrams) = (1, 1)
    cost.airBytes += overhead
    if let asked = handshake.streams.client.entries.first(where: { avoidableTypes.contains($0.type) }),
      let stamp = asked.copies.first?.packets.first, let answer = handshake.finished.server?.stamp
    {
      cost.nanoseconds = max(0, answer.nanoseconds &- stamp.nanoseconds)
    }
    return cost
  }
}
