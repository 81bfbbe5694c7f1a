import Bytes
import Capture
import CoAP
import DTLS

/// What other sessions need to know of one: small, and its own whatever becomes of the session.
package struct SessionDigest: Sendable {
  /// Its identifier in the run.
  package let id: Int
  /// The end that sent ClientHello, where it was then.
  package let client: Endpoint
  /// The end that answers.
  package let server: Endpoint
  /// Its first packet.
  package let first: PacketStamp
  /// Its last packet so far.
  package let last: PacketStamp
  /// The client's last packet so far.
  package let lastOfClient: PacketStamp?
  /// How its handshake ended, as far as is known.
  package let outcome: Outcome
  /// Whether it resumes an earlier session.
  package let isResumed: Bool
  /// Whether both ends had said goodbye, or one of them in a fatal alert.
  package let isClosed: Bool
  /// The random bytes of the ClientHello: the same in every hello of one attempt.
  package let clientRandom: [UInt8]?
  /// The cookie that the client sent last.
  package let cookie: [UInt8]?
  /// The suite that the server chose.
  package let cipherSuite: CipherSuite?
  /// The identity that the client gave.
  package let pskIdentity: [UInt8]?
  /// What reports call the secret that opened the client's records.
  package let keySource: String?
  /// The client's last record.
  package let lastRecord: (epoch: UInt16, sequenceNumber: UInt64)?
  /// Whether the server was heard.
  package let serverSpoke: Bool
  /// Whether the client said goodbye.
  package let wasLeftByClient: Bool
  /// Whether the ends agreed on connection IDs.
  package let hasConnectionIDs: Bool
  /// Whether the client showed a session ID or a ticket that it could resume by.
  package let offersResumption: Bool
  /// Records of application data that the client sent.
  package let clientRecords: Int
  /// Whether the ClientHello with the cookie was answered only when it came again; nil if there was none, or no answer.
  package let stalledAfterCookie: Bool?
  /// The clocks that the ends gave away and that nobody had set: they count from power-on.
  package let unsetClocks: PerSide<LeakedClock?>
  /// Whether an end showed a certificate.
  package let hasCertificates: Bool
  /// Milliseconds of its handshake; nil if it was not captured whole.
  package let handshakeMilliseconds: Double?
  /// CoAP exchanges that began, as far as they could be read: copies and further blocks are none of their own.
  package let exchanges: Int

  init(_ session: Session) {
    let handshake = session.association.handshake
    id = session.id
    client = session.client
    server = session.server
    first = session.first
    last = session.last
    lastOfClient = session.activity.client.last
    outcome = session.outcome
    isResumed = handshake.isResumed
    isClosed = session.closedAt != nil
    clientRandom = handshake.clientHello?.random.bytes
    cookie = handshake.clientHello.flatMap { $0.cookie.isEmpty ? nil : $0.cookie }
    cipherSuite = handshake.cipherSuite
    pskIdentity = handshake.pskIdentity
    keySource = session.association.keySource(of: .client)
    lastRecord = session.association.lastRecord(of: .client)
    serverSpoke = session.activity.server.datagrams > 0
    wasLeftByClient = session.hasGoodbye(of: .client)
    hasConnectionIDs = session.connectionIDs != nil
    offersResumption = handshake.offersResumption
    clientRecords = session.records.client.applicationData
    stalledAfterCookie = handshake.stalledAfterCookie
    unsetClocks = PerSide(client: session.unsetClock(of: .client), server: session.unsetClock(of: .server))
    hasCertificates = handshake.certificates.client != nil || handshake.certificates.server != nil
    handshakeMilliseconds = handshake.duration
    exchanges = session.conversation.facts.exchanges
  }
}
