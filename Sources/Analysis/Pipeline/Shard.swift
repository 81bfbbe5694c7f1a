import Bytes
import Capture
import CoAP
import Dispatch

/// The analysis of a part of the flows, one stretch of packets after the other.
///
/// The pipeline hands it a stretch and does not touch it again before it is done; that is what makes it safe to send.
final class Shard: @unchecked Sendable {
  private let sink = ChunkSink()
  private let analyzer: Analyzer
  private let queue: DispatchQueue

  /// Shard `index` of `count`.
  init(index: Int, of count: Int, _ settings: Pipeline.Settings, _ report: any Report) {
    analyzer = Analyzer(
      decryption: settings.makeDecryption(), oscoreContexts: settings.oscoreContexts,
      recognition: settings.recognition,
      flowLimit: max(1, (settings.flowLimit ?? FlowTable.defaultLimit) / count),
      sessionNumbers: SessionNumbers(next: index, step: count),
      // 0 stands for no exchange.
      exchanges: ExchangeBook(next: index + count, step: count, keepsBodies: settings.keepsBodies),
      patience: settings.patience, expectsKeys: settings.expectsKeys,
      listener: report.makeListener(sink))
    queue = DispatchQueue(label: "dtlscope.shard.\(index)")
  }

  /// Goes through `work` in the background, after what it was given before; `group` is left when it is done.
  func start(_ work: ShardWork, in group: DispatchGroup) {
    queue.async(group: group) { [self] in
      if let began = work.captureBegan { analyzer.captureBegan(at: began) }
      sink.place = work.start
      if let tick = work.tick { analyzer.tick(at: tick) }
      work.batch.replay(to: analyzer) { sink.place = $0 }
      sink.place = work.end
      if let facts = work.captureEnded { analyzer.captureEnded(facts) }
      swap(&sink.chunks, &work.chunks)
    }
  }
}

/// A shard's part of a stretch of packets: what is in them, what else happens, and then what the shard said of it.
final class ShardWork: @unchecked Sendable {
  let batch = DatagramBatch()
  /// The first packet of a capture, if the stretch begins with it.
  var captureBegan: PacketStamp?
  /// The packet before which sessions that are over are to end.
  var tick: PacketStamp?
  /// The place of what comes before the batch, and of what comes after it.
  var start = 0
  var end = 0
  /// The capture's facts, if the stretch ends with it.
  var captureEnded: CaptureFacts?
  /// What the shard said, once it is done.
  var chunks = Chunks()

  func reset() {
    batch.removeAll()
    (captureBegan, tick, captureEnded) = (nil, nil, nil)
    chunks.removeAll()
  }
}
