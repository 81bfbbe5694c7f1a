import Bytes

/// Messages that one end sends without waiting in between; its timer repeats them together (RFC 6347 §4.2.4).
package struct Flight: Sendable {
  /// Who sent it.
  package let sender: Side
  /// Its messages, in order.
  package private(set) var messages: [HandshakeType]
  /// The packets in which its first message was sent: the original, then each repetition.
  package private(set) var sent: [PacketStamp]
  /// The packet that ended its first sending.
  package private(set) var ended: PacketStamp
  /// Datagrams of its first sending, as far as they carried its messages in the clear.
  package private(set) var datagrams: Int
  /// Handshake fragments of its first sending.
  package private(set) var fragments: Int
  /// Bytes of its messages, with the headers of record and message once each.
  package private(set) var bytes: Int

  /// The flights of a handshake, in order.
  package static func flights(of handshake: Handshake) -> [Flight] {
    var flights: [Flight] = []
    for (sender, entry) in handshake.messages {
      let copies = entry.copies.compactMap(\.packets.first)
      guard let first = entry.copies.first, let last = first.packets.last, !copies.isEmpty else { continue }
      let bytes = Record.headerLength + HandshakeFragment.headerLength + entry.length
      // A hello of a cookie exchange is a flight of its own.
      let isAlone = flights.last.map { [.clientHello, .helloVerifyRequest].contains($0.messages.last) } ?? true
      if let index = flights.indices.last, flights[index].sender == sender, !isAlone, entry.type != .clientHello {
        // Only the first of its datagrams may have carried the end of the message before.
        let isShared = first.packets.first == flights[index].ended
        flights[index].messages.append(entry.type)
        flights[index].datagrams += first.packets.count - (isShared ? 1 : 0)
        flights[index].fragments += first.fragments
        flights[index].bytes += bytes
        if last.number > flights[index].ended.number { flights[index].ended = last }
      } else {
        flights.append(
          Flight(
            sender: sender, messages: [entry.type], sent: copies, ended: last, datagrams: first.packets.count,
            fragments: first.fragments, bytes: bytes))
      }
    }
    return flights
  }

  /// Milliseconds from the first sending to each repetition: the back-off of the sender's timer.
  package var repetitions: [Double] {
    sent.dropFirst().map { $0.milliseconds(since: sent[0]) }
  }

  /// Milliseconds from the last sending before `next` to `next`, which answers this flight: a round trip and the time
  /// the peer needed, as seen from the capture point.
  package func milliseconds(to next: Flight) -> Double? {
    guard let answer = next.sent.first else { return nil }
    return sent.last { $0.nanoseconds <= answer.nanoseconds }.map { answer.milliseconds(since: $0) }
  }
}
