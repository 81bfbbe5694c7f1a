import Analysis
import Bytes
import Capture
import CoAP
import DTLS

/// Statistics for people: what there was, how well it went, what it cost, and then the busiest of everything.
struct StatisticsText {
  /// The whole text.
  private(set) var text = ""
  private let style: Style
  private let width: Int
  private let top: Int

  private static let labelWidth = 12
  /// Values that are listed of what there are many of, as codes.
  private static let maximumValues = 12

  init(_ statistics: Statistics, _ captures: [CaptureFacts], style: Style, width: Int, top: Int) {
    (self.style, self.width, self.top) = (style, width, top)
    for facts in captures {
      let duration = [facts].nanoseconds
      let time = duration > 0 ? " over \(TimeText.duration(milliseconds: Double(duration) / 1e6))" : ""
      line("\(SafeText.string(facts.path)): \(facts.counters.packets.counted("packet"))\(time)")
    }
    guard statistics.total.messages > 0 || statistics.secure.count > 0 else {
      line("No DTLS and no CoAP.")
      return
    }
    if statistics.total.messages > 0 { append(statistics.total, captures.nanoseconds) }
    appendBytes(statistics)
    if statistics.handshakes.count > 0 { append(statistics.handshakes, captures.nanoseconds) }
    appendKinds(statistics)
    appendTables(statistics)
  }

  // MARK: Sections

  private mutating func append(_ tally: Tally, _ nanoseconds: Int64) {
    head("CoAP")
    let perHour = Ratio.perHour(tally.exchanges, in: nanoseconds).map { " (\(Self.rate($0)) an hour)" } ?? ""
    let answered = tally.answered == tally.exchanges ? "all answered" : "\(tally.answered) answered"
    let success = ShortNumbers.percent(Ratio.of(tally.succeeded, tally.answered))
    add("exchanges", "\(tally.exchanges)\(perHour), \(answered), \(success) of these with success")
    let failures = [(tally.timedOut, "timed out"), (tally.reset, "reset"), (tally.unanswered, "without an answer")]
    add("failures", failures.compactMap { $0.0 > 0 ? "\($0.0) \($0.1)" : nil }.joined(separator: ", "))
    let classes = [
      (tally.responses.success, "2.xx"), (tally.responses.clientError, "4.xx"), (tally.responses.serverError, "5.xx"),
    ]
    let unmatched = tally.unmatchedResponses > 0 ? ["\(tally.unmatchedResponses) to requests not captured"] : []
    add(
      "responses",
      (classes.compactMap { $0.0 > 0 ? "\($0.0) \($0.1)" : nil } + unmatched).joined(separator: ", "))
    if tally.notifications + tally.observations > 0 {
      let stale = tally.staleNotifications > 0 ? ", \(tally.staleNotifications) of them older than one before" : ""
      let perHour = Ratio.perHour(tally.notifications, in: nanoseconds).map { " (\(Self.rate($0)) an hour)" } ?? ""
      add(
        "observe",
        "\(tally.notifications.counted("notification"))\(perHour)\(stale); "
          + "\(tally.observations.counted("registration")) in the capture")
    }
    if tally.completeTransfers + tally.incompleteTransfers > 0 {
      add("blocks", "\(tally.completeTransfers) bodies whole, \(tally.incompleteTransfers) incomplete")
    }
    let transmissions = tally.requests + tally.requestCopies
    let copies = ShortNumbers.percent(Ratio.of(tally.requestCopies, transmissions))
    add(
      "repeated",
      "\(tally.requestCopies) of \(transmissions) requests sent: \(copies); "
        + tally.responseCopies.counted("response"))
    add("round trip", Self.times(tally.roundTrips))
    add("thinking", Self.times(tally.thinkTimes).map { "\($0), of servers before separate responses" })
  }

