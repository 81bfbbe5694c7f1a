import Bytes

/// One handshake of an association: the messages of both ends, and what they say.
///
///     client                                     server
///     ClientHello                   ──────▶
///                                   ◀──────      HelloVerifyRequest          (cookie exchange, may repeat)
///     ClientHello with cookie       ──────▶
///                                   ◀──────      ServerHello … ServerHelloDone
///     ClientKeyExchange …
///     [ChangeCipherSpec] Finished   ──────▶
///                                   ◀──────      [ChangeCipherSpec] Finished
package struct Handshake: Sendable {
  /// A Finished, seen or inferred.
  package struct FinishedFact: Hashable, Sendable {
    /// The first packet that carried it.
    package let stamp: PacketStamp
    /// Whether its verify_data matches the transcript; nil where it could not be read or checked.
    package var isVerified: Bool?
  }

  /// The epoch it runs in: 0, or for a renegotiation the epoch that is in force.
  package let epoch: UInt16
  /// The messages, but for HelloVerifyRequest.
  package private(set) var streams = PerSide(both: HandshakeStream())
  /// The HelloVerifyRequests: in no transcript, and free to share a message_seq with a ServerHello.
  package private(set) var helloVerifyRequests = HandshakeStream()
  /// The last ClientHello, by message_seq; what is known of it if it is cut short.
  package private(set) var clientHello: ClientHello?
  /// The first ClientHello, if the client changed its offer after it: on a HelloRetryRequest (RFC 8446 §4.1.2).
  package private(set) var initialClientHello: ClientHello?
  /// The ServerHello.
  package private(set) var serverHello: ServerHello?
  /// Whether the server sent another ServerHello, which says something else.
  package private(set) var hasOtherServerHello = false
  /// The extensions that the server of DTLS 1.3 sends protected.
  private(set) var encryptedExtensions: [Extension]?
  /// The cookie exchange, or nil if there was none.
  package private(set) var cookieExchange: CookieExchange?
  /// The identity in ClientKeyExchange.
  private var identityOfKeyExchange: [UInt8]?
  /// The premaster secret in ClientKeyExchange, encrypted to the server's RSA key.
  private(set) var encryptedPremasterSecret: [UInt8]?
  /// The ticket in NewSessionTicket.
  private(set) var newTicket: [UInt8]?
  /// The hint in ServerKeyExchange.
  package private(set) var pskIdentityHint: [UInt8]?
  /// What each end's last Certificate message holds; nil before one came.
  package private(set) var certificates = PerSide<CertificateChain?>(both: nil)
  /// The kinds of certificates that the server agrees to, for the client and for itself (RFC 7250 §4.2).
  private var certificateTypes = PerSide<CertificateType?>(both: nil)
  /// The packets with each end's ChangeCipherSpec: the first, then the repetitions.
  package private(set) var changeCipherSpecs = PerSide<[PacketStamp]>(both: [])
  /// Each end's Finished.
  package private(set) var finished = PerSide<FinishedFact?>(both: nil)
  /// Messages that were not captured, or not in the form captured first, and are proven all the same.
  package private(set) var bridgedGaps: [BridgedGap] = []
  /// Whether bodies of its messages were dropped, so that no keys can be derived from them any more.
  private(set) var hasReleasedBodies = false
  /// Changes whenever a message becomes complete, so that keys are derived again only if there is something new.
  private(set) var completedMessages = 0
  /// Number of the last packet with a handshake message of each end; 0 before there is one.
  package private(set) var lastPacket = PerSide(both: 0)
  /// message_seq of the ClientHello in `clientHello`, if it is complete.
  private(set) var clientHelloSequence: UInt16?
  private(set) var serverHelloSequence: UInt16?
  /// message_seq of a HelloRetryRequest (RFC 8446 §4.1.4), which belongs among the hellos.
  private(set) var helloRetrySequence: UInt16?
  /// The pre-shared keys of DTLS 1.3 that the last ClientHello offers, and what their binders say.
  package internal(set) var offeredKeys: [OfferedKey] = []

  /// ChangeCipherSpecs that are remembered one by one.
  static let maximumChangeCipherSpecs = HandshakeStream.maximumCopies

  init(epoch: UInt16) {
    self.epoch = epoch
  }

  /// The identity of the pre-shared key: that of ClientKeyExchange, or in DTLS 1.3 the one that the server chose, and
  /// before it did the first one offered. A ticket is none.
  package var pskIdentity: [UInt8]? {
    guard version == nil || version == .dtls13 else { return identityOfKeyExchange }
    let key = serverHello == nil ? offeredKeys.first(where: \.isExternal) : selectedKey
    return key.flatMap { $0.isExternal ? $0.identity : nil } ?? identityOfKeyExchange
  }

  /// The key of DTLS 1.3 that the server chose among those offered (RFC 8446 §4.2.11).
  package var selectedKey: OfferedKey? {
    guard case .selected(let index)? = serverHello?.extensions.preSharedKey, index < offeredKeys.count else {
      return nil
    }
    return offeredKeys[Int(index)]
  }

  /// Whether both ends sent Finished.
  package var isComplete: Bool { finished.client != nil && finished.server != nil }

  /// Whether anything was seen that comes with the keys or after them.
  var hasExchangedKeys: Bool {
    !changeCipherSpecs.client.isEmpty || !changeCipherSpecs.server.isEmpty || finished.client != nil
      || finished.server != nil || streams.client.last(.clientKeyExchange) != nil
  }

  /// The version that ServerHello selects.
  package var version: ProtocolVersion? { serverHello?.negotiatedVersion }

  /// The versions that ClientHello offers: those it lists, or the highest one (RFC 8446 §4.2.1).
  package var offeredVersions: [ProtocolVersion] {
    clientHello.map { $0.extensions.supportedVersions ?? [$0.clientVersion] } ?? []
  }

  /// The suite that ServerHello selects.
  package var cipherSuite: CipherSuite? { serverHello?.cipherSuite }

  /// Whether both hellos have the extension, so that the master secret is bound to the handshake (RFC 7627 §5).
  package var hasExtendedMasterSecret: Bool {
    serverHello?.extensions.hasExtendedMasterSecret == true && clientHello?.extensions.hasExtendedMasterSecret != false
  }

  /// Whether records are encrypted before they are authenticated (RFC 7366 §2).
  package var hasEncryptThenMAC: Bool {
    serverHello?.extensions.hasEncryptThenMAC == true && clientHello?.extensions.hasEncryptThenMAC != false
  }

  /// Whether the server's own certificate is for the host that the client wants; nil if either is not known.
  package var serverNameMatches: Bool? {
    guard let name = clientHello?.extensions.serverName, let leaf = certificates.server?.leaf else { return nil }
    return leaf.isValid(forHost: name)
  }

  /// Whether the MACs of CBC suites are cut to ten bytes (RFC 6066 §7).
  package var hasTruncatedHMAC: Bool {
    serverHello?.extensions.hasTruncatedHMAC == true && clientHello?.extensions.hasTruncatedHMAC != false
  }

  /// What is known of the form of messages.
  func context(for side: Side) -> DecodingContext {
    DecodingContext(
      keyExchange: cipherSuite?.parameters?.keyExchange, version: version,
      clientCertificateType: certificateTypes.client, serverCertificateType: certificateTypes.server,
      isFromServer: side == .server)
  }

  /// The messages up to `end`, from the ClientHello that was answered by ServerHello.
  func transcript(upTo end: Transcript.End) throws(Transcript.Gap) -> [UInt8] {
    guard let clientHelloSequence else { throw Transcript.Gap(sender: .client, messageSequence: 0) }
    guard let serverHelloSequence else { throw Transcript.Gap(sender: .server, messageSequence: clientHelloSequence) }
    let transcript = Transcript(
      client: entries(of: .client), from: clientHelloSequence, server: entries(of: .server), from: serverHelloSequence,
      isPreRFC: version == .openSSLPreRFC)
    return try transcript.bytes(upTo: end)
  }

  /// What a Finished of `side` may be the digest of. OpenSSL before RFC 4347 had at first the cookie exchange in the
  /// transcript.
  func transcripts(beforeFinishedOf side: Side) throws(Transcript.Gap) -> [[UInt8]] {
    let transcript = try transcript(upTo: .finished(side))
    guard version == .openSSLPreRFC, let hello = streams.client.entries.first, hello.messageSequence == 0,
      clientHelloSequence == 1, let request = helloVerifyRequests.entry(0)?.body, let body = hello.body
    else { return [transcript] }
    return [body + request + transcript, transcript]
  }

  /// Whether a piece of a ClientHello contradicts the one captured; nil if it has nothing in common with it.
  func comparing(_ fragment: borrowing HandshakeFragment) -> Bool? {
    streams.client.comparing(fragment).flatMap { $0.repeated > 0 ? $0.conflicts : nil }
  }

  /// Whether a ClientHello with `cookie` answers the last HelloVerifyRequest. An empty cookie, which says nothing, does if
  /// its message_seq goes on from the hello before.
  func wasChallenged(with cookie: [UInt8], in messageSequence: UInt16) -> Bool {
    cookieExchange?.cookie == cookie && (!cookie.isEmpty || messageSequence > clientHelloSequence ?? .max)
  }

  /// Whether bodies of its messages are held.
  var holdsBodies: Bool {
    streams.client.holdsBodies || streams.server.holdsBodies || helloVerifyRequests.holdsBodies
  }

  /// Lets go of what only the keys needed.
  mutating func releaseBodies() {
    hasReleasedBodies = true
    streams.client.releaseBodies()
    streams.server.releaseBodies()
    helloVerifyRequests.releaseBodies()
  }
}

