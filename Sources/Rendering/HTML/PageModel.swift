/// What the template of the page names: stored members, because it finds no others.
struct PageModel {
  let styles: String
  let script: String
  let policy: String
  /// The window's title.
  let title: String
  /// What happened, in one sentence.
  let headline: String
  /// How the sessions ended.
  let outcomes: String
  /// `good`, `bad` or `notable`; what the headline is coloured by, and its sign.
  let tone: String
  let sign: String
  /// The captures that are shown at once, and those that are folded away.
  let captures: [Capture]
  let moreCaptures: [Capture]
  /// Cards that a list links to, if there are many.
  let overview: [FindingCards.Card]
  /// What went wrong, the gravest first.
  let cards: [FindingCards.Card]
  /// What did not.
  let remarks: [FindingCards.Card]
  /// The first sessions, for a browser without scripts.
  let rows: [SessionRow]
  /// What the page leaves out, a sentence each.
  let omissions: [String]

  /// A capture.
  struct Capture {
    /// Its path and what it holds.
    let text: String
    /// When it was made.
    let time: String
  }
}

/// A session in the list.
struct SessionRow {
  let number: Int
  /// 0-based index of its capture.
  let capture: Int
  let client: String
  let server: String
  let version: String
  let suite: String
  let outcome: String
  /// Microseconds since 1970 at its first packet: the most that a browser's numbers hold without loss.
  let start: Int64
  /// Milliseconds of its handshake.
  let handshake: Double?
  /// The same in words.
  let duration: String
  let firstPacket: Int
  let lastPacket: Int
  let repeats: Int
  let messages: Int
  /// The identity, server name and keys that it can be searched by.
  let names: [String]
  /// The gravest severity of its findings; empty without.
  let severity: String
  /// The identifiers of its findings, which it can be searched by, too.
  let findings: [String]
}
