import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// The loop of a live capture, with a clock that goes on only where it waits.
@Suite struct LiveRunTests {
  /// Packets that come at given times of the clock.
  private final class Timed: CaptureSource {
    let path = "timed"
    let linkTypes = [LinkType(rawValue: 101)]
    let wasCut = false
    let fractionRead: Double? = nil
    var now: Int64 = 1_000_000_000
    /// Seconds after the beginning.
    var arrivals: [Double]
    var failure: CaptureError?
    private var count = 0
    private let begin: Int64 = 1_000_000_000

    init(_ arrivals: [Double]) { self.arrivals = arrivals }

    var interfaceDrops: [DropCounts] { [DropCounts()] }
    var inputIsPending: Bool { arrivals.first.map { begin + Int64($0 * 1e9) <= now } ?? false }

    func waitForInput(milliseconds: Int32) -> Bool {
      if inputIsPending { return true }
      let end = now + Int64(milliseconds) * 1_000_000
      if let first = arrivals.first, begin + Int64(first * 1e9) <= end {
        now = begin + Int64(first * 1e9)
        return true
      }
      now = end
      return arrivals.isEmpty && failure != nil
    }

    func next(secrets: (any SecretsHandler)?, _ body: (borrowing Frame) -> Void) throws(CaptureError) -> Bool {
      guard !arrivals.isEmpty else {
        if let failure { throw failure }
        return false
      }
      // The interface's clock is years off.
      let time = Int64(arrivals.removeFirst() * 1e9) + 5_000_000_000_000
      count += 1
      let bytes = Packets.ipv4(Packets.udp([UInt8(1)]))
      body(
        Frame(
          number: count, nanoseconds: time, linkType: LinkType(rawValue: 101), bytes: bytes.span.bytes,
          originalLength: bytes.count))
      return true
    }
  }

  private final class Log: DatagramConsumer {
    var datagrams = 0
    /// Seconds of the packets' clock.
    var ticks: [Double] = []
    var pauses = 0
    var facts: CaptureFacts?
    var began = false

    func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) { datagrams += 1 }
    func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {}
    func receive(_ problem: NetworkProblem, at stamp: PacketStamp) {}
    func receive(_ secrets: KeyLog) {}
    func captureBegan(at stamp: PacketStamp) { began = true }
    func tick(at stamp: PacketStamp) { ticks.append(Double(stamp.nanoseconds - 5_000_000_000_000) / 1e9) }
    func inputPaused() { pauses += 1 }
    func captureEnded(_ facts: CaptureFacts) { self.facts = facts }
  }

  private func run(
    _ source: Timed, seconds: Double? = nil, count: Int? = nil, stop: () -> Bool = { false },
    look: (any DatagramConsumer, LiveRun.Counts) -> Void = { _, _ in }
  ) throws -> Log {
    let log = Log()
    var limits = LiveRun.Limits()
    limits.duration = seconds.map { Int64($0 * 1e9) }
    limits.count = count
    try LiveRun(source, log, limits: limits, clock: { source.now }).run(shouldStop: stop, look: look)
    return log
  }

  @Test func timeGoesOnWhereNoPacketComes() throws {
    let log = try run(Timed([0.5]), seconds: 10)
    #expect(log.datagrams == 1)
    // Once a second, by the packet's clock.
    #expect((9...11).contains(log.ticks.count), "\(log.ticks)")
    #expect(zip(log.ticks, log.ticks.dropFirst()).allSatisfy { $1 - $0 > 0.9 && $1 - $0 < 1.3 || $1 >= 9.9 })
    #expect(abs((log.ticks.last ?? 0) - 10) < 0.3)
  }

  @Test func beforeTheFirstPacketThereIsNoTime() throws {
    let log = try run(Timed([]), seconds: 5)
    #expect(log.ticks.isEmpty && !log.began && log.facts?.first == nil)
  }

  @Test func aCountEndsIt() throws {
    let log = try run(Timed([0, 1, 2, 3]), count: 3)
    #expect(log.datagrams == 3 && log.facts?.counters.packets == 3)
    #expect(log.facts?.drops == DropCounts())
  }

  @Test func aSignalEndsIt() throws {
    var asked = 0
    let log = try run(Timed([0, 1])) {
      asked += 1
      return asked > 5
    }
    #expect(log.facts != nil && asked == 6)
  }

  @Test func whatCameIsShownAtOnceAndOnce() throws {
    let log = try run(Timed([0.1, 0.1, 0.15]), seconds: 0.19)
    // After the two that came together, after the third, and at the end.
    #expect(log.datagrams == 3 && log.pauses == 3)
  }

  @Test func theEndOfTheInterfaceIsDamage() throws {
    let source = Timed([0, 1])
    source.failure = CaptureError("timed", .interfaceLost("gone"))
    let log = try run(source)
    #expect(log.datagrams == 2 && log.facts?.damage?.contains("gone") == true)
  }

  @Test func filesAreLookedAtSeveralTimesASecond() throws {
    var looks = 0
    _ = try run(Timed([]), seconds: 2, look: { _, _ in looks += 1 })
    #expect((8...12).contains(looks))
  }

  @Test func everyPacketIsRecorded() throws {
    let file = TemporaryFile([])
    let source = Timed([0, 0.3, 0.6])
    let recorder = try PacketRecorder(path: file.path)
    var limits = LiveRun.Limits()
    limits.count = 3
    try LiveRun(source, Log(), recorder: recorder, limits: limits, clock: { source.now }).run(shouldStop: { false })
    var times: [Int64] = []
    let written = try CaptureFile.open(file.path)
    while try written.next({ times.append($0.nanoseconds) }) {}
    #expect(times == [5_000_000_000_000, 5_000_300_000_000, 5_000_600_000_000])
  }
}
