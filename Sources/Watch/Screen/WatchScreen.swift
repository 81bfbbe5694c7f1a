import Bytes
import Capture
import Rendering

/// What is on the screen, and what keys do to it. Sessions in, lines out: it knows no terminal.
struct WatchScreen {
  /// Columns and rows of a screen.
  struct Size: Equatable {
    let width: Int
    let height: Int

    /// At least one of each.
    init(width: Int, height: Int) {
      self.width = max(1, width)
      self.height = max(1, height)
    }
  }

  /// What is shown.
  enum Place: Equatable {
    case table
    /// The ladder of a session, from a line on; nil to follow what comes.
    case ladder(WatchedSession.Key, from: Int?)
  }

  /// The order of the table's rows.
  enum Order: String, CaseIterable {
    case newest
    case lastHeard = "last heard"
    case state
    case repeated = "retransmissions"
    case roundTrip = "round trip"
  }

  /// What is captured, as the user named it; safe to show.
  let source: String
  private(set) var place = Place.table
  private(set) var order = Order.newest
  private(set) var selection: WatchedSession.Key?
  private(set) var isHelpShown = false
  /// What was known when the user wanted no more changes.
  private(set) var frozen: WatchModel?

  /// A table of what is captured from `source`, which is safe to show.
  init(source: String) {
    self.source = source
  }

  // MARK: Keys

  /// Does what a key is for; false if it is to leave.
  mutating func press(_ key: Key, _ latest: WatchModel, _ size: Size, _ style: Style) -> Bool {
    if isHelpShown {
      isHelpShown = false
      return true
    }
    let model = frozen ?? latest
    switch key {
    case .character("?"): isHelpShown = true
    case .character("p"): frozen = frozen == nil ? latest : nil
    case .character("s") where place == .table: order = order.next
    default:
      switch place {
      case .table: return pressInTable(key, model, size)
      case .ladder(let session, let top): pressInLadder(key, session, top, model, size, style)
      }
    }
    return true
  }

  private mutating func pressInTable(_ key: Key, _ model: WatchModel, _ size: Size) -> Bool {
    let keys = sorted(model).map(\.key)
    let page = max(1, Self.rows(size))
    let index = keys.firstIndex { $0 == selection } ?? 0
    switch key {
    case .up, .character("k"): select(keys, index - 1)
    case .down, .character("j"): select(keys, selection == nil ? index : index + 1)
    case .pageUp: select(keys, index - page)
    case .pageDown, .character(" "): select(keys, index + page)
    case .home, .character("g"): select(keys, 0)
    case .end, .character("G"): select(keys, keys.count - 1)
    case .enter, .right, .character("l"):
      select(keys, index)
      if let selection { place = .ladder(selection, from: nil) }
    case .escape, .character("q"): return false
    case .left, .character: break
    }
    return true
  }

  private mutating func pressInLadder(
    _ key: Key, _ session: WatchedSession.Key, _ top: Int?, _ model: WatchModel, _ size: Size, _ style: Style
  ) {
    let page = max(1, Self.ladderRows(size))
    let count = model[session].map { SessionLadder(session: $0, width: size.width, style: style).lines.count } ?? 0
    let end = max(0, count - page)
    let top = min(top ?? end, end)
    var next = top
    switch key {
    case .up, .character("k"): next = top - 1
    case .down, .character("j"): next = top + 1
    case .pageUp: next = top - page
    case .pageDown, .character(" "): next = top + page
    case .home, .character("g"): next = 0
    case .end, .character("G"): next = end
    case .left, .character("h"): return show(-1, from: session, model)
    case .right, .character("l"): return show(1, from: session, model)
    case .escape, .character("q"):
      place = .table
      return
    case .enter, .character: return
    }
    place = .ladder(session, from: next >= end ? nil : max(0, next))
  }

  private mutating func select(_ keys: [WatchedSession.Key], _ index: Int) {
    selection = keys.isEmpty ? nil : keys[min(max(0, index), keys.count - 1)]
  }

  /// Goes to the ladder of a session above or below in the table.
  private mutating func show(_ step: Int, from session: WatchedSession.Key, _ model: WatchModel) {
    let keys = sorted(model).map(\.key)
    guard let index = keys.firstIndex(of: session), keys.indices.contains(index + step) else { return }
    selection = keys[index + step]
    place = .ladder(keys[index + step], from: nil)
  }

  // MARK: Lines

  /// The rows of the table, in their order.
  func sorted(_ model: WatchModel) -> [WatchedSession] {
    model.all.sorted { one, other in
      switch order {
      case .newest: break
      case .lastHeard:
        if one.last.nanoseconds != other.last.nanoseconds { return one.last.nanoseconds > other.last.nanoseconds }
      case .state: if one.state != other.state { return one.state.rank < other.state.rank }
      case .repeated:
        if one.retransmissions != other.retransmissions { return one.retransmissions > other.retransmissions }
      case .roundTrip: if one.roundTrip != other.roundTrip { return one.roundTrip ?? -1 > other.roundTrip ?? -1 }
      }
      return one.order > other.order
    }
  }

  /// Rows that the table has room for, between two lines above and one below.
  private static func rows(_ size: Size) -> Int { size.height - 3 }
  /// Lines that the ladder has room for, between three lines above and one below.
  private static func ladderRows(_ size: Size) -> Int { size.height - 4 }

