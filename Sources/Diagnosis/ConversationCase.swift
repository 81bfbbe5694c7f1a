import Analysis
import Bytes
import Capture
import CoAP
import DTLS

/// The CoAP between two ends as rules look at it, whether DTLS carried it or not.
struct ConversationCase {
  /// What came of it.
  let facts: ConversationFacts
  /// What the ends are called.
  let names: (one: String, other: String)
  /// The host of the second end, which mostly is the server.
  let server: IPAddress
  /// Whether messages may be missing that were sent: not all records could be read, or some were not captured.
  let mayLackMessages: Bool
  /// Whether the second end fell silent: nothing came of it after the last request that was repeated in vain.
  let isLeftInSilence: Bool
  /// What was put last before it, in other conversations, to the resources that are written to in this one.
  let valuesBefore: [[UInt8]: [UInt8]]

  /// The CoAP of a session. That its server fell silent is what its cause says.
  init(_ facts: SessionCase) {
    let session = facts.session
    self.facts = session.conversation.facts
    names = ("the client", "the server")
    server = session.server.address
    mayLackMessages = Side.allCases.contains { side in
      let records = session.records[side]
      return records.sealed + records.failed > 0 || session.association.missingRecords[side] > 0
    }
    isLeftInSilence = false
    valuesBefore = facts.history.values(for: self.facts.writes, on: server)
  }

  /// CoAP without DTLS.
  init(_ conversation: PlainConversation, in history: CaptureHistory) {
    facts = conversation.facts
    names = ("\(conversation.source)", "\(conversation.destination)")
    server = conversation.destination.address
    mayLackMessages = false
    let vain = facts.incidents.last { $0.kind == .timedOut && $0.sender == .one }?.steps.first?.stamp.number
    isLeftInSilence = vain.map { $0 > conversation.received.last?.number ?? 0 } ?? false
    valuesBefore = history.values(for: facts.writes, on: server)
  }

  /// What an end is called.
  func name(_ peer: Peer) -> String { peer == .one ? names.one : names.other }

  /// What an end is called at the beginning of a sentence.
  func subject(_ peer: Peer) -> String {
    let name = name(peer)
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  /// The incidents that `fits`.
  func incidents(_ fits: (Incident) -> Bool) -> [Incident] { facts.incidents.filter(fits) }

  /// Incidents as a finding quotes them: each request, what came of it and how often, at most `limit`.
  func list(_ incidents: [Incident], limit: Int = 4, _ what: (Incident) -> String? = { _ in nil }) -> String {
    let rows = incidents.prefix(limit).map { incident in
      let outcome = what(incident).map { ": \($0)" } ?? ""
      return "\(incident.request)\(outcome)\(incident.count > 1 ? " (\(incident.count) times)" : "")"
    }
    let rest = incidents.count - rows.count
    return rows.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
  }

  /// The packets of the first incident, and the first packet of two others.
  func evidence(_ incidents: [Incident]) -> [Finding.Evidence] {
    let others = incidents.dropFirst().prefix(2).compactMap(\.steps.first)
    let steps = (incidents.first?.steps ?? []).map { ($0, "") } + others.map { ($0, " of another case") }
    var seen: Set<Int> = []
    return steps.compactMap { step, which in
      seen.insert(step.stamp.number).inserted
        ? Finding.Evidence(step.stamp, "\(step.role.rawValue)\(which)") : nil
    }
  }
}

extension Incident {
  /// `GET "/light"`, or nothing if it has no request.
  var request: String { method.map { "\($0) \(Quotation.text(resource))" } ?? "" }

  /// Milliseconds from the request to its last copy.
  var milliseconds: Double {
    guard let first = steps.first, let last = steps.last(where: { $0.role == .copy }) else { return 0 }
    return last.stamp.milliseconds(since: first.stamp)
  }

  /// How often the request was sent.
  var sendings: Int { steps.count { $0.role == .request || $0.role == .copy } }
}

extension Code {
  /// `4.04 Not Found`.
  var words: String { name.map { "\(dotted) \($0)" } ?? dotted }
}
