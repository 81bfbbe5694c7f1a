import Analysis
import Bytes
import Capture
import DTLS
import Diagnosis

/// Picks the session of a capture that a comparison is about, and what was found in it.
package final class SessionChoice: DiagnosingReport {
  /// Which session is wanted.
  package enum Wish: Sendable {
    /// The one with this number.
    case number(Int)
    /// The first that came up.
    case working
    /// The first that failed, or else that did not come up.
    case failing
  }

  private let wish: Wish
  /// Judges the sessions of the report.
  package let diagnostician = Diagnostician()
  private var rank = 0
  /// The handshake of the session chosen; nil if no session is what is wanted.
  package private(set) var portrait: HandshakePortrait?
  /// Why it failed, if that was found.
  package private(set) var cause: Finding?

  /// A choice by `wish`.
  package init(_ wish: Wish) {
    self.wish = wish
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener { SessionEnds(sink: sink) }
  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {}
  package func omit(_ section: ChunkSink.Section, count: Int) {}
  package func inputPaused() {}
  package func captureEnded(_ facts: CaptureFacts) {}
  package func finish() {}

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    let mine = rank(of: session, number)
    // Sessions end in any order: of those that are as good, the one that began first.
    guard mine > rank || mine == rank && mine > 0 && number < portrait?.number ?? .max else { return }
    rank = mine
    portrait = HandshakePortrait(session, number: number)
    cause = diagnostician.findings(of: session, number: number).first { $0.severity == .error }
  }

  /// How well a session is what is wanted; 0 if it is not.
  private func rank(of session: Session, _ number: Int) -> Int {
    switch wish {
    case .number(let wanted): number == wanted ? 1 : 0
    case .working: session.outcome == .established ? 1 : 0
    case .failing:
      switch session.outcome {
      case .failed: 3
      case .incomplete: 2
      case .established, .unknown: session.association.hasHandshake ? 1 : 0
      }
    }
  }
}

/// A comparison as text.
package enum ComparisonText {
  /// Everything in it is safe to show.
  package static func text(
    good: (path: String, portrait: HandshakePortrait),
    bad: (path: String, portrait: HandshakePortrait, cause: Finding?),
    _ style: Style
  ) -> String {
    let comparison = HandshakeComparison(good: good.portrait, bad: bad.portrait)
    var text = line("working", good.path, good.portrait, style) + line("failing", bad.path, bad.portrait, style) + "\n"
    for (index, row) in comparison.rows.enumerated() {
      if index == comparison.departure {
        text += style.paint("  ── here the failing one departs ──", .bad) + "\n"
      }
      text += Wrapping.hanging(self.text(row, style), style, indent: 8, first: 0) + "\n"
    }
    text += "\n" + Wrapping.hanging(departure(comparison, style), style, indent: 0) + "\n"
    if !comparison.differences.isEmpty {
      text += "\n\(style.paint("What else differs", .strong)) (working against failing)\n"
    }
    for difference in comparison.differences {
      let lines = Wrapping.lines(SafeText.string(difference.text), width: style.paragraphWidth - 6)
      text += "  \(difference.name)\n" + lines.map { "      \($0)\n" }.joined()
    }
    if let cause = bad.cause {
      text += "\n\(style.paint("Why it failed", .strong))\n" + FindingText.paragraph(cause, style)
    }
    return text
  }

  private static func line(_ role: String, _ path: String, _ portrait: HandshakePortrait, _ style: Style) -> String {
    let duration = TimeText.duration(milliseconds: portrait.duration)
    let session = "session \(portrait.number): \(portrait.outcome.rawValue), \(duration)"
    let line = "\(role)  \(SafeText.string(path)), \(session)"
    return Wrapping.hanging(line, style, indent: 9, first: 0) + "\n"
  }

  private static func text(_ row: HandshakeComparison.Row, _ style: Style) -> String {
    guard let step = row.bad ?? row.good else { return "" }
    let what = "\(step.sender): \(step.name)"
    let padded = what + String(repeating: " ", count: max(1, 36 - what.count))
    switch (row.good, row.bad) {
    case (let good?, let bad?):
      let packets = "packets \(good.stamp.number) and \(bad.stamp.number)"
      let remarks = row.remarks.isEmpty ? "" : style.paint("   \(row.remarks.joined(separator: "; "))", .notable)
      return "    \(padded)\(packets)\(remarks)"
    case (let good?, nil): return style.paint("  - \(padded)packet \(good.stamp.number), only in the working one", .bad)
    case (nil, let bad?): return style.paint("  + \(padded)packet \(bad.stamp.number), only in the failing one", .bad)
    case (nil, nil): return ""
    }
  }

  private static func departure(_ comparison: HandshakeComparison, _ style: Style) -> String {
    guard let place = comparison.departure else { return "Both have the same messages." }
    let row = comparison.rows[place]
    let before = place == 0 ? nil : comparison.rows[..<place].last
    let after =
      (before?.bad).map { "After \($0.name) of the \($0.sender) (packet \($0.stamp.number))" } ?? "At the start"
    let next = comparison.rows[place...].first { $0.bad != nil }?.bad
    let instead = next.map { ", the failing one has \($0.name) of the \($0.sender) (packet \($0.stamp.number))" }
    if let good = row.good {
      return style.paint(
        "\(after), the working one goes on with \(good.name) of the \(good.sender)"
          + (instead ?? ", and in the failing one nothing more comes") + ".", .strong)
    }
    return style.paint("\(after)\(instead ?? ""), which the working one does not have.", .strong)
  }
}
