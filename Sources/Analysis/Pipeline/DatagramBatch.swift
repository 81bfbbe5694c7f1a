import Bytes
import Capture
import DTLS

/// What a decoder found in a stretch of packets, copied so that another thread can go through it.
final class DatagramBatch: DatagramHandler {
  /// A datagram, but for its payload.
  private struct Entry {
    /// Its place among all that the pipeline was given, in whichever batch.
    let place: Int
    let stamp: PacketStamp
    let source: Endpoint
    let destination: Endpoint
    let payload: Range<Int>
    let length: Int
    let hopLimit: UInt8
    let identification: UInt32?
    let checksum: Datagram.Checksum
    let isReassembled: Bool
  }

  /// What is no datagram.
  private enum Item {
    case icmp(ICMPEntry, PacketStamp)
    case problem(NetworkProblem, PacketStamp)
    case secrets(KeyLog)
    case supplied(SuppliedKeys)
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

  /// Nearly all that comes: nothing in an entry counts references.
  private var datagrams: [Entry] = []
  /// The rest, each with its place and how many datagrams come before it.
  private var others: [(place: Int, position: Int, item: Item)] = []
  /// The place of what comes next.
  var place = 0
  private var bytes = TextBuffer(capacity: 1 << 16)

  /// Drops what was copied and keeps the memory.
  func removeAll() {
    datagrams.removeAll(keepingCapacity: true)
    others.removeAll(keepingCapacity: true)
    bytes.removeAll()
  }

  private func copy(_ span: RawSpan) -> Range<Int> {
    let start = bytes.count
    bytes.append(span)
    return start..<bytes.count
  }

  func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
    let entry = Entry(
      place: place, stamp: stamp, source: datagram.source, destination: datagram.destination,
      payload: copy(datagram.payload),
      length: datagram.length, hopLimit: datagram.hopLimit, identification: datagram.identification,
      checksum: datagram.checksum, isReassembled: datagram.isReassembled)
    datagrams.append(entry)
  }

  func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {
    let entry = ICMPEntry(
      reporter: error.reporter, receiver: error.receiver, isIPv6: error.isIPv6, type: error.type, code: error.code,
      nextHopMTU: error.nextHopMTU, quotedSource: error.quotedSource, quotedDestination: error.quotedDestination,
      quotedPayload: copy(error.quotedPayload))
    append(.icmp(entry, stamp))
  }

  func receive(_ problem: NetworkProblem, at stamp: PacketStamp) {
    append(.problem(problem, stamp))
  }

  func receive(_ secrets: KeyLog) {
    append(.secrets(secrets))
  }

  func receive(_ keys: SuppliedKeys) {
    append(.supplied(keys))
  }

  private func append(_ item: Item) {
    others.append((place, datagrams.count, item))
  }

  /// Passes everything on, in order, and before each its place to `begin`.
  func replay(to handler: some DatagramConsumer, begin: (Int) -> Void = { _ in }) {
    bytes.withUnsafeBytes { buffer in
      let bytes = buffer.bytes
      var position = 0
      for (place, end, item) in others {
        pass(position..<end, bytes, to: handler, begin)
        position = end
        begin(place)
        switch item {
        case .icmp(let entry, let stamp):
          pass(entry, quoting: bytes.extracting(entry.quotedPayload), at: stamp, to: handler)
        case .problem(let problem, let stamp): handler.receive(problem, at: stamp)
        case .secrets(let secrets): handler.receive(secrets)
        case .supplied(let keys): handler.receive(keys)
        }
      }
      pass(position..<datagrams.count, bytes, to: handler, begin)
    }
  }

  private func pass(
    _ positions: Range<Int>, _ bytes: RawSpan, to handler: some DatagramConsumer, _ begin: (Int) -> Void
  ) {
    for position in positions {
      let entry = datagrams[position]
      begin(entry.place)
      let datagram = Datagram(
        source: entry.source, destination: entry.destination, payload: bytes.extracting(entry.payload),
        length: entry.length, hopLimit: entry.hopLimit, identification: entry.identification,
        checksum: entry.checksum, isReassembled: entry.isReassembled)
      handler.receive(datagram, at: entry.stamp)
    }
  }

  private func pass(
    _ entry: ICMPEntry, quoting payload: RawSpan, at stamp: PacketStamp, to handler: some DatagramConsumer
  ) {
    let error = ICMPError(
      reporter: entry.reporter, receiver: entry.receiver, isIPv6: entry.isIPv6, type: entry.type, code: entry.code,
      nextHopMTU: entry.nextHopMTU, quotedSource: entry.quotedSource, quotedDestination: entry.quotedDestination,
      quotedPayload: payload)
    handler.receive(error, at: stamp)
  }
}