extension Handshake {
  /// Takes in a fragment and says what it did.
  mutating func receive(
    _ fragment: borrowing HandshakeFragment, from side: Side, isEncrypted: Bool, isReused: Bool = false,
    at stamp: PacketStamp
  ) -> HandshakeNote {
    var note = HandshakeNote(fragment)
    lastPacket[side] = max(lastPacket[side], stamp.number)
    let isCookieRequest = fragment.messageType == .helloVerifyRequest
    var outcome =
      isCookieRequest
      ? helloVerifyRequests.insert(fragment, isEncrypted: isEncrypted, at: stamp)
      : streams[side].insert(fragment, isEncrypted: isEncrypted, at: stamp)
    // A record number that is used again with other bytes comes of damage.
    if case .contradicts = outcome, !isReused, fragment.fragmentOffset == 0,
      fragment.messageType == .clientHello || isCookieRequest, serverHello == nil
    {
      // The same number for another hello: a cookie that changes, or a client that counts its second hello from 0.
      if isCookieRequest {
        helloVerifyRequests.supersede(fragment.messageSequence)
        outcome = helloVerifyRequests.insert(fragment, isEncrypted: isEncrypted, at: stamp)
      } else {
        streams[side].supersede(fragment.messageSequence)
        outcome = streams[side].insert(fragment, isEncrypted: isEncrypted, at: stamp)
      }
    }
    note.outcome = outcome
    if case .contradicts = outcome, !isReused, fragment.messageType == .serverHello { hasOtherServerHello = true }
    // A server that goes on has taken the cookie, whether its ServerHello was captured or not.
    if side == .server, !isCookieRequest, epoch == 0, helloRetrySequence == nil {
      cookieExchange?.serverAccepted(at: stamp)
    }
    if case .repeated = outcome, fragment.fragmentOffset == 0 { noteRepeatedHello(fragment) }
    if fragment.isCut, fragment.messageType == .clientHello, clientHello == nil {
      clientHello = ClientHello(prefix: fragment.body)
    }
    guard case .added(isComplete: true, _) = outcome else { return note }
    let entry = isCookieRequest ? helloVerifyRequests.entry(fragment.messageSequence) : nil
    guard let body = (entry ?? streams[side].entry(fragment.messageSequence))?.body else { return note }
    completedMessages += 1
    // It is no gap any more.
    bridgedGaps.removeAll { $0.isMessage(fragment.messageType, from: side, fragment.messageSequence) }
    do throws(DecodeError) {
      let message = try HandshakeMessage(
        type: fragment.messageType, body: body.span.bytes, context: context(for: side))
      note.message = message
      learn(message, sequence: fragment.messageSequence, from: side, at: stamp)
    } catch {
      note.error = error
    }
    return note
  }

