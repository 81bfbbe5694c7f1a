import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

@Suite struct PipelineTests {
  /// Keeps what it is given, in its order.
  final class Log: Report {
    var pieces: [String] = []
    var omitted = 0
    var captures: [CaptureFacts] = []
    var pausedAfter: [Int] = []

    func makeListener(_ sink: ChunkSink) -> any EventListener { Lines(sink: sink) }

    func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {
      pieces.append("\(section) \(order) \(String(decoding: [UInt8](piece), as: UTF8.self))")
    }

    func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
      append(piece, .session, order: number)
    }

    func omit(_ section: ChunkSink.Section, count: Int) { omitted += count }
    func captureEnded(_ facts: CaptureFacts) { captures.append(facts) }
    func inputPaused() { pausedAfter.append(pieces.count) }
    func finish() {}
  }

  /// A piece an event; of every record of an odd packet none, which is said.
  final class Lines: EventListener {
    private let sink: ChunkSink

    init(sink: ChunkSink) { self.sink = sink }

    private func write(_ text: String, _ session: Int?) {
      sink.text.append(trusted: text)
      guard let session else { return }
      sink.text.append(sessionNumber: session)
      sink.text.append("/")
      sink.text.append(sessionNumber: session)
    }

    func sessionBegan(_ session: Session) { sink.noteBegan(session) }

    func sessionEnded(_ session: Session, at stamp: PacketStamp) {
      write("end \(session.first.number) ", session.id)
      sink.endChunk(session)
    }

    func record(_ report: borrowing RecordReport, in session: Session) {
      if report.stamp.number % 2 == 1 { return sink.omit(.notice) }
      write("\(report.stamp.number) ", session.id)
      sink.endChunk(.body)
    }

    func coap(_ event: borrowing CoAPEvent) {
      write("\(event.stamp.number) coap ", event.session?.id)
      sink.endChunk(.body)
    }
  }

  private func log(_ name: String, shards: Int, times: Int = 1, interrupted: Bool = false) throws -> Log {
    let log = Log()
    var keyring = Keyring()
    keyring.add(try PresharedKey(specification: "esp32c3_key", index: 1))
    let pipeline = Pipeline(Pipeline.Settings(keyring: keyring, shards: shards), report: log)
    for index in 0..<times {
      let source = try CaptureFile.open(Fixtures.path(name))
      try CaptureRun(source, index: index).run(interrupted ? Stutter(pipeline) : pipeline)
    }
    return log
  }

  @Test(arguments: [2, 3, 7])
  func theOrderDoesNotDependOnTheNumberOfShards(_ shards: Int) throws {
    let one = try log("ok-20-clients-interleaved-mbedtls", shards: 1, times: 2)
    let several = try log("ok-20-clients-interleaved-mbedtls", shards: shards, times: 2)
    #expect(one.pieces.count > 300)
    #expect(several.pieces == one.pieces)
    #expect(several.omitted == one.omitted && one.omitted > 0)
    #expect(several.captures.map(\.counters) == one.captures.map(\.counters))
    #expect(one.captures.map(\.index) == [0, 1])
  }

  @Test(arguments: [1, 4])
  func whereTheInputPausesMakesNoDifference(_ shards: Int) throws {
    let whole = try log("ok-20-clients-interleaved-mbedtls", shards: shards)
    let pieces = try log("ok-20-clients-interleaved-mbedtls", shards: shards, interrupted: true)
    #expect(pieces.pieces == whole.pieces)
    // What is known at a pause is passed on before it.
    #expect(pieces.pausedAfter.count > 100)
    #expect(pieces.pausedAfter == pieces.pausedAfter.sorted())
    #expect(pieces.pausedAfter.contains { $0 > 0 && $0 < pieces.pieces.count / 2 })
  }

  @Test func sessionsAreNumberedInTheOrderOfTheirFirstPackets() throws {
    let log = try log("ok-20-clients-interleaved-mbedtls", shards: 3, times: 2)
    let ends = log.pieces.filter { $0.hasPrefix("session") }
    #expect(ends.count == 40)
    for half in [ends.prefix(20), ends.suffix(20)] {
      let numbered = half.map { end -> (first: Int, number: Int) in
        let words = end.split(separator: " ")
        let numbers = words[4].split(separator: "/").map { Int($0) ?? 0 }
        #expect(numbers[0] == numbers[1])
        return (Int(words[3]) ?? 0, numbers[0])
      }
      let start = half.startIndex == 0 ? 0 : 20
      #expect(numbered.sorted { $0.first < $1.first }.map(\.number) == Array((start + 1)...(start + 20)))
    }
  }

  @Test func piecesOfPacketsComeInTheOrderOfThePackets() throws {
    let log = try log("ok-20-clients-interleaved-mbedtls", shards: 5)
    let packets = log.pieces.filter { $0.hasPrefix("body") }.compactMap { Int($0.split(separator: " ")[2]) }
    #expect(packets.count > 100 && packets == packets.sorted())
  }

  /// Says after every datagram that no input is pending.
  final class Stutter: DatagramConsumer {
    private let next: any DatagramConsumer

    init(_ next: any DatagramConsumer) { self.next = next }

    func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
      next.receive(datagram, at: stamp)
      next.inputPaused()
    }

    func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) { next.receive(error, at: stamp) }
    func receive(_ problem: NetworkProblem, at stamp: PacketStamp) { next.receive(problem, at: stamp) }
    func receive(_ secrets: KeyLog) { next.receive(secrets) }
    func captureBegan(at stamp: PacketStamp) { next.captureBegan(at: stamp) }
    func tick(at stamp: PacketStamp) { next.tick(at: stamp) }
    func inputPaused() { next.inputPaused() }
    func captureEnded(_ facts: CaptureFacts) { next.captureEnded(facts) }
  }
}
