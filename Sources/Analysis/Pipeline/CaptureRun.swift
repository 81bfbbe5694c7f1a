import Bytes
import Capture
import DTLS

/// What can be said of a capture once it has been read.
package struct CaptureFacts: Sendable {
  /// 0-based index among the captures of the run.
  package let index: Int
  /// The path as given.
  package let path: String
  /// The link types of its packets, in the order first seen.
  package let linkTypes: [LinkType]
  /// How many of everything it holds.
  package let counters: Counters
  /// Capture time of its first packet in nanoseconds since 1970; nil if it has none.
  package let first: Int64?
  /// Capture time of its last packet.
  package let last: Int64?
  /// Whether it ends in mid-packet, or is damaged from some point on: what came before was analyzed.
  package let isCut: Bool
  /// Why it could not be read to its end, if it is more than a missing rest.
  package let damage: String?
  /// What its interfaces received and dropped; nil of what was captured elsewhere.
  package var drops: DropCounts?
}

/// Takes what a capture holds: an analyzer, or a pipeline of several.
package protocol DatagramConsumer: DatagramHandler {
  /// The first packet of a capture is there; comes before anything in it.
  func captureBegan(at stamp: PacketStamp)
  /// Secrets that the capture holds for what comes after them.
  func receive(_ secrets: KeyLog)
  /// Keys that the user's files say now.
  func receive(_ keys: SuppliedKeys)
  /// Comes before the packet of `stamp`, every few thousand packets, and after the last one: sessions that are over can
  /// end now. While a capture is live it also comes every second.
  func tick(at stamp: PacketStamp)
  /// No input is pending: what is held back should be shown now.
  func inputPaused()
  /// The capture is over, and with it its sessions.
  func captureEnded(_ facts: CaptureFacts)
}

extension DatagramConsumer {
  package func receive(_ keys: SuppliedKeys) {}
}

/// Reads one capture.
package struct CaptureRun {
  /// Packets between two ticks, and between two reports of progress: enough that what is done at each of them costs
  /// nothing, few enough that the packets in flight fit a processor's cache.
  static let tickInterval = 4096

  private let source: any CaptureSource
  private let index: Int

  /// A run over `source`, which is number `index` of the captures given.
  package init(_ source: any CaptureSource, index: Int) {
    self.source = source
    self.index = index
  }

  /// Reads to the end of the capture.
  ///
  /// An error after the first packet does not undo what was analyzed: it becomes the capture's `damage`.
  ///
  /// - Parameter progress: is told now and then how many packets were read, and which part of the capture that is.
  /// - Returns: what can be said of the capture now; the consumer was told it, too.
  @discardableResult
  package func run(
    _ consumer: any DatagramConsumer, progress: (Int, Double?) -> Void = { _, _ in }
  ) throws(CaptureError) -> CaptureFacts {
    var decoder = PacketDecoder()
    let secrets = CapturedSecrets(consumer)
    var first: Int64?
    var last = PacketStamp(number: 0, nanoseconds: 0, capture: index)
    var damage: String?
    do throws(CaptureError) {
      while true {
        if !source.inputIsPending { consumer.inputPaused() }
        let isThere = try source.next(secrets: secrets) { frame in
          last = PacketStamp(number: frame.number, nanoseconds: frame.nanoseconds, capture: index)
          if first == nil {
            first = frame.nanoseconds
            consumer.captureBegan(at: last)
          } else if last.number % Self.tickInterval == 0 {
            consumer.tick(at: last)
          }
          secrets.reportProblems(at: last)
          decoder.decode(frame, at: last, to: consumer)
        }
        guard isThere else { break }
        if last.number % Self.tickInterval == 0 { progress(last.number, source.fractionRead) }
      }
    } catch {
      guard first != nil else { throw error }
      damage = error.description
    }
    // What is given up now comes after the last packet's own records, whichever shard has those.
    if first != nil { consumer.tick(at: last) }
    secrets.reportProblems(at: last)
    decoder.finish(at: last, to: consumer)
    let facts = CaptureFacts(
      index: index, path: source.path, linkTypes: source.linkTypes, counters: decoder.counters, first: first,
      last: first == nil ? nil : last.nanoseconds, isCut: source.wasCut || damage != nil, damage: damage)
    consumer.captureEnded(facts)
    return facts
  }
}
