import Capture
import CoAP
import DTLS

/// What a run comes to in numbers: mergeable, so that each shard counts for itself.
package struct Statistics {
  /// Bytes of one way to carry CoAP, against the bytes of payload.
  package struct Carriage: Sendable {
    /// Sessions, or pairs of endpoints.
    package var count = 0
    /// The datagrams of both ends.
    package var traffic = Traffic()
    /// Bytes of these with the headers of IP and UDP.
    package var airBytes = 0
    /// Those of the datagrams that were sent before the session came up.
    package var handshake = Traffic()
    /// Bytes of CoAP messages that could be read, copies included.
    package var messageBytes = 0
    /// Bytes of the payloads of requests and responses, each once.
    package var payloadBytes = 0
  }

  /// All CoAP together.
  package internal(set) var total = Tally()
  /// By method and path.
  package internal(set) var resources = RowTable<ResourceKey, Tally>(limit: maximumResources)
  /// By the endpoint that answers: of a session the server of DTLS, of a request the one that was asked.
  package internal(set) var servers = RowTable<Endpoint, EndpointRow>(limit: maximumServers)
  /// By the address of the end that asks.
  package internal(set) var clients = RowTable<IPAddress, EndpointRow>(limit: maximumClients)
  /// CoAP in DTLS.
  package internal(set) var secure = Carriage()
  /// CoAP in UDP alone.
  package internal(set) var plain = Carriage()
  /// The handshakes.
  package internal(set) var handshakes = HandshakeLedger()
  /// Datagrams that repeat handshake messages, of both ends.
  package internal(set) var repeatedHandshakeDatagrams = 0
  /// Sessions of which some records could not be opened.
  package internal(set) var sealedSessions = 0
  /// CoAP messages by type, copies included.
  package internal(set) var types: [MessageType: Int] = [:]
  /// CoAP messages by code, copies included.
  package internal(set) var codes: [Code: Int] = [:]
  /// Payloads of requests and responses by Content-Format, copies included.
  package internal(set) var contentFormats: [ContentFormat: Int] = [:]
  /// Sessions by the version that the server chose.
  package internal(set) var versions: [ProtocolVersion: Int] = [:]
  /// Sessions by the suite that the server chose.
  package internal(set) var suites: [CipherSuite: Int] = [:]

  /// Resources that are counted each for itself: more than devices of one kind have.
  package static let maximumResources = 1024
  /// Servers that are counted each for itself.
  package static let maximumServers = 256
  /// Addresses of clients that are counted each for itself.
  package static let maximumClients = 1024

  /// Nothing counted.
  package init() {}

  package static func += (one: inout Statistics, other: Statistics) {
    one.total += other.total
    one.resources += other.resources
    one.servers += other.servers
    one.clients += other.clients
    one.secure += other.secure
    one.plain += other.plain
    one.handshakes += other.handshakes
    one.repeatedHandshakeDatagrams += other.repeatedHandshakeDatagrams
    one.sealedSessions += other.sealedSessions
    one.types.merge(other.types, uniquingKeysWith: +)
    one.codes.merge(other.codes, uniquingKeysWith: +)
    one.contentFormats.merge(other.contentFormats, uniquingKeysWith: +)
    one.versions.merge(other.versions, uniquingKeysWith: +)
    one.suites.merge(other.suites, uniquingKeysWith: +)
  }
}

extension Statistics.Carriage {
  /// Takes in the datagrams of two endpoints.
  mutating func add(_ datagrams: Traffic, handshake before: Traffic = Traffic(), overhead: Int) {
    count += 1
    traffic += datagrams
    airBytes += datagrams.bytes + datagrams.datagrams * overhead
    handshake += before
  }

  static func += (one: inout Self, other: Self) {
    one.count += other.count
    one.traffic += other.traffic
    one.airBytes += other.airBytes
    one.handshake += other.handshake
    one.messageBytes += other.messageBytes
    one.payloadBytes += other.payloadBytes
  }
}
