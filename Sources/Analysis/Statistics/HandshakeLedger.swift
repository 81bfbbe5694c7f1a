import Bytes
import Capture
import DTLS

/// The handshakes of a run: what they took, and which of them need not have been, because their client had spoken to the
/// server before.
package struct HandshakeLedger {
  /// The handshakes of one kind.
  package struct Sum {
    /// How many.
    package fileprivate(set) var count = 0
    /// What they took together.
    package fileprivate(set) var cost = HandshakeCost()
    /// How long each took from the first ClientHello to the last Finished, as far as both were captured.
    package fileprivate(set) var durations = Latencies()

    fileprivate mutating func add(_ record: HandshakeRecord) {
      count += 1
      cost += record.cost
      if record.cost.nanoseconds > 0 { durations.add(nanoseconds: record.cost.nanoseconds) }
    }

    fileprivate static func += (one: inout Sum, other: Sum) {
      one.count += other.count
      one.cost += other.cost
      one.durations += other.durations
    }
  }

  /// What could be saved.
  package struct Saving {
    /// Handshakes that it concerns.
    package fileprivate(set) var handshakes = 0
    /// What they had taken less.
    package fileprivate(set) var cost = HandshakeCost()
  }

  /// Handshakes with a key exchange that came up.
  package private(set) var full = Sum()
  /// Handshakes that resumed a session.
  package private(set) var resumed = Sum()
  /// Handshakes that failed.
  package private(set) var failed = Sum()
  /// Handshakes that had not ended when the capture did.
  package private(set) var unfinished = Sum()
  private var records: [HandshakeRecord] = []
  /// Whether some handshakes are not among those that are looked at for what could be saved.
  package private(set) var isPartial = false
  private let limit: Int

  /// Handshakes that are looked at for what could be saved: the first of the run. Each is about 200 bytes.
  package static let maximumRecords = 16_384
  /// Nanoseconds after the last packet of a session in which a server still has it: servers forget what is idle for a day.
  package static let lifetime: Int64 = 24 * 3600 * 1_000_000_000

  /// An empty ledger that looks at so many handshakes for what could be saved.
  package init(limit: Int = maximumRecords) {
    self.limit = limit
  }

  /// How many of all kinds.
  package var count: Int { full.count + resumed.count + failed.count + unfinished.count }

  /// Takes in a handshake.
  mutating func add(_ record: HandshakeRecord) {
    switch record.kind {
    case .full: full.add(record)
    case .resumed: resumed.add(record)
    case .failed: failed.add(record)
    case .unfinished: unfinished.add(record)
    }
    records.append(record)
    if records.count > 2 * limit { trim() }
  }

  package static func += (one: inout HandshakeLedger, other: HandshakeLedger) {
    one.full += other.full
    one.resumed += other.resumed
    one.failed += other.failed
    one.unfinished += other.unfinished
    one.records += other.records
    one.isPartial = one.isPartial || other.isPartial
    one.trim()
  }

  /// Puts the records in order, and gives up those beyond the limit, whichever shard had them.
  private mutating func trim() {
    records.sort { $0.order < $1.order }
    guard records.count > limit else { return }
    records.removeLast(records.count - limit)
    isPartial = true
  }

  // MARK: What could be saved

  /// What a resumed handshake takes, if there is one to measure.
  private var meanResumed: HandshakeCost? {
    guard resumed.count > 0 else { return nil }
    var mean = HandshakeCost()
    mean.datagrams = resumed.cost.datagrams / resumed.count
    mean.airBytes = resumed.cost.airBytes / resumed.count
    mean.flights = resumed.cost.flights / resumed.count
    mean.nanoseconds = resumed.cost.nanoseconds / Int64(resumed.count)
    return mean
  }

  /// Whether what resumption saves is measured by handshakes that resumed a session; else it is what an abbreviated
  /// handshake leaves out of each full one.
  package var isResumptionMeasured: Bool { resumed.count > 0 }

  /// What resumption had saved in the full handshakes of clients that had had a session with the server before.
  package var resumptionSaving: Saving {
    var saving = Saving()
    let mean = meanResumed
    for (record, _) in followers where record.kind == .full {
      saving.handshakes += 1
      saving.cost += mean.map { record.cost.beyond($0) } ?? record.avoidable
    }
    return saving
  }

  /// What connection IDs had saved (RFC 9146): the handshakes of clients that came from another port while the server still
  /// had their session, which nobody had closed.
  package var connectionIDSaving: Saving {
    var saving = Saving()
    for (record, earlier) in followers
    where !earlier.isClosed && !earlier.hasConnectionIDs && earlier.client.port != record.client.port {
      saving.handshakes += 1
      saving.cost += record.cost
    }
    return saving
  }

  /// The handshakes that came up and that an established session of the same client and server came before, which was
  /// silent from then on: else two clients talk that share an address.
  private var followers: [(record: HandshakeRecord, earlier: HandshakeRecord)] {
    var latest: [HandshakeRecord.Pair: HandshakeRecord] = [:]
    var followers: [(HandshakeRecord, HandshakeRecord)] = []
    for record in records.sorted(by: { $0.order < $1.order }) where record.kind == .full || record.kind == .resumed {
      if let earlier = latest[record.pair] {
        let pause = record.first.nanoseconds &- earlier.last.nanoseconds
        if (0...Self.lifetime).contains(pause) { followers.append((record, earlier)) }
      }
      latest[record.pair] = record
    }
    return followers
  }
}

extension HandshakeRecord {
  /// Its place among all of a run, which no two share but those of one packet from several ports.
  fileprivate var order: (Int, Int, UInt16, UInt64) {
    (first.capture, first.number, client.port, client.address.rank)
  }
}

extension HandshakeCost {
  /// What it is more than another one.
  fileprivate func beyond(_ other: HandshakeCost) -> HandshakeCost {
    var rest = HandshakeCost()
    rest.datagrams = max(0, datagrams - other.datagrams)
    rest.airBytes = max(0, airBytes - other.airBytes)
    rest.flights = max(0, flights - other.flights)
    rest.nanoseconds = max(0, nanoseconds - other.nanoseconds)
    return rest
  }
}
