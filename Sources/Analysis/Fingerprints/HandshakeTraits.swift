import Bytes
import DTLS

/// What an implementation shows of itself in its part of a handshake.
package struct HandshakeTraits: Sendable {
  /// How a server sends the messages from ServerHello to ServerHelloDone.
  package enum Packing: Hashable, Sendable {
    case oneDatagram, datagramPerMessage
  }

  /// Whose part it is.
  package let side: Side
  /// The version in the header of its first record.
  package let recordVersion: ProtocolVersion?
  /// The client's first ClientHello.
  package let clientHello: ClientHello?
  /// The server's ServerHello.
  package let serverHello: ServerHello?
  /// The server's last HelloVerifyRequest.
  package let cookieExchange: CookieExchange?
  /// How it sent its first flight of several messages; nil if it sent none, or in another way.
  package let packing: Packing?
  /// Whether it sent that flight again, a datagram a message.
  package let repeatsPerMessage: Bool
  /// Milliseconds from its first message to each repetition, while nothing answered.
  package let repetitions: [Double]
  /// Its clock, if it sent one.
  package let clock: LeakedClock?
  /// The types of the extensions of its hello, in order.
  let extensionTypes: [UInt16]

  /// What `side` shows in a handshake whose first record of that side has `recordVersion`.
  package init(_ side: Side, of handshake: Handshake, recordVersion: ProtocolVersion?) {
    self.side = side
    self.recordVersion = recordVersion
    clientHello = side == .client ? handshake.initialClientHello ?? handshake.clientHello : nil
    serverHello = side == .server ? handshake.serverHello : nil
    cookieExchange = side == .server ? handshake.cookieExchange : nil
    clock = LeakedClock(side, of: handshake)
    extensionTypes = ((clientHello?.extensions ?? serverHello?.extensions) ?? []).map(\.type.rawValue)
    let sent = handshake.firstMessage(of: side)?.copies.compactMap(\.packets.first) ?? []
    repetitions = sent.dropFirst().map { $0.milliseconds(since: sent[0]) }
    let ends: [HandshakeType] = [.serverHello, .serverHelloDone]
    let flight = side == .server ? ends.compactMap(handshake.streams.server.last) : []
    packing = flight.count == 2 ? Self.packing(handshake.streams.server, copy: 0) : nil
    repeatsPerMessage = flight.count == 2 && Self.packing(handshake.streams.server, copy: 1) == .datagramPerMessage
  }

  /// How the messages before Finished are spread over datagrams in one of their sendings.
  private static func packing(_ stream: HandshakeStream, copy: Int) -> Packing? {
    let messages = stream.entries.prefix { $0.type != .newSessionTicket && $0.type != .finished }
    let packets = messages.compactMap { entry -> [Int]? in
      entry.copies.indices.contains(copy) ? entry.copies[copy].packets.map(\.number) : nil
    }
    guard packets.count > 1, packets.count == messages.count else { return nil }
    if packets.allSatisfy({ $0 == [packets[0][0]] }) { return .oneDatagram }
    let isSpread = zip(packets, packets.dropFirst()).allSatisfy { Set($0).isDisjoint(with: $1) }
    return isSpread ? .datagramPerMessage : nil
  }
}

extension HandshakeTraits {
  /// Whether its hello has two extensions or more, all of them in `order`, and in that order.
  func hasExtensions(inOrder order: [UInt16]) -> Bool {
    let places = extensionTypes.map { order.firstIndex(of: $0) }
    guard places.count > 1, !places.contains(nil) else { return false }
    let known = places.compactMap { $0 }
    return zip(known, known.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Whether both extensions are there, `first` before `second`.
  func has(_ first: UInt16, before second: UInt16) -> Bool {
    let types = extensionTypes
    guard let one = types.firstIndex(of: first), let other = types.firstIndex(of: second) else { return false }
    return one < other
  }

  /// The suites that the client offers, without the signals among them.
  var suites: [UInt16] {
    (clientHello?.cipherSuites ?? []).map(\.rawValue).filter { $0 != CipherSuite.emptyRenegotiationInfoSCSV.rawValue }
  }

  /// Whether the last suite is TLS_EMPTY_RENEGOTIATION_INFO_SCSV.
  var endsWithSCSV: Bool { clientHello?.cipherSuites.last == .emptyRenegotiationInfoSCSV }

  /// Whether its signature algorithms begin with these.
  func hasSignatureAlgorithms(beginningWith schemes: [UInt16]) -> Bool {
    clientHello?.extensions.signatureAlgorithms?.map(\.rawValue).starts(with: schemes) == true
  }

  /// Whether its HelloVerifyRequest says `version` and has a cookie of `length` bytes.
  func demandsCookie(of length: Int, saying version: ProtocolVersion) -> Bool {
    cookieExchange.map { $0.cookie.count == length && $0.version == version } ?? false
  }

  /// Whether its random or cookie begins with a clock: one value that happens to be small is none.
  var hasClock: Bool { clock.map { $0.confidence > .possible } ?? false }

  /// Whether its cookie begins with the clock.
  var hasClockInCookie: Bool {
    guard hasClock, let clock, let cookie = cookieExchange?.cookie, cookie.count == 32 else { return false }
    let seconds = cookie.prefix(4).reduce(0) { $0 << 8 | Int64($1) }
    return abs(seconds - Int64(clock.seconds)) <= LeakedClock.agreement
  }

  /// Whether it repeated its first message at these times in milliseconds, twice at least.
  func repeats(after schedule: [Double], within tolerance: Double) -> Bool {
    repetitions.count > 1 && zip(repetitions, schedule).allSatisfy { abs($0 - $1) <= tolerance }
  }
}
