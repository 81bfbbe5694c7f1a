import Analysis
import Bytes
import Capture
import DTLS

/// A handshake without what differs from one to the next by chance: what can be held against another one.
package struct HandshakePortrait: Sendable {
  /// One message, and how it was sent.
  package struct Step: Sendable {
    /// Who sent it.
    package let sender: Side
    /// Which message.
    package let name: String
    /// Length of its body in bytes.
    package let length: Int
    /// Fragments that its first sending came in.
    package let fragments: Int
    /// How often it was sent.
    package let sendings: Int
    /// Milliseconds from the message before it.
    package let wait: Double
    /// The packet that first carried it.
    package let stamp: PacketStamp
  }

  /// Something that the ends agree on, or one of them states.
  package struct Aspect: Sendable {
    /// What it is, in some words.
    package let name: String
    /// Its value, or each of its values where it is a list; nil if the handshake did not come to where it is stated.
    package let values: [String]?
    /// Whether the order of the values means something.
    package let isOrdered: Bool
  }

  /// The number of the session in reports.
  package let number: Int
  /// How the handshake ended.
  package let outcome: Outcome
  /// Milliseconds from the session's first packet to its last.
  package let duration: Double
  /// The messages, ChangeCipherSpec and alerts included, in the order in which they were first sent.
  package let steps: [Step]
  /// What is stated and agreed on.
  package let aspects: [Aspect]

  /// The portrait of a session that is over.
  package init(_ session: Session, number: Int) {
    self.number = number
    outcome = session.outcome
    duration = session.last.milliseconds(since: session.first)
    steps = Self.steps(session)
    aspects = Self.aspects(session)
  }

  private static func steps(_ session: Session) -> [Step] {
    let handshake = session.association.handshake
    var events: [(stamp: PacketStamp, sender: Side, name: String, length: Int, fragments: Int, sendings: Int)] = []
    for (sender, entry) in handshake.messages {
      guard let copy = entry.copies.first, let stamp = copy.packets.first else { continue }
      events.append((stamp, sender, "\(entry.type)", entry.length, copy.fragments, entry.copies.count))
    }
    for side in Side.allCases {
      let changes = handshake.changeCipherSpecs[side]
      if let first = changes.first { events.append((first, side, "change_cipher_spec", 1, 1, changes.count)) }
      if handshake.streams[side].last(.finished) == nil, let finished = handshake.finished[side] {
        events.append((finished.stamp, side, "finished", 0, 1, 1))
      }
    }
    for alert in session.alerts where !session.association.isEstablished || alert.alert?.level == .fatal {
      let name = alert.alert.map { "\($0.level) alert \($0.description)" } ?? "encrypted alert"
      events.append((alert.stamp, alert.sender, name, 2, 1, 1))
    }
    // In one packet ChangeCipherSpec comes before Finished and after everything else.
    func rank(_ name: String) -> Int { name == "change_cipher_spec" ? 1 : name == "finished" ? 2 : 0 }
    let ordered = events.enumerated().sorted { one, other in
      (one.element.stamp.number, rank(one.element.name), one.offset)
        < (other.element.stamp.number, rank(other.element.name), other.offset)
    }.map(\.element)
    return ordered.enumerated().map { index, event in
      let before = index == 0 ? event.stamp : ordered[index - 1].stamp
      return Step(
        sender: event.sender, name: event.name, length: event.length, fragments: event.fragments,
        sendings: event.sendings, wait: event.stamp.milliseconds(since: before), stamp: event.stamp)
    }
  }

  private static func aspects(_ session: Session) -> [Aspect] {
    let handshake = session.association.handshake
    var aspects: [Aspect] = []
    func add(_ name: String, ifThere isThere: Bool = true, isOrdered: Bool = false, _ values: [String?]) {
      aspects.append(Aspect(name: name, values: isThere ? values.compactMap { $0 } : nil, isOrdered: isOrdered))
    }
    let hello = handshake.clientHello
    let answer = handshake.serverHello
    add("server port", ["\(session.server.port)"])
    add("versions offered", handshake.offeredVersions.map { "\($0)" })
    add("suites offered", isOrdered: true, hello?.cipherSuites.map { "\($0)" } ?? [])
    add("extensions of the ClientHello", hello?.extensions.map { "\($0.type)" } ?? [])
    add("server_name", [hello?.extensions.serverName.map { String(decoding: $0, as: UTF8.self) }])
    add("version chosen", ifThere: answer != nil, [handshake.version.map { "\($0)" }])
    add("suite chosen", ifThere: answer != nil, [handshake.cipherSuite.map { "\($0)" }])
    add("extensions of the ServerHello", ifThere: answer != nil, answer?.extensions.map { "\($0.type)" } ?? [])
    add("session resumed", ifThere: answer != nil, [handshake.isResumed ? "yes" : "no"])
    let hasIdentity = handshake.pskIdentity != nil
    add("PSK identity hint", ifThere: hasIdentity, [quoted(handshake.pskIdentityHint)])
    add("PSK identity", ifThere: hasIdentity, [quoted(handshake.pskIdentity)])
    for side in Side.allCases {
      let chain = handshake.certificates[side]
      add(
        "certificates of the \(side)", ifThere: chain != nil, isOrdered: true,
        chain?.entries.map { $0.x509?.subject ?? "not X.509" } ?? [])
    }
    for side in Side.allCases {
      let hasFinished = handshake.finished[side] != nil
      add("key that opens the \(side)'s records", ifThere: hasFinished, [session.association.keySource(of: side)])
    }
    for side in Side.allCases {
      let largest = session.activity[side].largestHandshakeDatagram
      add("largest handshake datagram of the \(side)", ifThere: largest > 0, ["\(largest) bytes"])
    }
    let errors = session.icmpErrors.filter { $0.isRejection || $0.sender == .client }
    add("ICMP errors", errors.prefix(3).map { "\($0.name) to the \($0.sender)" })
    return aspects
  }

  private static func quoted(_ text: [UInt8]?) -> String? {
    text.map(Quotation.text)
  }
}
