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

  private var values: [Key: Value] = [:]
  /// How many IDs of each length a receiver has: no record says how long its ID is.
  private var lengths: [Endpoint: [Int: Int]] = [:]
  /// The keys in the order of their insertion, and how many of them are gone.
  private var order: [Key] = []
  private var gone = 0
  private let limit: Int

  /// Entries that are kept: as many as there are live flows.
  static var defaultLimit: Int { FlowTable.defaultLimit }

  init(limit: Int = ConnectionIDTable.defaultLimit) {
    self.limit = limit
  }

  /// Whether it is empty.
  var isEmpty: Bool { values.isEmpty }

  /// Takes in that `receiver` chose `cid`. An empty one tells nothing apart, so it is left out.
  mutating func insert(_ cid: [UInt8], of receiver: Endpoint, _ value: Value) {
    guard !cid.isEmpty else { return }
    let key = Key(receiver: receiver, cid: cid)
    if values.updateValue(value, forKey: key) != nil { return }
    lengths[receiver, default: [:]][cid.count, default: 0] += 1
    order.append(key)
    while values.count > limit, gone < order.count {
      remove(order[gone])
      gone += 1
    }
    if gone * 2 > order.count, gone > 1024 {
      order.removeFirst(gone)
      gone = 0
    }
  }

  /// Forgets that `receiver` chose `cid`.
  mutating func remove(_ cid: [UInt8], of receiver: Endpoint) {
    remove(Key(receiver: receiver, cid: cid))
  }

  private mutating func remove(_ key: Key) {
    guard values.removeValue(forKey: key) != nil, let count = lengths[key.receiver]?[key.cid.count] else { return }
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
