import Bytes
import CoAP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Puts the pieces of all shards in order, and the numbers of sessions and exchanges in their places.
struct ChunkMerger: ~Copyable {
  /// Final number of the sessions that are not over, by provisional number.
  private var numbers: [Int: Int] = [:]
  /// The same of those that are over: what comes late may name them.
  private var numbersOfEnded = RecentTable<Int, Int>(limit: ChunkMerger.maximumEnded)
  private var nextNumber = 1
  /// Final numbers of the exchanges that are not over, by provisional number.
  private var exchangeNumbers: [Int: Int] = [:]
  private var nextExchangeNumber = 1
  private var piece = TextBuffer()

  /// Sessions that are over and whose numbers are kept: those of some stretches of packets.
  static let maximumEnded = 4096

  init() {}

  /// Passes what the shards said of a stretch to `report`.
  mutating func merge(_ works: [ShardWork], into report: any Report) {
    number(works)
    announce(works, to: report)
    var next = Array(repeating: 0, count: works.count)
    while let shard = first(works, next) {
      let chunk = works[shard].chunks.list[next[shard]]
      let start = next[shard] == 0 ? 0 : works[shard].chunks.list[next[shard] - 1].end
      next[shard] += 1
      works[shard].chunks.text.withUnsafeBytes { fill(UnsafeRawBufferPointer(rebasing: $0[start..<chunk.end])) }
      switch works[shard].chunks.subject(of: chunk) {
      case .due(let session): report.judgementIsDue(on: session, number: order(of: chunk))
      case .ended(let session): report.sessionEnded(session, number: order(of: chunk), piece.bytes)
      case .exchange(let exchange):
        report.exchangeEnded(exchange, number: exchangeNumbers.removeValue(forKey: exchange.id) ?? 0, piece.bytes)
      case nil: report.append(piece.bytes, chunk.section, order: order(of: chunk))
      }
    }
    for work in works {
      for (section, count) in work.chunks.omitted { report.omit(section, count: count) }
      for provisional in work.chunks.ended {
        if let number = numbers.removeValue(forKey: provisional) { numbersOfEnded.insert(number, for: provisional) }
      }
    }
  }

  /// Numbers the sessions that began, in the order of their beginning: the provisional numbers of a shard grow, and no
  /// two shards begin sessions in one place.
  private mutating func number(_ works: [ShardWork]) {
    for (_, provisional) in works.flatMap({ $0.chunks.began }).sorted(by: <) {
      numbers[provisional] = nextNumber
      nextNumber += 1
    }
    // Here the places of all tell the order, whichever shard has them.
    for (_, provisional) in works.flatMap({ $0.chunks.beganExchanges }).sorted(by: <) {
      exchangeNumbers[provisional] = nextExchangeNumber
      nextExchangeNumber += 1
    }
  }

  /// Tells `report` of the sessions whose outcome was decided, and of those that are over, before any of them is judged:
  /// what became of one may explain another.
  private func announce(_ works: [ShardWork], to report: any Report) {
    let known = works.flatMap { work in
      work.chunks.known.map { (place: $0.place, number: number(of: $0.digest.id), digest: $0.digest) }
    }
    for (_, number, digest) in known.sorted(by: { ($0.place, $0.number) < ($1.place, $1.number) }) {
      report.sessionKnown(digest, number: number)
    }
    let conversations = works.flatMap { $0.chunks.conversations }
    for conversation in conversations.sorted(by: { $0.first.number < $1.first.number }) {
      report.plainConversationEnded(conversation)
    }
  }

  /// The shard with the piece that comes next, or nil if there is none.
  private func first(_ works: [ShardWork], _ next: [Int]) -> Int? {
    var best: Int?
    for shard in works.indices where next[shard] < works[shard].chunks.list.count {
      guard let current = best else {
        best = shard
        continue
      }
      let mine = works[shard].chunks.list[next[shard]]
      let others = works[current].chunks.list[next[current]]
      if mine.place < others.place || mine.place == others.place && comes(mine, before: others) { best = shard }
    }
    return best
  }

  /// Whether a piece comes before another one that was said in the same place.
  private func comes(_ chunk: Chunks.Chunk, before other: Chunks.Chunk) -> Bool {
    if chunk.isPlain != other.isPlain { return other.isPlain }
    return order(of: chunk) < order(of: other)
  }

  /// The order of a piece among those said in one place: of a session, and of an exchange in one, the final number of the
  /// session, which does not depend on shards.
  private func order(of chunk: Chunks.Chunk) -> Int {
    chunk.section == .session || chunk.section == .exchange && !chunk.isPlain ? number(of: chunk.order) : chunk.order
  }

  /// The final number of a session.
  private func number(of provisional: Int) -> Int {
    numbers[provisional] ?? numbersOfEnded[provisional] ?? 0
  }

  /// Copies `text` with numbers in place of what stands for them.
  private mutating func fill(_ text: UnsafeRawBufferPointer) {
    piece.removeAll()
    var rest = text
    while let start = Self.stand(in: rest) {
      piece.append(UnsafeRawBufferPointer(rebasing: rest[..<start]))
      let provisional = rest.loadUnaligned(fromByteOffset: start + 2, as: Int.self)
      let isSession = rest[start + 1] == ChunkSink.Numbered.session.rawValue
      piece.append(decimal: isSession ? number(of: provisional) : exchangeNumbers[provisional] ?? 0)
      rest = UnsafeRawBufferPointer(rebasing: rest[(start + 2 + MemoryLayout<Int>.size)...])
    }
    piece.append(rest)
  }

  /// Where the next number is to stand, or nil if there is none.
  private static func stand(in text: UnsafeRawBufferPointer) -> Int? {
    guard let base = text.baseAddress, let found = memchr(base, Int32(ChunkSink.stand), text.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - base
  }
}