  /// The screen: as many lines as it has rows, none wider than it.
  func lines(_ latest: WatchModel, _ size: Size, _ style: Style) -> [String] {
    let model = frozen ?? latest
    var lines: [String]
    var keys: String
    if isHelpShown {
      lines = Self.help(size.width, style)
      keys = "any key: back"
    } else if case .ladder(let key, let top) = place {
      lines = ladder(key, top, model, size, style)
      keys = "↑↓ scroll  ←→ other session  p \(frozen == nil ? "pause" : "go on")  Esc back  ? help"
    } else {
      lines = table(model, size, style)
      keys =
        "↑↓ select  Enter ladder  s sort: \(order.rawValue)  p \(frozen == nil ? "pause" : "go on")  q quit  ? help"
    }
    lines = Array(lines.prefix(size.height - 1))
    lines += Array(repeating: "", count: max(0, size.height - 1 - lines.count))
    var footer = ScreenLine(width: size.width, style)
    if frozen != nil { footer.add("paused  ", .notable) }
    footer.add(keys, .faint)
    return Array((lines + [footer.text]).suffix(size.height))
  }

  private func table(_ model: WatchModel, _ size: Size, _ style: Style) -> [String] {
    let sessions = sorted(model)
    let page = max(1, Self.rows(size))
    let index = sessions.firstIndex { $0.key == selection } ?? 0
    let top = index / page * page
    let shown = sessions[min(top, sessions.count)..<min(top + page, sessions.count)]
    var lines = [headline(model, size, style)]
    guard !shown.isEmpty else {
      var line = ScreenLine(width: size.width, style)
      line.add("No session yet: they appear with their first packet.", .faint)
      return lines + ["", line.text]
    }
    lines += SessionTable(sessions: shown, selection: selection).lines(width: size.width, style)
    return lines
  }

  private func headline(_ model: WatchModel, _ size: Size, _ style: Style) -> String {
    var line = ScreenLine(width: size.width, style)
    line.add(source, .strong)
    line.add("  \(model.seen.all.counted("session"))")
    if model.seen.established > 0 { line.add("  \(model.seen.established) came up", .good) }
    if model.seen.failed > 0 { line.add("  \(model.seen.failed) failed", .bad) }
    if model.forgotten > 0 { line.add("  \(model.forgotten) no longer shown", .faint) }
    if model.counts.dropped > 0 { line.add("  \(model.counts.dropped.counted("packet")) lost", .bad) }
    var right: [String] = []
    if model.counts.packets > 0 { right.append(model.counts.packets.counted("packet")) }
    if let start = model.start, let last = model.last {
      right.append(TimeText.duration(milliseconds: max(0, Double(last.nanoseconds &- start) / 1e6)))
    }
    if !right.isEmpty { line.addRight(right.joined(separator: "  "), .faint) }
    return line.text
  }

  private func ladder(
    _ key: WatchedSession.Key, _ top: Int?, _ model: WatchModel, _ size: Size, _ style: Style
  ) -> [String] {
    guard let session = model[key] else {
      var line = ScreenLine(width: size.width, style)
      line.add("This session is not kept any more.", .faint)
      return [line.text]
    }
    let ladder = SessionLadder(session: session, width: size.width, style: style)
    let all = ladder.lines
    let page = max(1, Self.ladderRows(size))
    let end = max(0, all.count - page)
    let first = min(top ?? end, end)
    return ladder.heading + all[first..<min(all.count, first + page)]
  }

  private static func help(_ width: Int, _ style: Style) -> [String] {
    let rows = [
      ("↑ ↓  k j", "select a session; in a ladder, scroll"),
      ("PgUp PgDn", "a screen up or down"),
      ("Home End", "the first, the last"),
      ("Enter", "the ladder of the session: its messages, and what was found"),
      ("← →", "in a ladder: the session above or below"),
      ("s", "sort: " + Order.allCases.map(\.rawValue).joined(separator: ", ")),
      ("p", "pause what is shown, and go on; the capture goes on all the while"),
      ("Esc  q", "back; in the table, quit"),
    ]
    let signs = [
      ("flight", "where a flight of the handshake begins"),
      ("!", "a packet that shows what was found"),
      ("↻", "sent again"),
      ("✕", "records of the sender that were not captured"),
    ]
    func line(_ pair: (String, String)) -> String {
      var line = ScreenLine(width: width, style)
      line.add("  ")
      line.add(pair.0, width: 11, .strong)
      line.add(pair.1)
      return line.text
    }
    return ["", "Keys"] + rows.map(line) + ["", "In a ladder"] + signs.map(line)
  }
}

extension WatchScreen.Order {
  /// The order after it, and after the last the first.
  var next: Self {
    let all = Self.allCases
    let index = all.firstIndex(of: self).map { ($0 + 1) % all.count } ?? 0
    return all[index]
  }
}

extension WatchedSession {
  /// Where it stands among all of them by its first packet.
  fileprivate var order: (Int, Int, String) {
    switch key {
    case .session: (first.number, number ?? 0, "")
    case .plain(let client, let server): (first.number, 0, "\(client) \(server)")
    }
  }
}

extension WatchedSession.State {
  /// Where it stands in a table sorted by states: what is wrong comes first.
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
