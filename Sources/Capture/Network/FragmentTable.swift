import Bytes

/// Holds fragments of IP packets until these are whole: those of IP (RFC 791 §3.2, RFC 8200 §4.5), or those of 6LoWPAN
/// (RFC 4944 §5.3), which waits as long.
///
/// Bounded in sets, bytes, pieces and age; a set that a bound drops is reported. Time is that of the packets.
package struct FragmentTable: Sendable {
  /// The largest number of sets, those that were delivered included: a device sends a handful of large packets in
  /// `maximumAge`, so this is enough for hundreds of them, and a table of it costs well below a megabyte.
  package static let maximumSets = 1024
  /// The largest number of bytes held in all: 128 of the largest packets.
  package static let maximumBytes = 8 << 20
  /// The largest number of separate pieces of a set: more than the largest packet has at an MTU of 1280 with every
  /// second fragment missing. A hostile capture would otherwise make every insertion walk thousands of pieces.
  package static let maximumPieces = 64
  /// How long a set waits in nanoseconds: 60 s, which RFC 8200 §4.5 demands and RFC 1122 §3.3.2 has as its minimum.
  package static let maximumAge: Int64 = 60_000_000_000
  /// The largest IP packet's payload in bytes.
  package static let maximumLength = 65535

  /// What the fragments of one packet have in common.
  struct Key: Hashable, Sendable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    /// The IPv4 protocol, which RFC 791 makes part of the key; 0 for IPv6, where it is not.
    var protocolNumber: UInt8
  }

  /// A set that was given up.
  struct Loss: Sendable {
    var reason: NetworkProblem.FragmentLoss
    var key: Key
    var fragments: Int
    var bytes: Int
  }

  /// What came of a fragment.
  enum Outcome {
    /// More are needed, or the set was given up before.
    case held
    /// The packet is whole: its payload, and what that is.
    case complete([UInt8], IPProtocol)
    /// The set was given up.
    case lost(Loss)
  }

  /// One packet's fragments.
  private struct FragmentSet {
    /// Distinguishes it from another set of the same key in `order`.
    var serial: Int
    var firstSeen: Int64
    var ranges = ByteRanges()
    var fragments = 0
    /// What the payload is, from the first fragment.
    var protocolNumber: IPProtocol?
    /// Whether a packet of this key was delivered before. What comes after is a repetition: it may become whole again,
    /// and if it does not, nothing is missing.
    var wasDelivered = false
    /// Whether all that comes is to be thrown away.
    var isPoisoned = false
  }

  private var sets: [Key: FragmentSet] = [:]
  /// The keys and serials of all sets in the order in which they were first seen, and of some that are gone.
  private var order: [(key: Key, serial: Int)] = []
  /// How many at the start of `order` are gone.
  private var orderStart = 0
  private var nextSerial = 0
  /// Number of bytes held in all sets.
  private(set) var heldBytes = 0

  /// Number of sets held, those that were delivered included.
  var count: Int { sets.count }

  /// An empty table.
  init() {}

  /// Takes a fragment that came at `time`.
  ///
  /// Of IPv4 fragments that overlap the first bytes stay, and `conflicts` says whether the others differ. RFC 791's
  /// example procedure lets the later ones win, but hosts differ (Linux drops the packet since 2018), a forgery can be
  /// sent at any time after the first, and bytes that a device has acted on must not change afterwards.
  mutating func insert(
    _ fragment: ExtensionHeaders.Fragment, of packet: borrowing IPPayload, at time: Int64, conflicts: inout Bool
  ) -> Outcome {
    let key = Key(fragment, packet)
    let isIPv6 = packet.source.isIPv6
    let span = packet.reader.unread
    var set = sets.removeValue(forKey: key) ?? start(key, at: time)
    defer { sets[key] = set }
    guard !set.isPoisoned else { return .held }
    set.fragments += 1
    if fragment.offset == 0 { set.protocolNumber = packet.protocolNumber }

    let end = fragment.offset + packet.length
    if end > Self.maximumLength || (!fragment.moreFragments && !set.ranges.setTotal(end))
      || set.ranges.total.map({ end > $0 }) ?? false
    {
      return give(up: &set, key, .contradictoryLength)
    }
    let held = set.ranges.heldCount
    let overlap = set.ranges.comparing(span, at: fragment.offset)
    conflicts = overlap.conflicts
    // RFC 5722 drops on any overlap; RFC 8200 §4.5 excepts a repetition of what is there.
    if isIPv6, overlap.conflicts || (overlap.repeated > 0 && overlap.added > 0) {
      return give(up: &set, key, .overlap)
    }
    set.ranges.insert(span, at: fragment.offset)
    heldBytes += set.ranges.heldCount - held
    if let bytes = set.ranges.bytes, let protocolNumber = set.protocolNumber {
      clear(&set)
      set.wasDelivered = true
      return .complete(bytes, protocolNumber)
    }
    return set.ranges.pieceCount > Self.maximumPieces ? give(up: &set, key, .tooManyPieces) : .held
  }

  /// Notes that what a first fragment holds was delivered by itself, so that nobody misses the others.
  mutating func markDelivered(
    _ fragment: ExtensionHeaders.Fragment, of packet: borrowing IPPayload, at time: Int64
  ) {
    let key = Key(fragment, packet)
    var set = sets.removeValue(forKey: key) ?? start(key, at: time)
    clear(&set)
    set.wasDelivered = true
    sets[key] = set
  }

  /// Begins a set that was given up anew: what comes from now on may make another packet of the same key.
  mutating func restart(_ fragment: ExtensionHeaders.Fragment, of packet: borrowing IPPayload) {
    sets[Key(fragment, packet)]?.isPoisoned = false
  }

  /// Removes what is older than `maximumAge` at `time`, and the oldest as long as there is too much; what was not whole
  /// is returned. To be called before each fragment, which may then exceed a bound by itself until the next.
  mutating func removeOld(at time: Int64) -> [Loss] {
    var losses: [Loss] = []
    while orderStart < order.count {
      let oldest = order[orderStart]
      guard let set = sets[oldest.key], set.serial == oldest.serial else {
        orderStart += 1
        continue
      }
      let isOld = time &- set.firstSeen > Self.maximumAge
      guard isOld || sets.count > Self.maximumSets || heldBytes > Self.maximumBytes else { break }
      remove(oldest.key, set, isOld ? .incomplete : .tableFull, &losses)
      orderStart += 1
    }
    if orderStart > order.count / 2 {
      order.removeFirst(orderStart)
      orderStart = 0
    }
    return losses
  }

  /// Removes everything; what was not whole is returned.
  mutating func removeAll() -> [Loss] {
    var losses: [Loss] = []
    for entry in order[orderStart...] {
      guard let set = sets[entry.key], set.serial == entry.serial else { continue }
      remove(entry.key, set, .incomplete, &losses)
    }
    order = []
    orderStart = 0
    return losses
  }

  /// A new set of `key`, last in `order`.
  private mutating func start(_ key: Key, at time: Int64) -> FragmentSet {
    nextSerial += 1
    order.append((key, nextSerial))
    return FragmentSet(serial: nextSerial, firstSeen: time)
  }

  /// Throws a set's fragments away, and with them those to come until it is old (RFC 5722 §4).
  private mutating func give(
    up set: inout FragmentSet, _ key: Key, _ reason: NetworkProblem.FragmentLoss
  ) -> Outcome {
    let loss = Loss(reason: reason, key: key, fragments: set.fragments, bytes: set.ranges.heldCount)
    clear(&set)
    set.isPoisoned = true
    return .lost(loss)
  }

  private mutating func clear(_ set: inout FragmentSet) {
    heldBytes -= set.ranges.heldCount
    set.ranges = ByteRanges()
    set.fragments = 0
    set.protocolNumber = nil
  }

  private mutating func remove(
    _ key: Key, _ set: FragmentSet, _ reason: NetworkProblem.FragmentLoss, _ losses: inout [Loss]
  ) {
    sets[key] = nil
    heldBytes -= set.ranges.heldCount
    guard set.fragments > 0, !set.wasDelivered else { return }
    losses.append(Loss(reason: reason, key: key, fragments: set.fragments, bytes: set.ranges.heldCount))
  }
}

extension FragmentTable.Key {
  init(_ fragment: ExtensionHeaders.Fragment, _ packet: borrowing IPPayload) {
    source = packet.source
    destination = packet.destination
    identification = fragment.identification
    protocolNumber = packet.source.isIPv6 ? 0 : packet.protocolNumber.rawValue
  }
}