  /// Takes in that a hello came again, which in a cookie exchange says that a cookie was or was not taken.
  private mutating func noteRepeatedHello(_ fragment: borrowing HandshakeFragment) {
    guard serverHello == nil else { return }
    switch fragment.messageType {
    case .helloVerifyRequest: cookieExchange?.serverDemanded()
    case .clientHello: ClientHello(prefix: fragment.body).map { cookieExchange?.clientSent($0.cookie) }
    default: break
    }
  }

  private mutating func learn(_ message: HandshakeMessage, sequence: UInt16, from side: Side, at stamp: PacketStamp) {
    switch message {
    case .clientHello(let hello):
      cookieExchange?.clientSent(hello.extensions.cookie ?? hello.cookie)
      guard clientHelloSequence.map({ $0 <= sequence }) ?? true else { return }
      if clientHelloSequence != nil, initialClientHello == nil, hello.extensions != clientHello?.extensions {
        initialClientHello = clientHello
      }
      clientHello = hello
      clientHelloSequence = sequence
    case .helloVerifyRequest(let request):
      if cookieExchange == nil { cookieExchange = CookieExchange(requestedAt: stamp) }
      cookieExchange?.serverSent(request)
    case .serverHello(let hello):
      if hello.isHelloRetryRequest {
        helloRetrySequence = sequence
        if let cookie = hello.extensions.cookie {
          cookieExchange = CookieExchange(requestedAt: stamp)
          cookieExchange?.serverSent(cookie)
        }
        return
      }
      // The first one stays: a second one is of another handshake, or forged.
      guard serverHello == nil else {
        if hello != serverHello { hasOtherServerHello = true }
        return
      }
      serverHello = hello
      serverHelloSequence = sequence
      cookieExchange?.serverAccepted(at: stamp)
      learnCertificateTypes(hello.extensions)
      decodeKeyExchanges()
    case .serverKeyExchange(let exchange):
      pskIdentityHint = exchange.pskIdentityHint
    case .clientKeyExchange(let exchange):
      learn(exchange)
    case .certificate(let certificate):
      certificates[side] = CertificateChain(certificate, at: stamp)
    case .encryptedExtensions(let message):
      encryptedExtensions = message.extensions
      learnCertificateTypes(message.extensions)
    case .newSessionTicket(let message):
      newTicket = message.ticket
    case .finished:
      noteFinished(from: side, at: stamp)
    default:
      break
    }
  }