  private mutating func appendBytes(_ statistics: Statistics) {
    head("Bytes")
    func describe(_ carriage: Statistics.Carriage, _ who: String) -> String {
      let share = ShortNumbers.percent(Ratio.of(carriage.payloadBytes, carriage.airBytes))
      let datagrams = carriage.traffic.datagrams.counted("datagram")
      return "\(who), \(datagrams), \(ShortNumbers.bytes(carriage.airBytes)) on air (with IP and UDP) for "
        + "\(ShortNumbers.bytes(carriage.payloadBytes)) of payload, \(share) of it"
    }
    let secure = statistics.secure
    if secure.count > 0 {
      add("DTLS", describe(secure, secure.count.counted("session")))
      let data = secure.traffic.bytes - secure.handshake.bytes
      let share = ShortNumbers.percent(Ratio.of(secure.handshake.bytes, secure.traffic.bytes))
      let repeated = statistics.repeatedHandshakeDatagrams
      let again = repeated > 0 ? ", \(repeated.counted("datagram")) repeated" : ""
      add(
        "",
        "handshakes \(ShortNumbers.bytes(secure.handshake.bytes)) (\(share))\(again); "
          + "after them \(ShortNumbers.bytes(data)) for \(ShortNumbers.bytes(secure.messageBytes)) of CoAP")
      if statistics.sealedSessions > 0 {
        add(
          "",
          "\(statistics.sealedSessions.counted("session")) could not be opened in full: give keys to count their CoAP")
      }
    }
    if statistics.plain.count > 0 { add("plain", describe(statistics.plain, Self.pairs(statistics.plain.count))) }
  }

  private mutating func append(_ ledger: HandshakeLedger, _ nanoseconds: Int64) {
    head("Handshakes")
    let kinds = [
      (ledger.full.count, "full"), (ledger.resumed.count, "resumed"), (ledger.failed.count, "failed"),
      (ledger.unfinished.count, "unfinished"),
    ]
    let list = kinds.compactMap { $0.0 > 0 ? "\($0.0) \($0.1)" : nil }.joined(separator: ", ")
    let rate = Ratio.perHour(ledger.count, in: nanoseconds).map { "; \(Self.rate($0)) an hour" } ?? ""
    add("handshakes", list + rate)
    for (sum, label) in [(ledger.full, "full"), (ledger.resumed, "resumed"), (ledger.failed, "failed")] {
      guard sum.count > 0 else { continue }
      let bytes = ShortNumbers.bytes(sum.cost.airBytes / sum.count)
      let time = Self.times(sum.durations).map { "; \($0)" } ?? ""
      let counts = [(sum.cost.datagrams, "datagrams"), (sum.cost.flights, "flights")]
        .map { "\(Self.rate(Double($0.0) / Double(sum.count))) \($0.1)" }.joined(separator: ", ")
      add(label, "\(bytes), \(counts) each\(time)")
    }
    let resumption = ledger.resumptionSaving
    let basis =
      ledger.isResumptionMeasured
      ? "measured by those that were resumed" : "estimated by what an abbreviated handshake leaves out"
    add(
      "resumption",
      resumption.handshakes == 0
        ? "nothing to save: no client with an earlier session in the capture had a full handshake"
        : "\(resumption.handshakes) of the full ones followed an earlier session of the client; to resume it would have "
          + "saved \(Self.cost(resumption.cost)) (\(basis))")
    let identifiers = ledger.connectionIDSaving
    add(
      "CID",
      identifiers.handshakes == 0
        ? "nothing to save: no client came from another port while its session was open"
        : "\(identifiers.handshakes) came from another port than the client's session, which was still open; a "
          + "connection ID would have saved \(Self.cost(identifiers.cost))")
    if ledger.isPartial {
      add("", "of so many, the first \(HandshakeLedger.maximumRecords) were looked at for what could be saved")
    }
  }

  private mutating func appendKinds(_ statistics: Statistics) {
    head("Kinds")
    add("versions", Self.list(statistics.versions.mostFrequent(\.description)))
    add("suites", Self.list(statistics.suites.mostFrequent(\.description)))
    add("types", Self.list(statistics.types.mostFrequent(\.description)))
    add("codes", Self.list(statistics.codes.mostFrequent { "\($0.dotted) \($0)" }))
    add("formats", Self.list(statistics.contentFormats.mostFrequent(\.description)))
  }

  private mutating func appendTables(_ statistics: Statistics) {
    let resources = statistics.busiestResources
    let hasNotifications = statistics.total.notifications > 0
    table("Resources", resources, others: statistics.resources.othersIfAny, hasNotifications ? ["notif."] : []) {
      ($0, $0.airBytes, hasNotifications ? ["\($0.notifications)"] : [])
    }
    let hasHandshakes = statistics.handshakes.count > 0
    let head = hasHandshakes ? ["handsh."] : []
    func handshakes(_ row: EndpointRow) -> [String] { hasHandshakes ? [Self.handshakes(row)] : [] }
    table("Servers", statistics.busiestServers, others: statistics.servers.othersIfAny, head) {
      ($0.tally, $0.airBytes, handshakes($0))
    }
    table("Clients", statistics.busiestClients, others: statistics.clients.othersIfAny, ["ports"] + head) {
      ($0.tally, $0.airBytes, [Self.ports($0)] + handshakes($0))
    }
  }

