import Bytes
import Capture

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
}

/// Reads one capture through an analyzer.
package struct CaptureRun {
  /// Packets between two reports of progress.
  private static let progressInterval = 16_384

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
  /// - Returns: what can be said of the capture now; the listener was told it, too.
  @discardableResult
  package func run(
    _ analyzer: Analyzer, _ listener: any EventListener, progress: (Int, Double?) -> Void = { _, _ in }
  ) throws(CaptureError) -> CaptureFacts {
    var decoder = PacketDecoder()
    var first: Int64?
    var last = PacketStamp(number: 0, nanoseconds: 0, capture: index)
    var damage: String?
    do throws(CaptureError) {
      while true {
        if !source.inputIsPending { listener.inputPaused() }
        let isThere = try source.next { frame in
          last = PacketStamp(number: frame.number, nanoseconds: frame.nanoseconds, capture: index)
          if first == nil {
            first = frame.nanoseconds
            listener.captureBegan(at: last)
          }
          decoder.decode(frame, at: last, to: analyzer)
        }
        guard isThere else { break }
        if last.number.isMultiple(of: Self.progressInterval) { progress(last.number, source.fractionRead) }
      }
    } catch {
      guard first != nil else { throw error }
      damage = error.description
    }
    decoder.finish(at: last, to: analyzer)
    analyzer.finish()
    let facts = CaptureFacts(
      index: index, path: source.path, linkTypes: source.linkTypes, counters: decoder.counters, first: first,
      last: first == nil ? nil : last.nanoseconds, isCut: source.wasCut || damage != nil, damage: damage)
    listener.captureEnded(facts)
    return facts
  }
}