  /// Takes in what the certificates are, which the server says in ServerHello or EncryptedExtensions (RFC 7250 §4.2).
  private mutating func learnCertificateTypes(_ extensions: [Extension]) {
    certificateTypes.client = extensions.clientCertificateTypes?.first ?? certificateTypes.client
    certificateTypes.server = extensions.serverCertificateTypes?.first ?? certificateTypes.server
  }

  /// Decodes key exchange messages that came before the ServerHello told their form.
  private mutating func decodeKeyExchanges() {
    if let body = streams.server.last(.serverKeyExchange)?.body,
      let exchange = try? ServerKeyExchange(bytes: body, context: context(for: .server))
    {
      pskIdentityHint = exchange.pskIdentityHint
    }
    if let body = streams.client.last(.clientKeyExchange)?.body,
      let exchange = try? ClientKeyExchange(bytes: body, context: context(for: .client))
    {
      learn(exchange)
    }
  }

  private mutating func learn(_ exchange: ClientKeyExchange) {
    identityOfKeyExchange = exchange.pskIdentity
    encryptedPremasterSecret = exchange.encryptedPreMasterSecret
  }

  /// Takes in a ChangeCipherSpec and says whether it repeats an earlier one.
  mutating func receiveChangeCipherSpec(from side: Side, at stamp: PacketStamp) -> Bool {
    let isRepetition = !changeCipherSpecs[side].isEmpty
    if changeCipherSpecs[side].count < Self.maximumChangeCipherSpecs { changeCipherSpecs[side].append(stamp) }
    return isRepetition
  }