  private mutating func table<Key, Row>(
    _ title: String, _ rows: [(name: String, key: Key, row: Row)], others: Row?, _ heads: [String],
    _ cells: (Row) -> (tally: Tally, airBytes: Int, more: [String])
  ) {
    guard !rows.isEmpty else { return }
    head(rows.count > top ? "\(title), the busiest \(top) of \(rows.count)" : title)
    var table = TextTable(
      [""] + ["req.", "ok", "again", "p50", "p95", "on air", "payload"] + heads)
    func add(_ name: String, _ row: Row) {
      let (tally, airBytes, more) = cells(row)
      table.add(
        name,
        [
          "\(tally.requests)", ShortNumbers.percent(Ratio.of(tally.succeeded, tally.answered)),
          ShortNumbers.percent(Ratio.of(tally.requestCopies, tally.requests + tally.requestCopies)),
          ShortNumbers.time(tally.roundTrips.percentile(50)), ShortNumbers.time(tally.roundTrips.percentile(95)),
          ShortNumbers.bytes(airBytes), ShortNumbers.bytes(tally.payloadBytes),
        ] + more)
    }
    for row in rows.prefix(top) { add(row.name, row.row) }
    if let others { add("all others", others) }
    for line in table.lines(width: width, style) { self.line(line) }
  }

  // MARK: Words

  private static func times(_ times: Latencies) -> String? {
    guard let shortest = times.shortestMilliseconds else { return nil }
    if times.count == 1 { return ShortNumbers.time(shortest) }
    let middle = [50, 90, 95, 99].map { "p\($0) \(ShortNumbers.time(times.percentile($0)))" }
    return "\(middle.joined(separator: ", ")); \(ShortNumbers.time(shortest)) to "
      + ShortNumbers.time(times.longestMilliseconds)
  }

  private static func cost(_ cost: HandshakeCost) -> String {
    let time = TimeText.duration(milliseconds: Double(cost.nanoseconds) / 1e6)
    return "\(ShortNumbers.bytes(cost.airBytes)), \(cost.datagrams.counted("datagram")) and \(time)"
  }

  /// A number with one decimal where that tells something.
  private static func rate(_ value: Double) -> String {
    let tenths = (value * 10).rounded() / 10
    return tenths == tenths.rounded() || tenths >= 100 ? "\(Int(tenths.rounded()))" : "\(tenths)"
  }

  private static func pairs(_ count: Int) -> String {
    count == 1 ? "1 pair of endpoints" : "\(count) pairs of endpoints"
  }

  private static func ports(_ row: EndpointRow) -> String {
    let count = row.clientEndpoints.count
    return count >= EndpointRow.maximumPorts ? "≥\(count)" : "\(count)"
  }

  /// Full, resumed and failed handshakes.
  private static func handshakes(_ row: EndpointRow) -> String {
    let (full, resumed, failed) = row.handshakes
    return failed > 0 ? "\(full)+\(resumed), \(failed) bad" : "\(full)+\(resumed)"
  }

  private static func list(_ counts: [(name: String, count: Int)]) -> String {
    let shown = counts.prefix(maximumValues).map { "\($0.count) \(SafeText.string($0.name))" }
    let rest = counts.count - shown.count
    return (shown + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: ", ")
  }

  // MARK: Lines

  private mutating func line(_ line: String) {
    text += line + "\n"
  }

  private mutating func head(_ title: String) {
    line("")
    line(style.paint(title, .strong))
  }

  /// A label and a value in as many lines as it needs; nothing for an empty one.
  private mutating func add(_ label: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    let indent = String(repeating: " ", count: Self.labelWidth + 2)
    let padding = String(repeating: " ", count: max(1, Self.labelWidth - label.count))
    for (index, part) in Wrapping.lines(value, width: width - indent.count).enumerated() {
      line(index == 0 ? "  " + style.paint(label, .faint) + padding + part : indent + part)
    }
  }
}
