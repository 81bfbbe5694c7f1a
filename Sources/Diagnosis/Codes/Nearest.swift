extension Answer {
  /// Names with the fewest letters changed are offered, up to this many.
  private static let maximumOffers = 3
  /// Longer than any name that is known.
  static let maximumLength = 64

  /// The names that somebody who wrote `query` may have meant, the nearest first.
  package static func names(near query: String) -> [String] {
    let query = Array(query.lowercased().utf8)
    guard (2...maximumLength).contains(query.count) else { return [] }
    let names = Explanation.all.map(\.id) + StatusCode.all.map(\.name)
    let allowed = max(2, query.count / 3)
    var near: [(name: String, changes: Int)] = []
    for name in names {
      let letters = Array(name.lowercased().utf8)
      let changes = contains(letters, query) ? 1 : changes(from: query, to: letters)
      if changes <= allowed { near.append((name, changes)) }
    }
    let sorted = near.enumerated().sorted { ($0.element.changes, $0.offset) < ($1.element.changes, $1.offset) }
    var offers: [String] = []
    for entry in sorted where !offers.contains(entry.element.name) && offers.count < maximumOffers {
      offers.append(entry.element.name)
    }
    return offers
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    part.count >= 4 && text.indices.contains { text[$0...].starts(with: part) }
  }

  /// The number of letters that have to be changed, added or taken away (Levenshtein distance).
  static func changes(from one: [UInt8], to other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (line, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for column in other.indices {
        let replaced = diagonal + (letter == other[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[other.count]
  }
}
