import Bytes

/// What names a session to those who resume it: its session_id, or the end of a ticket (RFC 5246 §7.3, RFC 5077 §3).
///
/// Nothing outside the server reads a ticket, so any part of it that differs from those of others will do. The end is what
/// is there of one whose fragments come apart.
enum ResumptionName {
  /// Bytes of a ticket that name it: as many as its MAC has (RFC 5077 §4).
  static let ticketSuffixLength = 32

  /// The name of a session with this session_id, or nil for an empty one.
  static func of(sessionID: [UInt8]) -> [UInt8]? {
    sessionID.isEmpty ? nil : sessionID
  }

  /// The name of the session of a ticket, or nil for an empty one.
  static func of(ticket: [UInt8]) -> [UInt8]? {
    ticket.isEmpty ? nil : [UInt8](ticket.suffix(ticketSuffixLength))
  }
}

extension ClientHello {
  /// The names of the session that the client wants to resume: of a ticket it has before a session_id, which may be made up
  /// (RFC 5077 §3.4).
  package var resumptionNames: [[UInt8]] {
    [ResumptionName.of(ticket: extensions.sessionTicket ?? []), ResumptionName.of(sessionID: sessionID)]
      .compactMap { $0 }
  }
}

extension Handshake {
  /// The names under which its session can be resumed.
  var resumptionNames: [[UInt8]] {
    [ResumptionName.of(sessionID: serverHello?.sessionID ?? []), ResumptionName.of(ticket: newTicket ?? [])]
      .compactMap { $0 }
  }

  /// Whether the server resumes a session.
  ///
  /// It echoes the session_id that the client asked for (RFC 5246 §7.3). If the client showed a ticket alone, what follows
  /// tells: the server's ChangeCipherSpec before the client's, and none of the messages of a full handshake (RFC 5077 §3.1).
  package var isResumed: Bool {
    guard let serverHello, let clientHello else { return false }
    // DTLS 1.3 echoes always, and resumes with a ticket that the client offers (RFC 8446 §4.2.11).
    if serverHello.negotiatedVersion == .dtls13 { return selectedKey.map { !$0.isExternal } ?? false }
    if !serverHello.sessionID.isEmpty { return serverHello.sessionID == clientHello.sessionID }
    guard clientHello.extensions.sessionTicket?.isEmpty == false, let server = changeCipherSpecs.server.first else {
      return false
    }
    let isFull =
      streams.server.entries.contains {
        ![.helloRequest, .serverHello, .newSessionTicket, .finished].contains($0.type)
      }
      || streams.client.last(.clientKeyExchange) != nil
    return !isFull && changeCipherSpecs.client.first.map { $0.number >= server.number } ?? true
  }
}

extension Association {
  /// Remembers the session under the name that a ticket in `content` gives it.
  func rememberSession(of content: RecordReport.Content, _ decryption: Decryption) {
    guard case .handshake(let notes, _) = content, notes.contains(where: { $0.type == .newSessionTicket }) else {
      return
    }
    rememberSession(decryption)
  }

  /// Remembers the proven master secret of a handshake for the sessions that resume it.
  func rememberSession(_ decryption: Decryption) {
    guard let proven else { return }
    for name in handshakes[proven.handshake].resumptionNames {
      decryption.resumableSessions.insert((proven.candidate.source, proven.candidate.master), for: name)
    }
  }
}
