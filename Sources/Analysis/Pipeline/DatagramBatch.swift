import Bytes
import Capture
import DTLS

/// What a decoder found in a stretch of packets, copied so that another thread can go through it.
final class DatagramBatch: DatagramHandler {
  private enum Item {
    case datagram(Entry, PacketStamp)
    // What is rare must not make every item as large as it is.
    indirect case icmp(ICMPEntry, PacketStamp)
    indirect case problem(NetworkProblem, PacketStamp)
    indirect case secrets(KeyLog)
    indirect case supplied(SuppliedKeys)
  }

  private struct Entry {
    let source: Endpoint
    let destination: Endpoint
    let payload: Range<Int>
    let length: Int
    let hopLimit: UInt8
    let identification: UInt32?
    let checksum: Datagram.Checksum
    let isReassembled: Bool
  }

  private struct ICMPEntry {
    let reporter: IPAddress
    let receiver: IPAddress
    let isIPv6: Bool
    let type: UInt8
    let code: UInt8
    let nextHopMTU: Int?
    let quotedSource: Endpoint
    let quotedDestination: Endpoint
    let quotedPayload: Range<Int>
  }

  /// The place of each is that among all that the pipeline was given, in whichever batch.
  private var items: [(place: Int, item: Item)] = []
  /// The place of what comes next.
  var place = 0
  private var bytes = TextBuffer(capacity: 1 << 16)

  /// Drops what was copied and keeps the memory.
  func removeAll() {
    items.removeAll(keepingCapacity: true)
    bytes.removeAll()
  }

  private func copy(_ span: RawSpan) -> Range<Int> {
    let start = bytes.count
    bytes.append(span)
    return start..<bytes.count
  }

  func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
    let entry = Entry(
      source: datagram.source, destination: datagram.destination, payload: copy(datagram.payload),
      length: datagram.length, hopLimit: datagram.hopLimit, identification: datagram.identification,
      checksum: datagram.checksum, isReassembled: datagram.isReassembled)
    items.append((place, .datagram(entry, stamp)))
  }

  func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {
    let entry = ICMPEntry(
      reporter: error.reporter, receiver: error.receiver, isIPv6: error.isIPv6, type: error.type, code: error.code,
      nextHopMTU: error.nextHopMTU, quotedSource: error.quotedSource, quotedDestination: error.quotedDestination,
      quotedPayload: copy(error.quotedPayload))
    items.append((place, .icmp(entry, stamp)))
  }

  func receive(_ problem: NetworkProblem, at stamp: PacketStamp) {
    items.append((place, .problem(problem, stamp)))
  }

  func receive(_ secrets: KeyLog) {
    items.append((place, .secrets(secrets)))
  }

  func receive(_ keys: SuppliedKeys) {
    items.append((place, .supplied(keys)))
  }

  /// Passes everything on, in order, and before each its place to `begin`.
  func replay(to handler: any DatagramConsumer, begin: (Int) -> Void = { _ in }) {
    bytes.withUnsafeBytes { buffer in
      let bytes = buffer.bytes
      for (place, item) in items {
        begin(place)
        switch item {
        case .datagram(let entry, let stamp): pass(entry, bytes.extracting(entry.payload), at: stamp, to: handler)
        case .icmp(let entry, let stamp):
          pass(entry, quoting: bytes.extracting(entry.quotedPayload), at: stamp, to: handler)
        case .problem(let problem, let stamp): handler.receive(problem, at: stamp)
        case .secrets(let secrets): handler.receive(secrets)
        case .supplied(let keys): handler.receive(keys)
        }
      }
    }
  }

  private func pass(_ entry: Entry, _ payload: RawSpan, at stamp: PacketStamp, to handler: any DatagramHandler) {
    let datagram = Datagram(
      source: entry.source, destination: entry.destination, payload: payload, length: entry.length,
      hopLimit: entry.hopLimit, identification: entry.identification, checksum: entry.checksum,
      isReassembled: entry.isReassembled)
    handler.receive(datagram, at: stamp)
  }

  private func pass(
    _ entry: ICMPEntry, quoting payload: RawSpan, at stamp: PacketStamp, to handler: any DatagramHandler
  ) {
    let error = ICMPError(
      reporter: entry.reporter, receiver: entry.receiver, isIPv6: entry.isIPv6, type: entry.type, code: entry.code,
      nextHopMTU: entry.nextHopMTU, quotedSource: entry.quotedSource, quotedDestination: entry.quotedDestination,
      quotedPayload: payload)
    handler.receive(error, at: stamp)
  }
}
