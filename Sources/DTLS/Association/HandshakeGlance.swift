import Bytes

/// What the hellos and tickets of one datagram say of where sessions are found again, for who parts flows among analyzers
/// before any of them has looked.
package struct HandshakeGlance {
  /// The connection ID that a server chooses (RFC 9146 §3).
  package private(set) var connectionID: [UInt8]?
  /// Names that a server gives the session: in ServerHello a session_id, in NewSessionTicket a ticket.
  package private(set) var givenNames: [[UInt8]] = []
  /// Names of the session that a client wants to resume, the best one first.
  package private(set) var wantedNames: [[UInt8]] = []

  /// Looks at the messages that are whole in the records of epoch 0 of a datagram, and at the ends of tickets that are not.
  package init(_ datagram: RawSpan) {
    var reader = ByteReader(datagram, as: "DTLSPlaintext")
    while !reader.isAtEnd, let record = try? Record(decoding: &reader, connectionIDLength: 0), record.epoch == 0,
      record.contentType == .handshake
    {
      var messages = ByteReader(record.fragment, as: "Handshake")
      while !messages.isAtEnd, let fragment = try? HandshakeFragment(decoding: &messages), !fragment.isCut {
        look(at: fragment)
      }
    }
  }

  private mutating func look(at fragment: borrowing HandshakeFragment) {
    switch fragment.messageType {
    case .clientHello where fragment.isWhole:
      if let hello = try? ClientHello(fragment.body) { wantedNames = hello.resumptionNames }
    case .serverHello where fragment.isWhole:
      guard let hello = try? ServerHello(fragment.body) else { return }
      connectionID = hello.extensions.connectionID?.cid
      if let name = ResumptionName.of(sessionID: hello.sessionID) { givenNames.append(name) }
    case .newSessionTicket where fragment.fragmentOffset + fragment.body.byteCount == fragment.length:
      // A ticket is the last field of its message.
      let header = max(0, NewSessionTicket.headerLength - fragment.fragmentOffset)
      guard fragment.body.byteCount > header else { return }
      let ticket = [UInt8](fragment.body.extracting(droppingFirst: header))
      if let name = ResumptionName.of(ticket: ticket) { givenNames.append(name) }
    default: break
    }
  }
}
