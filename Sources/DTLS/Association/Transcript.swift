/// The handshake messages that keys and Finished depend on, each once, in the order of the protocol and not in that of
/// the packets (RFC 6347 §4.2.6, RFC 7627 §3).
///
/// Built from the messages of both streams when it is needed, so that loss, retransmission, duplication, reordering and
/// fragments before the capture point make no difference to it.
struct Transcript {
  /// Up to where the messages are wanted.
  enum End: Hashable {
    /// Through ClientKeyExchange: what the extended master secret is bound to.
    case clientKeyExchange
    /// Before the Finished of this end.
    case finished(Side)
  }

  /// Why there is no transcript: a message was not captured, or not in full.
  struct Gap: Error, Hashable {
    /// Whose message is missing.
    let sender: Side
    /// Its message_seq.
    let messageSequence: UInt16
  }

  private let client: ArraySlice<HandshakeStream.Entry>
  private let server: ArraySlice<HandshakeStream.Entry>
  private let clientStart: UInt16
  private let serverStart: UInt16
  private let isPreRFC: Bool

  /// The messages from the ClientHello and the ServerHello with these numbers on. Hellos before them, which a
  /// HelloVerifyRequest answered, are in no transcript.
  ///
  /// The messages are in the order of message_seq. OpenSSL before RFC 4347 left the headers out, and counted
  /// ChangeCipherSpec among the messages.
  init(
    client: [HandshakeStream.Entry], from clientStart: UInt16, server: [HandshakeStream.Entry],
    from serverStart: UInt16,
    isPreRFC: Bool = false
  ) {
    self.client = client.drop { $0.messageSequence < clientStart }
    self.server = server.drop { $0.messageSequence < serverStart }
    self.clientStart = clientStart
    self.serverStart = serverStart
    self.isPreRFC = isPreRFC
  }

  /// Whether the server resumes a session: its Finished comes right after its ServerHello (RFC 5246 §7.3).
  var isAbbreviated: Bool {
    !server.contains { $0.type == .serverHelloDone } && server.contains { $0.type == .finished }
  }

  /// The bytes up to `end`.
  func bytes(upTo end: End) throws(Gap) -> [UInt8] {
    var parts: [(sender: Side, start: UInt16, last: HandshakeType, isIncluded: Bool)]
    if isAbbreviated {
      parts = [(.client, clientStart, .clientHello, true)]
      switch end {
      case .clientKeyExchange, .finished(.server): parts.append((.server, serverStart, .finished, false))
      case .finished(.client): parts.append((.server, serverStart, .finished, true))
      }
    } else {
      parts = [(.client, clientStart, .clientHello, true), (.server, serverStart, .serverHelloDone, true)]
      let clientNext = clientStart &+ 1
      switch end {
      case .clientKeyExchange: parts.append((.client, clientNext, .clientKeyExchange, true))
      case .finished(.client): parts.append((.client, clientNext, .finished, false))
      case .finished(.server):
        parts.append((.client, clientNext, .finished, true))
        let afterDone = server.first { $0.type == .serverHelloDone }.map { $0.messageSequence &+ 1 }
        parts.append((.server, afterDone ?? serverStart, .finished, false))
      }
    }
    var bytes: [UInt8] = []
    for part in parts {
      try append(to: &bytes, part.sender, from: part.start, through: part.last, isIncluded: part.isIncluded)
    }
    return bytes
  }

  /// Appends the messages of `sender` without a gap from `start` to the first of type `last`.
  private func append(
    to bytes: inout [UInt8], _ sender: Side, from start: UInt16, through last: HandshakeType, isIncluded: Bool
  ) throws(Gap) {
    var next = start
    let entries = sender == .client ? client : server
    for index in entries.indices where entries[index].messageSequence >= start {
      let type = entries[index].type
      if isPreRFC, type == .finished { next &+= 1 }
      guard entries[index].messageSequence == next else { throw Gap(sender: sender, messageSequence: next) }
      if type == last && !isIncluded { return }
      if type != .helloRequest {
        guard entries[index].append(to: &bytes, as: isPreRFC ? .bodyAlone : .dtls) else {
          throw Gap(sender: sender, messageSequence: next)
        }
      }
      if type == last { return }
      next &+= 1
    }
    throw Gap(sender: sender, messageSequence: next)
  }
}
