import Analysis
import Bytes
import CoAP
import Diagnosis
import Rendering

/// Sessions as rows of a table, each column as wide as it needs and the screen allows.
struct SessionTable {
  /// A column.
  private struct Column {
    /// What stands above it.
    let title: String
    /// The least that it takes if it has as much to say: with less it would say nothing.
    let minimum: Int
    /// The most that it takes.
    let maximum: Int
    /// How soon it is left out where the screen is narrow: the highest first.
    let rank: Int
    var isRight = false
    /// What it says of a session, safe to show.
    let cell: @Sendable (WatchedSession) -> (text: String, tone: Style.Tone?)
  }

  /// Between two columns.
  private static let gap = 2

  private static let columns = [
    Column(title: "#", minimum: 2, maximum: 6, rank: 3, isRight: true) { ($0.number.map { "\($0)" } ?? "–", nil) },
    Column(title: "Client → server", minimum: 14, maximum: 96, rank: 0) { ("\($0.client) → \($0.server)", nil) },
    Column(title: "State", minimum: 11, maximum: 12, rank: 1) { ($0.state.rawValue, tone($0.state)) },
    Column(title: "Rep.", minimum: 4, maximum: 6, rank: 5, isRight: true) { session in
      (session.retransmissions == 0 ? "" : "\(session.retransmissions)", .notable)
    },
    Column(title: "RTT", minimum: 6, maximum: 9, rank: 4, isRight: true) { session in
      (session.roundTrip.map { TimeText.duration(milliseconds: Double($0) / 1e6) } ?? "", nil)
    },
    Column(title: "Last CoAP", minimum: 10, maximum: 60, rank: 6) { session in
      let message = session.lastMessage
      let isError = message.map { $0.code.class == 4 || $0.code.class == 5 } ?? false
      return (message.map(EventText.summary) ?? "", isError ? .notable : nil)
    },
    Column(title: "Findings", minimum: 10, maximum: 60, rank: 2) { session in
      let told = session.findings.filter { $0.severity > .info }
      guard let first = told.max(by: { $0.severity < $1.severity }) else { return ("", nil) }
      return (first.explanation.id + (told.count > 1 ? " +\(told.count - 1)" : ""), first.severity.tone)
    },
  ]

  /// The rows that are shown.
  let sessions: ArraySlice<WatchedSession>
  /// The one that keys are about.
  let selection: WatchedSession.Key?

  /// A heading and a line a session, `width` columns at most.
  func lines(width: Int, _ style: Style) -> [String] {
    let cells = sessions.map { session in Self.columns.map { $0.cell(session) } }
    let widths = Self.widths(of: cells.map { $0.map { TextWidth.columns($0.text) } }, in: width)
    var heading = ScreenLine(width: width, style)
    heading.pad(to: 1)
    for (column, place) in zip(Self.columns, widths) where place > 0 {
      heading.pad(to: heading.columns + (heading.columns > 1 ? Self.gap : 0))
      heading.add(column.title, width: place, isRight: column.isRight, .faint)
    }
    return [heading.text]
      + zip(sessions, cells).map { session, cells in
        row(cells, widths, isSelected: session.key == selection, width: width, style)
      }
  }

  private func row(
    _ cells: [(text: String, tone: Style.Tone?)], _ widths: [Int], isSelected: Bool, width: Int, _ style: Style
  ) -> String {
    // Colours within a line end those around them, so a selected one has none of its own.
    var line = ScreenLine(width: width, isSelected ? Style(isTerminal: false, noColor: nil) : style)
    line.add(isSelected ? "▸" : " ")
    for (index, place) in widths.enumerated() where place > 0 {
      line.pad(to: line.columns + (line.columns > 1 ? Self.gap : 0))
      line.add(cells[index].text, width: place, isRight: Self.columns[index].isRight, cells[index].tone)
    }
    line.pad(to: width)
    return isSelected ? style.paint(line.text, .selected) : line.text
  }

  /// How wide each column is; 0 if it is left out.
  private static func widths(of cells: [[Int]], in width: Int) -> [Int] {
    var wanted = columns.indices.map { index in
      min(columns[index].maximum, cells.reduce(TextWidth.columns(columns[index].title)) { max($0, $1[index]) })
    }
    // Columns that have nothing to say go first where others want their room.
    for index in columns.indices where sum(wanted) > width && cells.allSatisfy({ $0[index] == 0 }) && !cells.isEmpty {
      wanted[index] = 0
    }
    var widths = columns.indices.map { min(columns[$0].minimum, wanted[$0]) }
    for index in columns.indices.sorted(by: { columns[$0].rank > columns[$1].rank }) where sum(widths) > width {
      if columns[index].rank > 0 { (widths[index], wanted[index]) = (0, 0) }
    }
    // What is left goes to those that have more to say, a column at a time so that none is starved.
    var rest = width - sum(widths)
    while rest > 0 {
      let growing = widths.indices.filter { widths[$0] < wanted[$0] }
      if growing.isEmpty { break }
      for index in growing where rest > 0 {
        widths[index] += 1
        rest -= 1
      }
    }
    return widths
  }

  /// Columns that columns of these widths take together, with what is between them and before the first.
  private static func sum(_ widths: [Int]) -> Int {
    1 - gap + widths.reduce(0) { $0 + ($1 > 0 ? $1 + gap : 0) }
  }

  /// The colour of a state.
  static func tone(_ state: WatchedSession.State) -> Style.Tone? {
    switch state {
    case .failed: .bad
    case .handshake, .incomplete, .noHandshake: .notable
    case .established: .good
    case .closed, .over: .faint
    case .plain: nil
    }
  }
}
