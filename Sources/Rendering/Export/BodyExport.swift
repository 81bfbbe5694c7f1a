import Analysis
import Bytes
import Capture
import CoAP

/// Writes the bodies of CoAP messages to files of their own: those in one message, and those that came in blocks, whole.
/// `index.ndjson` says what each is, and which could not be put together.
///
/// For a pipeline of one shard: see `ListenerReport`.
package final class BodyExport: EventListener {
  /// Files that are written: what more there are is said.
  static let maximumFiles = 100_000

  private let folder: NewFolder
  private let hasSeveralCaptures: Bool
  private var index = JSONWriter()
  private var failure: Output.WriteError?
  /// The packet of the last file, and how many were of that packet.
  private var last: (stamp: PacketStamp, files: Int)?
  /// Bodies that were written.
  package private(set) var files = 0
  /// Bodies that lack blocks, or are too long to be kept.
  package private(set) var incomplete = 0
  /// Bodies beyond the number of files.
  package private(set) var omitted = 0

  /// An export to `folder`.
  package init(folder: NewFolder, hasSeveralCaptures: Bool) {
    self.folder = folder
    self.hasSeveralCaptures = hasSeveralCaptures
  }

  package func coap(_ event: borrowing CoAPEvent) {
    guard !event.isDuplicate, event.isAuthentic != false, event.retransmissionOf == nil else { return }
    if let transfer = event.place.completed {
      guard let body = transfer.wholeBody else {
        return note(transfer, event.place.exchange, why: "longer than \(BlockTransfer.maximumBody) bytes, or cut")
      }
      write(body.span.bytes, event, transfer.contentFormat, blocks: transfer.blocks)
    } else if event.message.part == nil, event.message.payload.byteCount > 0 {
      write(event.message.payload, event, event.message.contentFormat, blocks: nil)
    }
  }

  package func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {
    for transfer in exchange.transfers where !transfer.isComplete {
      let gap = transfer.firstGap.map { "bytes \($0.lowerBound) to \($0.upperBound - 1) are missing" }
      note(transfer, exchange, why: gap ?? "the last block is missing")
    }
  }

  private func write(_ body: RawSpan, _ event: borrowing CoAPEvent, _ format: ContentFormat?, blocks: Int?) {
    guard files < Self.maximumFiles, failure == nil else { return omitted += 1 }
    let number = last.map { $0.stamp == event.stamp ? $0.files + 1 : 1 } ?? 1
    last = (event.stamp, number)
    let exchange = event.place.exchange
    let name = BodyName.text(
      packet: event.stamp.number, code: event.message.code, path: exchange?.resource.path, format: format,
      number: number)
    let file = hasSeveralCaptures ? "\(event.stamp.capture)-\(name)" : name
    do throws(Output.WriteError) { try folder.write(body, name: file) } catch { failure = error }
    files += 1
    let isCut = event.message.missing > 0
    entry(exchange, event.stamp) {
      $0.member("file", file)
      $0.member("packet", event.stamp.number)
      $0.member("code", event.message.code.dotted)
      $0.member("contentFormat", format?.rawValue)
      $0.member("bytes", body.byteCount)
      $0.member("blocks", blocks)
      $0.member("problem", isCut ? "cut by the capture" : nil)
    }
  }

  private func note(_ transfer: BlockTransfer, _ exchange: Exchange?, why: String) {
    incomplete += 1
    guard incomplete <= Self.maximumFiles else { return }
    entry(exchange, transfer.first) {
      $0.memberNull("file")
      $0.member("packet", transfer.first.number)
      $0.memberNull("code")
      $0.member("contentFormat", transfer.contentFormat?.rawValue)
      $0.member("bytes", transfer.bytes)
      $0.member("blocks", transfer.blocks)
      $0.member("problem", why)
    }
  }

  private func entry(_ exchange: Exchange?, _ stamp: PacketStamp, _ members: (inout JSONWriter) -> Void) {
    index.object {
      if hasSeveralCaptures { $0.member("capture", stamp.capture) }
      $0.member("requestPacket", exchange?.request.stamp.number)
      $0.member("method", exchange?.method.description)
      $0.member("resource", text: exchange?.resource.text)
      members(&$0)
    }
    index.newline()
  }

  /// Writes the index, and gives the folder its name.
  package func close() throws(Output.WriteError) {
    if let failure { throw failure }
    try folder.write(index.take().span.bytes, name: "index.ndjson")
    try folder.finish()
  }
}
