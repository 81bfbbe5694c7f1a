/// Puts a byte string of known length together from pieces that arrive in any order, overlap, or repeat.
///
/// Knows no protocol: DTLS handshake fragments and IP fragments both use it. Memory follows the bytes that arrived, not
/// the length that was claimed. Where a piece contradicts bytes that are there, the first bytes stay and the
/// contradiction is reported.
package struct ByteRanges: Sendable {
  /// What a piece did.
  package struct Insertion: Equatable, Sendable {
    /// Bytes that were not there before.
    package var added: Int
    /// Bytes that were there already, with the same value or not.
    package var repeated: Int
    /// Whether a byte that was there already had another value.
    package var conflicts: Bool
  }

  /// Length of the whole in bytes, or nil until it is known.
  package private(set) var total: Int?
  /// Pieces without overlap or touching neighbours, in order of their offset.
  private var pieces = ShortList<(offset: Int, bytes: [UInt8])>()

  /// An empty string that is to have `total` bytes, or a length that `setTotal` gives later.
  package init(total: Int? = nil) {
    self.total = total
  }

  /// Whether every byte is there.
  package var isComplete: Bool {
    guard let total else { return false }
    return total == 0 || (pieces.count == 1 && pieces[0].offset == 0 && pieces[0].bytes.count == total)
  }

  /// The whole, or nil while something is missing.
  package var bytes: [UInt8]? {
    guard isComplete else { return nil }
    return pieces.first?.bytes ?? []
  }

  /// The bytes from the start up to the first gap.
  package var prefix: [UInt8] {
    pieces.first.flatMap { $0.offset == 0 ? $0.bytes : nil } ?? []
  }

  /// Number of bytes held.
  package var heldCount: Int { pieces.reduce(0) { $0 + $1.bytes.count } }

  /// Number of separate pieces held.
  package var pieceCount: Int { pieces.count }

  /// The end of the last byte held.
  package var end: Int { pieces.last.map { $0.offset + $0.bytes.count } ?? 0 }

  /// Fixes the length of the whole; false if it contradicts the one known or the bytes held.
  package mutating func setTotal(_ newTotal: Int) -> Bool {
    guard end <= newTotal, total == nil || total == newTotal else { return false }
    total = newTotal
    return true
  }

  /// Whether `range` overlaps a piece or adjoins one, so that it would become a part of it.
  package func touches(_ range: Range<Int>) -> Bool {
    pieces.contains { $0.offset <= range.upperBound && range.lowerBound <= $0.offset + $0.bytes.count }
  }

  /// How `span` at `offset` would compare with what is held, without adding it.
  package func comparing(_ span: RawSpan, at offset: Int) -> Insertion {
    var repeated = 0
    var conflicts = false
    for piece in pieces {
      let low = max(piece.offset, offset)
      let high = min(piece.offset + piece.bytes.count, offset + span.byteCount)
      guard low < high else { continue }
      repeated += high - low
      conflicts = conflicts || !Self.equal(span, low - offset, piece.bytes, low - piece.offset, count: high - low)
    }
    return Insertion(added: span.byteCount - repeated, repeated: repeated, conflicts: conflicts)
  }

  /// Adds the bytes of `span` that are not yet there, at `offset`.
  ///
  /// The caller checks that the piece ends within the whole.
  @discardableResult
  package mutating func insert(_ span: RawSpan, at offset: Int) -> Insertion {
    let insertion = comparing(span, at: offset)
    guard insertion.added > 0 else { return insertion }
    if let last = pieces.indices.last, pieces[last].offset + pieces[last].bytes.count == offset {
      // In order, as nearly always: grows in place, so that a whole in many pieces is not copied for each of them.
      span.withUnsafeBytes { pieces[last].bytes.append(contentsOf: $0) }
      return insertion
    }
    var merged: (offset: Int, bytes: [UInt8]) = (offset, [UInt8](span))
    var before = ShortList<(offset: Int, bytes: [UInt8])>()
    var after = ShortList<(offset: Int, bytes: [UInt8])>()
    for piece in pieces {
      let pieceEnd = piece.offset + piece.bytes.count
      if pieceEnd < merged.offset {
        before.append(piece)
      } else if piece.offset > merged.offset + merged.bytes.count {
        after.append(piece)
      } else {
        merged = Self.union(piece, merged)
      }
    }
    pieces = before
    pieces.append(merged)
    for piece in after { pieces.append(piece) }
    return insertion
  }

  /// Both pieces as one; where they overlap, `first` wins.
  private static func union(
    _ first: (offset: Int, bytes: [UInt8]), _ second: (offset: Int, bytes: [UInt8])
  ) -> (offset: Int, bytes: [UInt8]) {
    var bytes: [UInt8] = []
    let start = min(first.offset, second.offset)
    let firstEnd = first.offset + first.bytes.count
    let secondEnd = second.offset + second.bytes.count
    bytes.reserveCapacity(max(firstEnd, secondEnd) - start)
    if second.offset < first.offset { bytes += second.bytes[..<(first.offset - second.offset)] }
    bytes += first.bytes
    if secondEnd > firstEnd { bytes += second.bytes[(firstEnd - second.offset)...] }
    return (start, bytes)
  }

  private static func equal(_ span: RawSpan, _ start: Int, _ bytes: [UInt8], _ from: Int, count: Int) -> Bool {
    span.withUnsafeBytes { $0[start..<(start + count)].elementsEqual(bytes[from..<(from + count)]) }
  }
}
