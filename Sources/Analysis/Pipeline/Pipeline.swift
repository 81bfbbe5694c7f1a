import Bytes
import Capture
import DTLS
import Dispatch

/// Runs the analysis on several threads and puts together what they say, in the order of the packets.
///
///                       ┌─ batch ─▶ shard 0: analyzer ─▶ listener ─▶ pieces ─┐
///     reader ── flow ───┤                                                     ├── in order ──▶ report
///                       └─ batch ─▶ shard 1: analyzer ─▶ listener ─▶ pieces ─┘
///
/// While the shards go through one stretch of packets, the reader fills the next and writes what they said of the one
/// before. A flow always belongs to the same shard, so no two threads share anything that changes.
package final class Pipeline: DatagramConsumer {
  /// How the analysis is run.
  package struct Settings: Sendable {
    /// The secrets supplied.
    package var keyring: Keyring
    /// How payloads are told apart.
    package var recognition: Recognition
    /// Flows that are kept live; nil for the default.
    package var flowLimit: Int?
    /// Number of shards.
    package var shards: Int

    /// Settings with these secrets, and a shard a processor.
    package init(keyring: Keyring, recognition: Recognition = Recognition(), flowLimit: Int? = nil, shards: Int) {
      self.keyring = keyring
      self.recognition = recognition
      self.flowLimit = flowLimit
      self.shards = max(1, shards)
    }

    func makeDecryption() -> Decryption { Decryption(keyring: keyring) }
  }

  private let report: any Report
  private let shards: [Shard]
  /// The stretch that is being filled, and the one that the shards have.
  private var filling: [ShardWork]
  private var working: [ShardWork]
  private let group = DispatchGroup()
  private var isWorking = false
  private var merger: ChunkMerger

  /// A pipeline that ends in `report`.
  package init(_ settings: Settings, report: any Report) {
    self.report = report
    shards = (0..<settings.shards).map { Shard(index: $0, of: settings.shards, settings, report) }
    filling = shards.map { _ in ShardWork() }
    working = shards.map { _ in ShardWork() }
    merger = ChunkMerger(shards: settings.shards)
  }

  private func work(for one: Endpoint, _ other: Endpoint) -> ShardWork {
    shards.count == 1 ? filling[0] : filling[FlowKey(one, other).shard(of: shards.count)]
  }

  package func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
    work(for: datagram.source, datagram.destination).batch.receive(datagram, at: stamp)
  }

  package func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {
    work(for: error.quotedSource, error.quotedDestination).batch.receive(error, at: stamp)
  }

  package func receive(_ problem: NetworkProblem, at stamp: PacketStamp) {
    filling[0].batch.receive(problem, at: stamp)
  }

  package func captureBegan(at stamp: PacketStamp) {
    for work in filling { work.captureBegan = stamp }
  }

  package func tick(at stamp: PacketStamp) {
    turn()
    for work in filling { work.tick = stamp }
  }

  package func inputPaused() {
    turn()
    settle()
    report.inputPaused()
  }

  package func captureEnded(_ facts: CaptureFacts) {
    for work in filling { work.captureEnded = facts }
    turn()
    settle()
    report.captureEnded(facts)
  }

  /// Gives the shards what was gathered, once they are done with what they have.
  private func turn() {
    settle()
    swap(&filling, &working)
    for (shard, work) in zip(shards, working) { shard.start(work, in: group) }
    isWorking = true
    for work in filling { work.reset() }
  }

  /// Waits for the shards, and passes on what they said.
  private func settle() {
    guard isWorking else { return }
    group.wait()
    isWorking = false
    merger.merge(shards.map(\.sink), into: report)
    for shard in shards { shard.sink.removeAll() }
  }
}
