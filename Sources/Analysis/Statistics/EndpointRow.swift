import Capture

/// Counts of one server, or of the clients at one address.
package struct EndpointRow: Tallied {
  /// The CoAP that it answered, or asked for.
  package var tally = Tally()
  /// The datagrams of its sessions and conversations, of both ends.
  package private(set) var traffic = Traffic()
  /// Bytes of these with the headers of IP and UDP.
  private var trafficAirBytes = 0
  /// Handshakes in full, abbreviated, and in vain.
  package private(set) var handshakes: (full: Int, resumed: Int, failed: Int) = (0, 0, 0)
  /// The addresses and ports from which clients spoke, at most `maximumPorts`.
  package private(set) var clientEndpoints: Set<Endpoint> = []

  /// Ports that are told apart: a server has more clients than matter for themselves, and a client few ports unless it
  /// takes one for every request.
  package static let maximumPorts = 512

  /// Nothing counted.
  package init() {}

  /// Bytes on the air, at least: of the datagrams, or of the messages where those are counted for the other end, which
  /// began the conversation.
  package var airBytes: Int { max(trafficAirBytes, tally.airBytes) }

  /// Takes in that a client spoke from there.
  mutating func addClient(at endpoint: Endpoint) {
    if clientEndpoints.count < Self.maximumPorts { clientEndpoints.insert(endpoint) }
  }

  /// Takes in datagrams between the two ends.
  mutating func add(_ datagrams: Traffic, overhead: Int) {
    traffic += datagrams
    trafficAirBytes += datagrams.bytes + datagrams.datagrams * overhead
  }

  /// Takes in a handshake.
  mutating func add(_ handshake: HandshakeRecord) {
    switch handshake.kind {
    case .full: handshakes.full += 1
    case .resumed: handshakes.resumed += 1
    case .failed: handshakes.failed += 1
    case .unfinished: break
    }
  }

  package static func += (one: inout EndpointRow, other: EndpointRow) {
    one.tally += other.tally
    one.traffic += other.traffic
    one.trafficAirBytes += other.trafficAirBytes
    one.handshakes.full += other.handshakes.full
    one.handshakes.resumed += other.handshakes.resumed
    one.handshakes.failed += other.handshakes.failed
    for endpoint in other.clientEndpoints { one.addClient(at: endpoint) }
  }
}
