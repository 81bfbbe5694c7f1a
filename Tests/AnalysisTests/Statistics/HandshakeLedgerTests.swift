import Bytes
import Capture
import Testing

@testable import Analysis

@Suite struct HandshakeLedgerTests {
  private static let server = Endpoint(address: IPAddress(ipv4: 9), port: 5684)

  /// A handshake that begins at `second` and whose session's last packet is 10 s later.
  private func record(
    _ kind: HandshakeRecord.Kind = .full, at second: Int64, port: UInt16, client: UInt32 = 1, identity: UInt64? = 5,
    isClosed: Bool = false, hasConnectionIDs: Bool = false, bytes: Int = 700
  ) -> HandshakeRecord {
    let endpoint = Endpoint(address: IPAddress(ipv4: client), port: port)
    var (cost, avoidable) = (HandshakeCost(), HandshakeCost())
    (cost.datagrams, cost.airBytes, cost.flights, cost.nanoseconds) = (6, bytes, 6, 30_000_000)
    (avoidable.datagrams, avoidable.airBytes, avoidable.flights, avoidable.nanoseconds) = (1, 100, 1, 9_000_000)
    let stamp = { PacketStamp(number: Int($0) + 1, nanoseconds: $0 * 1_000_000_000) }
    return HandshakeRecord(
      kind: kind, pair: .init(client: endpoint.address, server: Self.server, identity: identity), client: endpoint,
      first: stamp(second), last: stamp(second + 10), isClosed: isClosed, hasConnectionIDs: hasConnectionIDs,
      cost: cost, avoidable: kind == .full ? avoidable : HandshakeCost())
  }

  private func ledger(_ records: [HandshakeRecord], limit: Int = 100) -> HandshakeLedger {
    var ledger = HandshakeLedger(limit: limit)
    for record in records { ledger.add(record) }
    return ledger
  }

  @Test func handshakesAreCountedByKind() {
    let ledger = ledger([
      record(at: 0, port: 1), record(.resumed, at: 20, port: 1), record(.failed, at: 40, port: 1),
      record(.unfinished, at: 60, port: 1), record(at: 80, port: 1),
    ])
    #expect([ledger.full.count, ledger.resumed.count, ledger.failed.count, ledger.unfinished.count] == [2, 1, 1, 1])
    #expect(ledger.count == 5)
    #expect(ledger.full.cost.airBytes == 1400 && ledger.full.cost.datagrams == 12)
    #expect(ledger.full.durations.meanMilliseconds == 30)
  }

  @Test func resumptionIsEstimatedByWhatItLeavesOut() {
    let ledger = ledger([record(at: 0, port: 1), record(at: 20, port: 1), record(at: 40, port: 1)])
    let saving = ledger.resumptionSaving
    #expect(!ledger.isResumptionMeasured)
    #expect(saving.handshakes == 2 && saving.cost.airBytes == 200 && saving.cost.nanoseconds == 18_000_000)
  }

  @Test func resumptionIsMeasuredByThoseThatWereResumed() {
    let ledger = ledger([
      record(at: 0, port: 1), record(at: 20, port: 1), record(.resumed, at: 40, port: 1, bytes: 450),
    ])
    #expect(ledger.isResumptionMeasured)
    #expect(ledger.resumptionSaving.handshakes == 1 && ledger.resumptionSaving.cost.airBytes == 250)
  }

  @Test func connectionIDsSaveHandshakesOfClientsThatMoved() {
    let saving = ledger([record(at: 0, port: 1), record(at: 20, port: 2), record(.resumed, at: 40, port: 3)])
      .connectionIDSaving
    #expect(saving.handshakes == 2 && saving.cost.airBytes == 1400 && saving.cost.datagrams == 12)
  }

  @Test func connectionIDsSaveNothingElse() {
    let pairs = [
      (record(at: 0, port: 1), record(at: 20, port: 1)),
      (record(at: 0, port: 1, isClosed: true), record(at: 20, port: 2)),
      (record(at: 0, port: 1, hasConnectionIDs: true), record(at: 20, port: 2)),
      (record(.failed, at: 0, port: 1), record(at: 20, port: 2)),
      (record(at: 0, port: 1), record(at: 20, port: 2, client: 2)),
      (record(at: 0, port: 1), record(at: 20, port: 2, identity: 6)),
      (record(at: 0, port: 1), record(at: 5, port: 2)),
      (record(at: 0, port: 1), record(at: 24 * 3600 + 11, port: 2)),
    ]
    for (index, pair) in pairs.enumerated() {
      #expect(ledger([pair.0, pair.1]).connectionIDSaving.handshakes == 0, "pair \(index)")
    }
  }

  @Test func theFirstOfManyAreLookedAtWhicheverShardHasThem() {
    let records = (0..<40).map { record(at: Int64($0) * 20, port: UInt16($0)) }
    let whole = ledger(records, limit: 10)
    var parts = ledger([], limit: 10)
    parts += ledger(records.indices.filter { $0 % 2 == 1 }.map { records[$0] }, limit: 10)
    parts += ledger(records.indices.filter { $0 % 2 == 0 }.reversed().map { records[$0] }, limit: 10)
    #expect(parts.isPartial && parts.count == 40)
    #expect(parts.connectionIDSaving.handshakes == 9)
    var alone = ledger([], limit: 10)
    alone += whole
    #expect(alone.isPartial && alone.connectionIDSaving.handshakes == 9)
  }
}
