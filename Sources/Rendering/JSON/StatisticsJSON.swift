import Analysis
import Bytes
import Capture
import CoAP
import DTLS

extension JSONWriter {
  /// The members of the document; of each kind of row the `top` busiest.
  mutating func members(_ statistics: Statistics, _ captures: [CaptureFacts], top: Int) {
    member("schemaVersion", 1)
    member("captures", captures) { json, facts in
      json.object {
        $0.member("path", facts.path)
        $0.member("packets", facts.counters.packets)
        $0.member("datagrams", facts.counters.datagrams)
        $0.member("firstTimestamp", nanoseconds: facts.first)
        $0.member("lastTimestamp", nanoseconds: facts.last)
        $0.member("cut", facts.isCut)
      }
    }
    member("durationSeconds", Double(captures.nanoseconds) / 1e9)
    member("coap") { json in
      json.members(statistics.total)
      json.counts("types", statistics.types) { "\($0)" }
      json.counts("codes", statistics.codes) { "\($0.dotted) \($0)" }
      json.counts("contentFormats", statistics.contentFormats) { $0.description }
    }
    rows("resources", statistics.busiestResources, others: statistics.resources.othersIfAny, top: top) {
      $0.member("method", $1.method?.description)
      $0.member("path", $1.path)
      $0.member("token", $1.tokenText)
    } row: {
      $0.members($1)
    }
    rows("servers", statistics.busiestServers, others: statistics.servers.othersIfAny, top: top) {
      $0.member("address", "\($1.address)")
      $0.member("port", $1.port)
      if $1.channel != 0 { $0.member("channel", $1.channel) }
    } row: {
      $0.members($1)
    }
    rows("clients", statistics.busiestClients, others: statistics.clients.othersIfAny, top: top) {
      $0.member("address", "\($1)")
    } row: {
      $0.members($1)
    }
    member("dtls") { json in
      json.member("sessions", statistics.secure.count)
      json.members(statistics.secure)
      json.member("handshakeDatagrams", statistics.secure.handshake.datagrams)
      json.member("handshakeBytes", statistics.secure.handshake.bytes)
      json.member("repeatedHandshakeDatagrams", statistics.repeatedHandshakeDatagrams)
      json.member("sessionsNotOpened", statistics.sealedSessions)
      json.counts("versions", statistics.versions) { $0.description }
      json.counts("cipherSuites", statistics.suites) { $0.description }
    }
    member("plain") { json in
      json.member("conversations", statistics.plain.count)
      json.members(statistics.plain)
    }
    member("handshakes") { $0.members(statistics.handshakes, captures.nanoseconds) }
  }

  /// A list of rows, and beside it how many there are and what those that are not counted for themselves come to.
  private mutating func rows<Key, Row>(
    _ name: StaticString, _ rows: [(name: String, key: Key, row: Row)], others: Row?, top: Int,
    key: (inout JSONWriter, Key) -> Void, row: (inout JSONWriter, Row) -> Void
  ) {
    member(name) { json in
      json.member("count", rows.count)
      json.member("rows", rows.prefix(top)) { json, entry in
        json.object {
          key(&$0, entry.key)
          row(&$0, entry.row)
        }
      }
      guard let others else { return json.memberNull("others") }
      json.member("others") { row(&$0, others) }
    }
  }

  private mutating func members(_ row: EndpointRow) {
    member("clientEndpoints", row.clientEndpoints.count)
    member("trafficDatagrams", row.traffic.datagrams)
    member("trafficBytes", row.traffic.bytes)
    member("trafficAirBytes", row.airBytes)
    member("fullHandshakes", row.handshakes.full)
    member("resumedHandshakes", row.handshakes.resumed)
    member("failedHandshakes", row.handshakes.failed)
    members(row.tally)
  }