  /// Notes a Finished: one that was read, or a handshake record that stands where a Finished must.
  mutating func noteFinished(from side: Side, at stamp: PacketStamp) {
    if finished[side] == nil { finished[side] = FinishedFact(stamp: stamp, isVerified: nil) }
  }

  /// Notes whether the Finished of `side` matches the transcript.
  mutating func noteVerification(of side: Side, _ isVerified: Bool) {
    finished[side]?.isVerified = isVerified
  }
}

/// Gaps in the messages, and what fills them.
extension Handshake {
  /// The ClientHello's random: captured, or proven to be this one of the key log.
  var clientRandom: [UInt8]? {
    if let clientHello { return clientHello.random.bytes }
    return bridgedGaps.lazy.compactMap {
      if case .keyLog(let clientRandom) = $0.ground { clientRandom } else { nil }
    }.first
  }

  /// The messages of `side` that keys and Finished depend on: those captured, and what fills the gaps between them.
  func entries(of side: Side) -> [HandshakeStream.Entry] {
    var entries = streams[side].entries
    for gap in bridgedGaps where gap.sender == side {
      guard case .handshake(let type) = gap.message, let messageSequence = gap.messageSequence, let body = gap.body
      else { continue }
      entries.removeAll { $0.messageSequence == messageSequence }
      let place = entries.firstIndex { $0.messageSequence > messageSequence } ?? entries.endIndex
      entries.insert(.init(inferred: type, messageSequence: messageSequence, body: body), at: place)
    }
    return entries
  }

  /// The first message_seq that is missing after the hello of `side`; nil before that is there.
  func firstMissing(of side: Side) -> UInt16? {
    guard var next = side == .client ? clientHelloSequence : serverHelloSequence else { return nil }
    for entry in entries(of: side) where entry.messageSequence == next && entry.isComplete { next &+= 1 }
    return next
  }

  /// The handshake as it is with what fills `gaps`.
  func bridging(_ gaps: [BridgedGap]) -> Handshake {
    var bridged = self
    for gap in gaps { bridged.bridge(gap) }
    return bridged
  }

  /// The ClientHellos and HelloVerifyRequests alone.
  var hellos: Handshake {
    var hellos = Handshake(epoch: epoch)
    hellos.streams.client = streams.client.only(.clientHello)
    hellos.helloVerifyRequests = helloVerifyRequests
    (hellos.clientHello, hellos.clientHelloSequence) = (clientHello, clientHelloSequence)
    hellos.cookieExchange = cookieExchange?.unanswered
    return hellos
  }

  /// Takes in what fills a gap.
  mutating func bridge(_ gap: BridgedGap) {
    bridgedGaps.removeAll {
      $0.message == gap.message && $0.sender == gap.sender && $0.messageSequence == gap.messageSequence
    }
    bridgedGaps.append(gap)
    guard case .handshake(let type) = gap.message, let sequence = gap.messageSequence, let body = gap.body,
      let message = try? HandshakeMessage(type: type, body: body.span.bytes, context: context(for: gap.sender))
    else { return }
    switch message {
    case .clientHello(let hello):
      cookieExchange?.clientSent(hello.cookie)
      (clientHello, clientHelloSequence) = (hello, sequence)
    case .serverHello(let hello):
      (serverHello, serverHelloSequence) = (hello, sequence)
      decodeKeyExchanges()
    case .serverKeyExchange(let exchange): pskIdentityHint = exchange.pskIdentityHint
    case .clientKeyExchange(let exchange): learn(exchange)
    default: break
    }
  }
}

