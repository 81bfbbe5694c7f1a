import Bytes
import Capture
import DTLS
import Dispatch
import OSCORE

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs the analysis on several threads and puts together what they say, in the order of the packets.
///
///                       ┌─ batch ─▶ shard 0: analyzer ─▶ listener ─▶ pieces ─┐
///     reader ── flow ───┤                                                     ├── in order ──▶ report
///                       └─ batch ─▶ shard 1: analyzer ─▶ listener ─▶ pieces ─┘
///
/// While the shards go through some stretches of packets, the reader fills the next and writes what they said of the
/// oldest. A flow always belongs to the same shard, so no two threads share anything that changes. No shard waits for
/// another: one with more to do in one stretch catches up in the next.
package final class Pipeline: DatagramConsumer {
  /// How the analysis is run.
  package struct Settings: Sendable {
    /// The secrets supplied.
    package var keyring: Keyring
    /// What opens CoAP messages that OSCORE protects.
    package var oscoreContexts: [SecurityContext] = []
    /// How payloads are told apart.
    package var recognition: Recognition
    /// Flows that are kept live, for all shards together; nil for the default. Each shard keeps an equal part, so that
    /// which one is closed beyond it depends on their number: an exact order of use would need a table that they share.
    package var flowLimit: Int?
    /// When what is silent ends, of a capture that is live; nil for one that is over.
    package var patience: Patience?
    /// Whether keys may be supplied while the capture is read.
    package var expectsKeys = false
    /// Whether bodies that CoAP sends in blocks are put together.
    package var keepsBodies = false
    /// Number of shards.
    package var shards: Int

    /// The most shards that are of use: far more than share the work of one reader.
    package static let maximumShards = 64

    /// A shard a processor.
    package static var usualShards: Int { min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), maximumShards) }

    /// Settings with these secrets.
    package init(keyring: Keyring, recognition: Recognition = Recognition(), flowLimit: Int? = nil, shards: Int) {
      self.keyring = keyring
      self.recognition = recognition
      self.flowLimit = flowLimit
      self.shards = max(1, shards)
    }

    func makeDecryption() -> Decryption { Decryption(keyring: keyring, shards: shards) }
  }

  /// Stretches that are filled or worked on at the same time: enough that shards with unequal work do not wait for each
  /// other, few enough that they fit a processor's cache.
  static let stretches = 8
  /// Bytes of payload after which a stretch is full, however few packets it has: more than 4096 packets usually carry, and
  /// far less than 4096 of the longest.
  static let maximumStretchBytes = 2 << 20
  /// Bytes that the secrets of a session take, about.
  private static let bytesOfSecrets = 512

  private let report: any Report
  /// Whether sessions are judged that go on: no shard may work on one then.
  private let isLive: Bool
  private let shards: [Shard]
  /// Used in turn. The oldest that the shards may still have comes after the one that is being filled.
  private let ring: [Stretch]
  private var position = 0
  private var merger: ChunkMerger
  private var routes: ShardRoutes
  private var filling: [ShardWork]
  /// How much was given so far: datagrams, errors, problems, secrets, and beginnings and ends of stretches. Their place in the
  /// order of all that is said.
  private var place = 0
  /// Bytes of payload and secrets in the stretch that is being filled.
  private var gathered = 0

  /// A pipeline that ends in `report`.
  package init(_ settings: Settings, report: any Report) {
    self.report = report
    shards = (0..<settings.shards).map { Shard(index: $0, of: settings.shards, settings, report) }
    ring = (0..<Self.stretches).map { _ in Stretch(shards: settings.shards) }
    filling = ring[0].works
    merger = ChunkMerger()
    isLive = settings.patience != nil
    routes = ShardRoutes(count: settings.shards)
  }

  package func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
    nextBatch(routes.shard(of: datagram)).receive(datagram, at: stamp)
    noteGathered(datagram.payload.byteCount)
  }

  package func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {
    nextBatch(routes.shard(of: FlowKey(error.quotedSource, error.quotedDestination))).receive(error, at: stamp)
    noteGathered(error.quotedPayload.byteCount)
  }

  package func receive(_ sighting: HostSighting, at stamp: PacketStamp) {
    report.hostSeen(sighting, at: stamp)
  }

  package func receive(_ problem: NetworkProblem, at stamp: PacketStamp) {
    report.networkProblem(problem, at: stamp)
    nextBatch(0).receive(problem, at: stamp)
  }

  package func receive(_ secrets: KeyLog) {
    // Every shard gets them in the place where they stand, so that none depends on how far another is.
    place += 1
    for work in filling {
      work.batch.place = place
      work.batch.receive(secrets)
    }
    noteGathered(secrets.secrets.count * Self.bytesOfSecrets)
  }

  package func receive(_ keys: SuppliedKeys) {
    place += 1
    for work in filling {
      work.batch.place = place
      work.batch.receive(keys)
    }
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
    settleAll()
    report.inputPaused()
  }

  package func captureEnded(_ facts: CaptureFacts) {
    for work in filling { work.captureEnded = facts }
    turn()
    settleAll()
    report.captureEnded(facts)
  }

  /// The batch of a shard, for what has the next place.
  private func nextBatch(_ shard: Int) -> DatagramBatch {
    place += 1
    let batch = filling[shard].batch
    batch.place = place
    return batch
  }

  /// Counts what was copied, and gives the shards a stretch that has enough of it.
  private func noteGathered(_ bytes: Int) {
    gathered += bytes
    if gathered >= Self.maximumStretchBytes { turn() }
  }

  /// Gives the shards what was gathered, and takes the oldest stretch to fill it again.
  private func turn() {
    let full = ring[position]
    place += 1
    for work in full.works { work.end = place }
    for (shard, work) in zip(shards, full.works) { shard.start(work, in: full.group) }
    full.isWorking = true
    position = (position + 1) % ring.count
    settle(ring[position])
    filling = ring[position].works
    for work in filling { work.start = place + 1 }
    place += 1
    gathered = 0
    if isLive { settleAll() }
  }

  /// Waits for everything that the shards have.
  private func settleAll() {
    for offset in 1..<ring.count { settle(ring[(position + offset) % ring.count]) }
  }

  /// Waits for the shards to be done with a stretch, and passes on what they said.
  private func settle(_ stretch: Stretch) {
    guard stretch.isWorking else { return }
    stretch.group.wait()
    stretch.isWorking = false
    merger.merge(stretch.works, into: report)
    for work in stretch.works { work.reset() }
  }
}

/// Up to some thousand packets in a row, parted among the shards.
private final class Stretch {
  let works: [ShardWork]
  /// Left by every shard that is done with it.
  let group = DispatchGroup()
  /// Whether the shards have it.
  var isWorking = false

  init(shards: Int) {
    works = (0..<shards).map { _ in ShardWork() }
  }
}
