import Bytes
import Capture
import DTLS

/// Reads a capture that goes on: packets as they come, and the time that passes where none come.
///
/// The time of the analysis is that of the packets. Where none come it goes on from the last one as fast as the clock of this
/// machine does, so that neither clock has to be right. That clock decides when to look, and nothing else.
package final class LiveRun {
  /// What the capture itself has counted so far.
  package struct Counts: Sendable {
    /// How many of everything there was.
    package let counters: Counters
    /// What was captured and not delivered.
    package let drops: DropCounts
  }

  /// When a run ends by itself.
  package struct Limits: Sendable {
    /// Nanoseconds after its beginning; nil for never.
    package var duration: Int64?
    /// Packets; nil for any number.
    package var count: Int?
    /// Nanoseconds between two questions whether to stop, while no packet comes.
    package var attention = LiveRun.lookInterval

    /// No limits.
    package init() {}
  }

  /// Nanoseconds between two looks at what is not a packet: what was gathered is written and shown, and key files are looked
  /// at. What a kill loses is no older.
  static let lookInterval: Int64 = 200_000_000
  /// Nanoseconds between two ticks of the analysis.
  static let tickInterval: Int64 = 1_000_000_000

  private let source: any CaptureSource
  private let recorder: PacketRecorder?
  private let limits: Limits
  private let clock: () -> Int64
  private let consumer: any DatagramConsumer
  private let secrets: CapturedSecrets
  private var decoder = PacketDecoder()
  private var first: Int64?
  private var last = PacketStamp(number: 0, nanoseconds: 0)
  /// When the last packet was read, by the clock.
  private var readAt: Int64 = 0
  private var lookedAt: Int64 = 0
  private var tickedAt: Int64 = 0
  private var isShown = true

  /// A run over `source`.
  ///
  /// - Parameters:
  ///   - recorder: gets every packet before it is analyzed.
  ///   - clock: nanoseconds of a clock that only goes on.
  package init(
    _ source: any CaptureSource, _ consumer: any DatagramConsumer, recorder: PacketRecorder? = nil,
    limits: Limits = Limits(), clock: @escaping () -> Int64 = MonotonicClock.nanoseconds
  ) {
    self.source = source
    self.recorder = recorder
    self.limits = limits
    self.clock = clock
    self.consumer = consumer
    secrets = CapturedSecrets(consumer, recorder: recorder)
  }

  /// Reads until `shouldStop`, or until the capture or a limit ends.
  ///
  /// An error after the beginning does not undo what was analyzed: it becomes the capture's `damage`.
  ///
  /// - Parameter look: is called about five times a second, and may supply keys.
  /// - Returns: what can be said of the capture now; the consumer was told it, too.
  @discardableResult
  package func run(
    shouldStop: () -> Bool, look: (any DatagramConsumer, Counts) -> Void = { _, _ in }
  ) throws(CaptureWriter.WriteError) -> CaptureFacts {
    let begin = clock()
    (readAt, lookedAt, tickedAt) = (begin, begin, begin)
    look(consumer, counts)
    var damage: String?
    do throws(CaptureError) {
      while !shouldStop(), !isOver(since: begin) {
        if !source.inputIsPending { show() }
        let hasInput = source.waitForInput(milliseconds: wait(since: begin))
        if hasInput, try !readNext() { break }
        let now = clock()
        if now &- lookedAt >= Self.lookInterval {
          lookedAt = now
          flushRecorder()
          look(consumer, counts)
          isShown = false
          show()
        }
        if now &- tickedAt >= Self.tickInterval { tick(at: now) }
      }
    } catch {
      damage = error.description
    }
    if let writeFailure { throw writeFailure }
    return try finish(damage)
  }

  /// Kept while the loop ends: a failure to write is no damage of the capture.
  private var writeFailure: CaptureWriter.WriteError?

  private func isOver(since begin: Int64) -> Bool {
    if writeFailure != nil { return true }
    if let count = limits.count, last.number >= count { return true }
    return limits.duration.map { clock() &- begin >= $0 } ?? false
  }

  /// Milliseconds to wait for a packet.
  private func wait(since begin: Int64) -> Int32 {
    let rest = limits.duration.map { max(0, $0 &- (clock() &- begin)) } ?? limits.attention
    return Int32(min(rest, limits.attention) / 1_000_000 + 1)
  }

  private var counts: Counts {
    Counts(counters: decoder.counters, drops: source.interfaceDrops.reduce(DropCounts(), +))
  }

  /// Analyzes the next packet; false at the end of the capture.
  private func readNext() throws(CaptureError) -> Bool {
    let isThere = try source.next(secrets: secrets) { frame in
      recorder?.append(frame)
      last = PacketStamp(number: frame.number, nanoseconds: frame.nanoseconds)
      if first == nil {
        first = frame.nanoseconds
        consumer.captureBegan(at: last)
      }
      secrets.reportProblems(at: last)
      decoder.decode(frame, at: last, to: consumer)
    }
    if isThere {
      readAt = clock()
      isShown = false
      if recorder?.isFull == true { rotateRecorder() }
      if last.number % CaptureRun.tickInterval == 0 { tick(at: readAt) }
    }
    return isThere
  }

  /// Shows what was analyzed, unless that was done since.
  private func show() {
    guard !isShown else { return }
    isShown = true
    consumer.inputPaused()
  }

  /// Tells the consumer what time it is.
  private func tick(at now: Int64) {
    tickedAt = now
    _ = source.interfaceDrops
    guard first != nil else { return }
    consumer.tick(at: PacketStamp(number: last.number + 1, nanoseconds: time(at: now)))
    consumer.inputPaused()
  }

  /// The time of the analysis.
  private func time(at now: Int64) -> Int64 { last.nanoseconds &+ max(0, now &- readAt) }

  private func flushRecorder() {
    do throws(CaptureWriter.WriteError) { try recorder?.flush() } catch { writeFailure = error }
  }

  private func rotateRecorder() {
    do throws(CaptureWriter.WriteError) {
      try recorder?.rotate(source.interfaceDrops, nanoseconds: last.nanoseconds)
    } catch {
      writeFailure = error
    }
  }

  private func finish(_ damage: String?) throws(CaptureWriter.WriteError) -> CaptureFacts {
    let drops = source.interfaceDrops
    if first != nil { consumer.tick(at: PacketStamp(number: last.number + 1, nanoseconds: time(at: clock()))) }
    secrets.reportProblems(at: last)
    decoder.finish(at: last, to: consumer)
    var facts = CaptureFacts(
      index: 0, path: source.path, linkTypes: source.linkTypes, counters: decoder.counters, first: first,
      last: first == nil ? nil : last.nanoseconds, isCut: source.wasCut || damage != nil, damage: damage)
    if !drops.isEmpty { facts.drops = drops.reduce(DropCounts(), +) }
    try recorder?.finish(drops, nanoseconds: last.nanoseconds)
    consumer.captureEnded(facts)
    consumer.inputPaused()
    return facts
  }
}