extension Handshake {
  /// The first message that `side` sent, HelloVerifyRequests included.
  package func firstMessage(of side: Side) -> HandshakeStream.Entry? {
    let requests = side == .server ? helloVerifyRequests : HandshakeStream()
    return requests.superseded.first ?? requests.entries.first ?? streams[side].superseded.first
      ?? streams[side].entries.first
  }

  /// The messages of both ends in the order of the protocol: hellos, the server's flight, the client's, and the rest.
  package var messages: [(sender: Side, entry: HandshakeStream.Entry)] {
    let isHello = { (entry: HandshakeStream.Entry) in entry.type == .clientHello }
    let first = { (entry: HandshakeStream.Entry) in entry.copies.first?.packets.first?.number ?? 0 }
    let clientHellos = streams.client.superseded + streams.client.entries.filter(isHello)
    let requests = helloVerifyRequests.superseded + helloVerifyRequests.entries
    let retry = streams.server.entries.filter { $0.messageSequence == helloRetrySequence }
    let hellos = clientHellos.map { (Side.client, $0) } + (requests + retry).map { (Side.server, $0) }
    let client = streams.client.entries.filter { !isHello($0) }.map { (Side.client, $0) }
    let server = streams.server.entries.filter { $0.messageSequence != helloRetrySequence }.map { (Side.server, $0) }
    // The server speaks up to ServerHelloDone, or in an abbreviated handshake up to Finished, before the client does. If
    // ServerHelloDone was not captured, what can only come after the client's flight tells.
    let done = server.firstIndex { $0.1.type == .serverHelloDone || (isResumed && $0.1.type == .finished) }
    let last = server.firstIndex { $0.1.type == .newSessionTicket || $0.1.type == .finished }
    let lastOfServer = version == .dtls13 ? server.firstIndex { $0.1.type == .finished }.map { $0 + 1 } : last
    let split = done.map { $0 + 1 } ?? (isResumed ? nil : lastOfServer) ?? server.count
    return hellos.sorted { first($0.1) < first($1.1) } + server[..<split] + client + server[split...]
  }
}

/// What one fragment of a handshake message was and did.
package struct HandshakeNote: Sendable {
  /// Which message.
  package let type: HandshakeType
  /// Its place among the sender's messages.
  package let messageSequence: UInt16
  /// Length of the whole body in bytes.
  package let length: Int
  /// Where in the body the fragment begins.
  package let fragmentOffset: Int
  /// Length of the fragment in bytes.
  package let fragmentLength: Int
  /// What it did; nil in a duplicate of a record, which does nothing.
  package var outcome: HandshakeStream.Outcome?
  /// The message, if this fragment made it complete and it could be decoded.
  package var message: HandshakeMessage?
  /// Why the complete message could not be decoded.
  package var error: DecodeError?
  /// Whether the verify_data of a Finished matches the transcript; nil for other messages, and where that cannot be told.
  package var isVerified: Bool?

  init(_ fragment: borrowing HandshakeFragment) {
    type = fragment.messageType
    messageSequence = fragment.messageSequence
    length = fragment.length
    fragmentOffset = fragment.fragmentOffset
    fragmentLength = fragment.fragmentLength
  }

  /// Whether it repeats what was sent before.
  package var isRetransmission: Bool {
    switch outcome {
    case .repeated, .contradicts, .added(_, repeating: .some): true
    case .added, .refused, nil: false
    }
  }

  /// Whether it completes a ClientHello.
  var completesHello: Bool {
    if case .clientHello? = message { true } else { false }
  }

  /// Whether it is less than the whole message.
  package var isPart: Bool { fragmentLength < length }
}
