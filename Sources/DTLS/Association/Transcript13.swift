import Cryptography

/// The handshake messages that the secrets, binders and Finished of DTLS 1.3 depend on, each once and in the order of the
/// protocol (RFC 8446 §4.4.1, RFC 9147 §5.2).
///
///     ClientHello, or: message_hash of the first one, HelloRetryRequest, ClientHello
///     ServerHello, EncryptedExtensions … Finished        of the server
///     Certificate … Finished                             of the client
struct Transcript13 {
  /// Up to where the messages are wanted.
  enum End: Hashable {
    /// Through a ClientHello but for its last so many bytes: what binders cover.
    case binders(byteCount: Int)
    /// Through ClientHello.
    case clientHello
    /// Through ServerHello.
    case serverHello
    /// Before the Finished of this end.
    case finished(Side)
    /// Through the Finished of this end.
    case throughFinished(Side)
  }

  /// The client's messages and the server's.
  let streams: PerSide<HandshakeStream>
  /// message_seq of the ClientHello.
  let clientHello: UInt16
  /// message_seq of a HelloRetryRequest before it.
  let helloRetryRequest: UInt16?
  /// message_seq of the ServerHello.
  let serverHello: UInt16?
  /// The hash of the suite, which a HelloRetryRequest brings into it.
  let hash: HashAlgorithm

  /// The bytes up to `end`.
  func bytes(upTo end: End) throws(Transcript.Gap) -> [UInt8] {
    var bytes: [UInt8] = []
    try appendFirstHello(to: &bytes)
    try append(clientHello, of: .client, to: &bytes)
    switch end {
    case .binders(let count): bytes.removeLast(min(count, bytes.count))
    case .clientHello: break
    case .serverHello: _ = try appendServerHello(to: &bytes)
    case .finished(.server): try appendFlight(of: .server, from: try appendServerHello(to: &bytes), to: &bytes)
    case .throughFinished(.server):
      try appendFlight(of: .server, from: try appendServerHello(to: &bytes), throughFinished: true, to: &bytes)
    case .finished(.client), .throughFinished(.client):
      try appendFlight(of: .server, from: try appendServerHello(to: &bytes), throughFinished: true, to: &bytes)
      try appendFlight(
        of: .client, from: clientHello &+ 1, throughFinished: end == .throughFinished(.client), to: &bytes)
    }
    return bytes
  }

  /// Appends what stands for the first ClientHello after a HelloRetryRequest, and the latter (RFC 8446 §4.4.1).
  private func appendFirstHello(to bytes: inout [UInt8]) throws(Transcript.Gap) {
    guard let helloRetryRequest else {
      // A second ClientHello answers a HelloRetryRequest that was not captured.
      guard clientHello == 0 else { throw Transcript.Gap(sender: .server, messageSequence: clientHello - 1) }
      return
    }
    guard clientHello > 0 else { throw Transcript.Gap(sender: .client, messageSequence: 1) }
    var first: [UInt8] = []
    try append(clientHello - 1, of: .client, to: &first)
    let digest = TranscriptHash.suite(hash).digest(first)
    bytes += [HandshakeType.messageHash.rawValue, 0, 0, UInt8(digest.count)] + digest
    try append(helloRetryRequest, of: .server, to: &bytes)
  }

  /// Appends the ServerHello, and gives the message_seq of what follows it.
  private func appendServerHello(to bytes: inout [UInt8]) throws(Transcript.Gap) -> UInt16 {
    guard let serverHello else { throw Transcript.Gap(sender: .server, messageSequence: clientHello) }
    try append(serverHello, of: .server, to: &bytes)
    return serverHello &+ 1
  }

  /// Appends the messages of `side` from `start` to Finished, which has to be there.
  private func appendFlight(
    of side: Side, from start: UInt16, throughFinished isIncluded: Bool = false, to bytes: inout [UInt8]
  ) throws(Transcript.Gap) {
    var number = start
    while true {
      let isFinished = streams[side].entry(number)?.type == .finished
      if isFinished, !isIncluded { return }
      try append(number, of: side, to: &bytes)
      if isFinished { return }
      number &+= 1
    }
  }

  /// Appends the message of `side` with this message_seq.
  private func append(_ number: UInt16, of side: Side, to bytes: inout [UInt8]) throws(Transcript.Gap) {
    guard streams[side].entry(number)?.append(to: &bytes, as: .dtls13) == true else {
      throw Transcript.Gap(sender: side, messageSequence: number)
    }
  }
}

extension Handshake {
  /// The messages of DTLS 1.3 up to `end`, from the first ClientHello on.
  func transcript13(upTo end: Transcript13.End, _ hash: HashAlgorithm) throws(Transcript.Gap) -> [UInt8] {
    guard let clientHelloSequence else { throw Transcript.Gap(sender: .client, messageSequence: 0) }
    return try Transcript13(
      streams: streams, clientHello: clientHelloSequence, helloRetryRequest: helloRetrySequence,
      serverHello: serverHelloSequence, hash: hash
    ).bytes(upTo: end)
  }
}
