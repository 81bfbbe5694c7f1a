import Bytes
import Capture
import Dispatch

/// The analysis of a part of the flows, on a thread of its own.
///
/// The pipeline hands it a batch and does not touch it again before the batch is done; that is what makes it safe to
/// send.
final class Shard: @unchecked Sendable {
  let sink = ChunkSink()
  private let analyzer: Analyzer
  private let queue: DispatchQueue

  /// Shard `index` of `count`.
  init(index: Int, of count: Int, _ settings: Pipeline.Settings, _ report: any Report) {
    analyzer = Analyzer(
      decryption: settings.makeDecryption(), recognition: settings.recognition,
      flowLimit: settings.flowLimit.map { max(1, $0 / count) },
      sessionNumbers: SessionNumbers(next: index, step: count), listener: report.makeListener(sink))
    queue = DispatchQueue(label: "dtlscope.shard.\(index)")
  }

  /// Goes through `work` in the background; `group` is left when it is done.
  func start(_ work: ShardWork, in group: DispatchGroup) {
    queue.async(group: group) { [self] in
      if let began = work.captureBegan { analyzer.captureBegan(at: began) }
      if let tick = work.tick { analyzer.tick(at: tick) }
      work.batch.replay(to: analyzer)
      if let facts = work.captureEnded { analyzer.captureEnded(facts) }
      work.batch.removeAll()
    }
  }
}

/// A stretch of packets for one shard, and what else happens with it.
final class ShardWork: @unchecked Sendable {
  let batch = DatagramBatch()
  /// The first packet of a capture, if the stretch begins with it.
  var captureBegan: PacketStamp?
  /// The packet before which sessions that are over are to end.
  var tick: PacketStamp?
  /// The capture's facts, if the stretch ends with it.
  var captureEnded: CaptureFacts?

  func reset() {
    (captureBegan, tick, captureEnded) = (nil, nil, nil)
  }
}