  private mutating func members(_ tally: Tally) {
    member("exchanges", tally.exchanges)
    member("answered", tally.answered)
    member("succeeded", tally.succeeded)
    member("successRate", Ratio.of(tally.succeeded, tally.answered))
    member("reset", tally.reset)
    member("timedOut", tally.timedOut)
    member("unanswered", tally.unanswered)
    member("observations", tally.observations)
    member("completeTransfers", tally.completeTransfers)
    member("incompleteTransfers", tally.incompleteTransfers)
    member("requests", tally.requests)
    member("requestRetransmissions", tally.requestCopies)
    member("retransmissionRate", Ratio.of(tally.requestCopies, tally.requests + tally.requestCopies))
    member("responses") { json in
      json.member("success", tally.responses.success)
      json.member("clientError", tally.responses.clientError)
      json.member("serverError", tally.responses.serverError)
    }
    member("responseRetransmissions", tally.responseCopies)
    member("unmatchedResponses", tally.unmatchedResponses)
    member("notifications", tally.notifications)
    member("staleNotifications", tally.staleNotifications)
    member("messages", tally.messages)
    member("messageBytes", tally.messageBytes)
    member("carrierBytes", tally.carrierBytes)
    member("airBytes", tally.airBytes)
    member("requestPayloadBytes", tally.uploadedBytes)
    member("responsePayloadBytes", tally.downloadedBytes)
    member("roundTrip") { $0.members(tally.roundTrips) }
    member("thinkTime") { $0.members(tally.thinkTimes) }
  }

  private mutating func members(_ times: Latencies) {
    member("count", times.count)
    member("minimumMilliseconds", times.shortestMilliseconds)
    member("meanMilliseconds", times.meanMilliseconds)
    member("p50Milliseconds", times.percentile(50))
    member("p90Milliseconds", times.percentile(90))
    member("p95Milliseconds", times.percentile(95))
    member("p99Milliseconds", times.percentile(99))
    member("maximumMilliseconds", times.longestMilliseconds)
  }

  private mutating func members(_ carriage: Statistics.Carriage) {
    member("datagrams", carriage.traffic.datagrams)
    member("bytes", carriage.traffic.bytes)
    member("airBytes", carriage.airBytes)
    member("messageBytes", carriage.messageBytes)
    member("payloadBytes", carriage.payloadBytes)
  }

  private mutating func members(_ ledger: HandshakeLedger, _ nanoseconds: Int64) {
    member("count", ledger.count)
    member("perHour", Ratio.perHour(ledger.count, in: nanoseconds))
    member("full") { $0.members(ledger.full) }
    member("resumed") { $0.members(ledger.resumed) }
    member("failed") { $0.members(ledger.failed) }
    member("unfinished") { $0.members(ledger.unfinished) }
    member("partial", ledger.isPartial)
    member("resumptionSaves") { json in
      json.members(ledger.resumptionSaving)
      json.member("basis", ledger.isResumptionMeasured ? "measured" : "estimated")
    }
    member("connectionIDSaves") { json in
      json.members(ledger.connectionIDSaving)
      json.member("basis", "measured")
    }
  }

  private mutating func members(_ sum: HandshakeLedger.Sum) {
    member("count", sum.count)
    members(sum.cost)
    member("duration") { $0.members(sum.durations) }
  }

  private mutating func members(_ saving: HandshakeLedger.Saving) {
    member("handshakes", saving.handshakes)
    members(saving.cost)
  }

  private mutating func members(_ cost: HandshakeCost) {
    member("datagrams", cost.datagrams)
    member("airBytes", cost.airBytes)
    member("flights", cost.flights)
    member("milliseconds", Double(cost.nanoseconds) / 1e6)
  }

  /// How often there was each value, the most frequent first.
  private mutating func counts<Value: Hashable>(
    _ name: StaticString, _ counts: [Value: Int], _ text: (Value) -> String
  ) {
    member(name, counts.mostFrequent(text)) { json, entry in
      json.object {
        $0.member("name", entry.name)
        $0.member("count", entry.count)
      }
    }
  }
}

/// Parts of a whole.
enum Ratio {
  /// The part, from 0 to 1; nil of nothing.
  static func of(_ part: Int, _ whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }

  /// Nanoseconds of a capture from which on a rate is told: less is a moment, and no sample of anything.
  static let shortestSample: Int64 = 60_000_000_000

  /// How many an hour, if there were `count` in so many nanoseconds; nil if that is too short to tell.
  static func perHour(_ count: Int, in nanoseconds: Int64) -> Double? {
    nanoseconds < shortestSample ? nil : Double(count) * 3600e9 / Double(nanoseconds)
  }
}

extension RowTable {
  /// What the rows that are not kept come to, if there are any.
  var othersIfAny: Row? { hasOthers ? others : nil }
}

extension Dictionary where Value == Int {
  /// The names of the keys and how often there was each, the most frequent first.
  func mostFrequent(_ text: (Key) -> String) -> [(name: String, count: Int)] {
    map { (name: text($0.key), count: $0.value) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }
}
