/// A key that was pressed.
enum Key: Hashable, Sendable {
  case character(Character)
  case up, down, left, right
  case pageUp, pageDown
  case home, end
  case enter, escape
}

/// Tells keys apart in what a terminal sends.
struct KeyReader {
  /// Bytes of a sequence that is not whole. Bounded: a sequence has as many at most.
  private var pending: [UInt8] = []
  /// Bytes of a sequence; longer ones are no key.
  private static let maximumSequence = 16
  private static let escape: UInt8 = 0x1b

  /// The keys in `bytes`, and in what was pending before. An escape character on its own is the key of that name only when
  /// nothing follows it: not before this was called again.
  mutating func keys(in bytes: some Sequence<UInt8>) -> [Key] {
    let wasPending = pending
    let added = Array(bytes)
    pending += added
    var keys: [Key] = []
    while let first = pending.first {
      guard first == Self.escape else {
        pending.removeFirst()
        if let key = Self.plain(first) { keys.append(key) }
        continue
      }
      guard let end = sequenceEnd else {
        // Nothing came after it for a whole turn, so nothing will.
        if added.isEmpty, !wasPending.isEmpty || pending.count > Self.maximumSequence {
          pending.removeAll()
          keys.append(.escape)
        } else if pending.count > Self.maximumSequence {
          pending.removeAll()
        }
        return keys
      }
      if let key = Self.key(of: pending[1..<end]) { keys.append(key) }
      pending.removeFirst(end)
    }
    return keys
  }

  /// Where the sequence at the start ends; nil if it is not whole.
  private var sequenceEnd: Int? {
    guard pending.count > 1 else { return nil }
    switch pending[1] {
    case UInt8(ascii: "O"): return pending.count > 2 ? 3 : nil
    case UInt8(ascii: "["):
      // Parameters, then a final byte (ECMA-48 §5.4).
      return pending.dropFirst(2).firstIndex { (0x40...0x7e).contains($0) }.map { $0 + 1 }
    default: return 1
    }
  }

  private static func plain(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x0a, 0x0d: .enter
    case 0x20...0x7e: .character(Character(Unicode.Scalar(byte)))
    default: nil
    }
  }

  /// The key of a sequence, without its escape character; an escape alone before another key is the key of that name.
  private static func key(of sequence: ArraySlice<UInt8>) -> Key? {
    guard let last = sequence.last, sequence.count > 1 else { return .escape }
    switch last {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return .right
    case UInt8(ascii: "D"): return .left
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "~"):
      return switch String(decoding: sequence.dropFirst().dropLast(), as: UTF8.self) {
      case "1", "7": .home
      case "4", "8": .end
      case "5": .pageUp
      case "6": .pageDown
      default: nil
      }
    default: return nil
    }
  }
}
