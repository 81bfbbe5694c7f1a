import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

@Suite struct CaptureRunTests {
  private func run(_ path: String, index: Int = 0, _ progress: (Int, Double?) -> Void = { _, _ in }) throws -> (
    CaptureFacts, Spy
  ) {
    let spy = Spy()
    let facts = try CaptureRun(try CaptureFile.open(path), index: index).run(spy, progress: progress)
    return (facts, spy)
  }

  @Test func aCaptureIsToldFromItsBeginningToItsEnd() throws {
    let (facts, spy) = try run(Fixtures.path("ok-nanosecond"), index: 3)
    #expect(facts.index == 3 && facts.path == Fixtures.path("ok-nanosecond"))
    #expect(facts.counters.packets == 21 && facts.counters.datagrams == 20)
    #expect(facts.linkTypes.map(\.rawValue) == [1])
    #expect(!facts.isCut && facts.damage == nil)
    let first = try #require(facts.first)
    let last = try #require(facts.last)
    #expect(first < last)
    #expect(spy.calls.first == "began 1 of 3" && spy.calls.last == "ended")
    #expect(spy.calls.filter { $0.hasPrefix("datagram") }.count == 20)
  }

  @Test func aCaptureWithoutPacketsHasNoTimes() throws {
    let file = TemporaryFile(Savefile.pcap([]))
    let (facts, spy) = try run(file.path)
    #expect(facts.first == nil && facts.last == nil && facts.counters.packets == 0 && !facts.isCut)
    #expect(spy.calls == ["ended"])
  }

  @Test func damageAfterPacketsIsAFact() throws {
    let packets = [Packets.ipv4(Packets.udp([1])), Packets.ipv4(Packets.udp([2]))]
    var bytes = Savefile.pcap(packets)
    let second = 24 + 16 + packets[0].count
    bytes.replaceSubrange((second + 8)..<(second + 12), with: [0xff, 0xff, 0xff, 0x7f])
    let file = TemporaryFile(bytes)
    let (facts, spy) = try run(file.path)
    #expect(facts.isCut && facts.counters.packets == 1)
    #expect(facts.damage?.contains("is damaged after packet 1") == true)
    #expect(spy.calls == ["began 1 of 0", "datagram 1", "tick 1", "ended"])
  }

  @Test func aCutIsAFactWithoutDamage() throws {
    let file = TemporaryFile(Savefile.pcap([Packets.ipv4(Packets.udp([1]))]) + [0, 0, 0])
    let (facts, _) = try run(file.path)
    #expect(facts.isCut && facts.damage == nil && facts.counters.packets == 1)
  }

  @Test func anErrorBeforeThePacketsIsThrown() {
    let file = TemporaryFile(Savefile.pcap([Packets.ipv4(Packets.udp([1]))], link: 249))
    #expect(throws: CaptureError.self) { try run(file.path) }
  }

  @Test func everyFewThousandPacketsThereIsATick() throws {
    let count = CaptureRun.tickInterval * 2 + 5
    let file = TemporaryFile(Savefile.pcap(Array(repeating: Packets.ipv4(Packets.udp([1])), count: count)))
    var progress: [(Int, Double?)] = []
    let (facts, spy) = try run(file.path) { progress.append(($0, $1)) }
    #expect(facts.counters.packets == count)
    let ticks = spy.calls.filter { $0.hasPrefix("tick") }
    #expect(ticks == [CaptureRun.tickInterval, CaptureRun.tickInterval * 2, count].map { "tick \($0)" })
    // A tick comes before its packet, but for the last, which comes after it and before what is given up.
    #expect(spy.calls.suffix(3) == ["datagram \(count)", "tick \(count)", "ended"])
    let tick = try #require(spy.calls.firstIndex(of: ticks[0]))
    #expect(spy.calls[tick + 1] == "datagram \(CaptureRun.tickInterval)")
    #expect(progress.map(\.0) == [CaptureRun.tickInterval, CaptureRun.tickInterval * 2])
    #expect(progress.allSatisfy { $0.1.map { $0 > 0 && $0 <= 1 } ?? false })
  }
}

/// Notes what it is told.
final class Spy: DatagramConsumer {
  var calls: [String] = []

  func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) { calls.append("datagram \(stamp.number)") }
  func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) { calls.append("icmp \(stamp.number)") }
  func receive(_ problem: NetworkProblem, at stamp: PacketStamp) { calls.append("problem \(stamp.number)") }
  func receive(_ secrets: KeyLog) { calls.append("secrets \(secrets.secrets.count)") }
  func captureBegan(at stamp: PacketStamp) { calls.append("began \(stamp.number) of \(stamp.capture)") }
  func tick(at stamp: PacketStamp) { calls.append("tick \(stamp.number)") }
  func inputPaused() {}
  func captureEnded(_ facts: CaptureFacts) { calls.append("ended") }
}
