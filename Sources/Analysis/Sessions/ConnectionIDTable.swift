import Bytes
import Capture
import DTLS

/// Finds what a record with a connection ID belongs to by the ID and its receiver, wherever it comes from (RFC 9146 §6).
///
/// Bounded: beyond the limit the oldest entries go.
struct ConnectionIDTable<Value> {
  private struct Key: Hashable {
    let receiver: Endpoint
    let cid: [UInt8]
  }

  private var values: RecentTable<Key, Value>
  /// How many IDs of each length a receiver has: no record says how long its ID is.
  private var lengths: [Endpoint: [Int: Int]] = [:]

  /// Entries that are kept: as many as there are live flows.
  static var defaultLimit: Int { FlowTable.defaultLimit }

  init(limit: Int = ConnectionIDTable.defaultLimit) {
    values = RecentTable(limit: limit)
  }

  /// Whether it is empty.
  var isEmpty: Bool { values.isEmpty }

  /// Takes in that `receiver` chose `cid`. An empty one tells nothing apart, so it is left out.
  mutating func insert(_ cid: [UInt8], of receiver: Endpoint, _ value: Value) {
    guard !cid.isEmpty else { return }
    let key = Key(receiver: receiver, cid: cid)
    if values[key] == nil { lengths[receiver, default: [:]][cid.count, default: 0] += 1 }
    if let dropped = values.insert(value, for: key) { forgetLength(of: dropped) }
  }

  /// Forgets that `receiver` chose `cid`.
  mutating func remove(_ cid: [UInt8], of receiver: Endpoint) {
    let key = Key(receiver: receiver, cid: cid)
    if values.remove(key) != nil { forgetLength(of: key) }
  }

  private mutating func forgetLength(of key: Key) {
    guard let count = lengths[key.receiver]?[key.cid.count] else { return }
    lengths[key.receiver]?[key.cid.count] = count == 1 ? nil : count - 1
    if lengths[key.receiver]?.isEmpty == true { lengths[key.receiver] = nil }
  }

  /// What a datagram for `receiver` belongs to by the connection ID of its first record; nil if it has none that is known.
  func value(of datagram: RawSpan, to receiver: Endpoint) -> Value? {
    guard Record.hasConnectionID(datagram), let lengths = lengths[receiver] else { return nil }
    for length in lengths.keys.sorted(by: >) {
      var reader = ByteReader(datagram, as: "DTLSCiphertext")
      guard let record = try? Record(decoding: &reader, connectionIDLength: length) else { continue }
      if let value = values[Key(receiver: receiver, cid: [UInt8](record.connectionID))] { return value }
    }
    return nil
  }
}
