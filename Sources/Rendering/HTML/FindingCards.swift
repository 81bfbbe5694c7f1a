import Analysis
import Bytes
import Diagnosis

/// What was found, as the page shows it: each cause once, however many sessions have it.
struct FindingCards {
  /// Sessions that are named of one finding; of more, only the number is told.
  static let maximumNamed = 24
  /// Packets that are shown as evidence of one finding.
  static let maximumEvidence = 12

  /// A card. Its stored members are what the template names.
  struct Card {
    /// The identifier and severity, which tell cards apart.
    let key: String
    let id: String
    let severity: String
    let confidence: String
    let title: String
    let text: String
    let reference: String
    let evidence: [Evidence]
    let remedies: [String]
    /// Links to the sessions that have it.
    var sessions: [Link] = []
    /// Sessions that have it and are not named; nil for none.
    var others: Int?
  }

  /// A packet that shows it.
  struct Evidence {
    /// The place in the page where the packet is drawn; nil if it is not of a session.
    let place: String?
    let packet: Int
    let time: String
    let what: String
  }

  /// A session that has it.
  struct Link {
    let number: Int
  }

  private var cards: [Card] = []
  private var places: [String: Int] = [:]

  /// Adds a finding; its times are told since `start`.
  mutating func add(_ finding: Finding, since start: PacketStamp?) {
    let key = "\(finding.explanation.id)-\(finding.severity.rawValue)"
    if places[key] == nil {
      places[key] = cards.count
      cards.append(Self.card(finding, key, since: start))
    }
    guard let place = places[key], let session = finding.session else { return }
    if cards[place].sessions.count < Self.maximumNamed {
      cards[place].sessions.append(Link(number: session))
    } else {
      cards[place].others = (cards[place].others ?? 0) + 1
    }
  }

  private static func card(_ finding: Finding, _ key: String, since start: PacketStamp?) -> Card {
    let first = (finding.evidence.map(\.stamp) + [start].compactMap { $0 }).min { $0.number < $1.number }
    let evidence = finding.evidence.prefix(maximumEvidence).map { evidence in
      Evidence(
        place: finding.session.map { "session-\($0)-packet-\(evidence.stamp.number)" },
        packet: evidence.stamp.number,
        time: first.map { "+" + TimeText.duration(milliseconds: evidence.stamp.milliseconds(since: $0)) } ?? "",
        what: SafeText.string(evidence.what))
    }
    return Card(
      key: key, id: finding.explanation.id, severity: finding.severity.rawValue,
      confidence: finding.confidence.rawValue, title: finding.explanation.title, text: SafeText.string(finding.text),
      reference: finding.explanation.reference, evidence: evidence,
      remedies: finding.remedies.map { SafeText.string($0) })
  }

  /// All cards, the gravest first.
  var sorted: [Card] {
    let ranks = ["error": 0, "warning": 1, "info": 2]
    return cards.enumerated().sorted {
      (ranks[$0.element.severity] ?? 3, $0.offset) < (ranks[$1.element.severity] ?? 3, $1.offset)
    }.map(\.element)
  }

  /// How many kinds of warnings there are.
  var warnings: Int { cards.count { $0.severity == "warning" } }

  /// The titles of what made sessions fail.
  var causes: [String] { cards.filter { $0.severity == "error" }.map(\.title) }
}
