import Bytes
import Capture

/// Keeps copies of all that a decoder delivers.
final class Collector: DatagramHandler {
  struct ReceivedDatagram: Equatable {
    var number: Int
    var source: Endpoint
    var destination: Endpoint
    var payload: [UInt8]
    var length: Int
    var isTruncated: Bool
    var hopLimit: UInt8
    var identification: UInt32?
    var checksum: Datagram.Checksum
  }

  struct ReceivedError: Equatable {
    var number: Int
    var reporter: IPAddress
    var receiver: IPAddress
    var name: String
    var nextHopMTU: Int?
    var quotedSource: Endpoint
    var quotedDestination: Endpoint
    var quotedPayload: [UInt8]
  }

  var datagrams: [ReceivedDatagram] = []
  var errors: [ReceivedError] = []
  var problems: [NetworkProblem] = []
  var sightings: [HostSighting] = []

  func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
    datagrams.append(
      ReceivedDatagram(
        number: stamp.number, source: datagram.source, destination: datagram.destination,
        payload: [UInt8](datagram.payload), length: datagram.length, isTruncated: datagram.isTruncated,
        hopLimit: datagram.hopLimit, identification: datagram.identification, checksum: datagram.checksum))
  }

  func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {
    errors.append(
      ReceivedError(
        number: stamp.number, reporter: error.reporter, receiver: error.receiver, name: error.name,
        nextHopMTU: error.nextHopMTU, quotedSource: error.quotedSource, quotedDestination: error.quotedDestination,
        quotedPayload: [UInt8](error.quotedPayload)))
  }

  func receive(_ sighting: HostSighting, at stamp: PacketStamp) {
    sightings.append(sighting)
  }

  func receive(_ problem: NetworkProblem, at stamp: PacketStamp) {
    problems.append(problem)
  }
}

/// A decoder with a collector, to which frames are given one by one.
struct Decoding {
  var decoder = PacketDecoder()
  let found = Collector()
  private var count = 0

  init() {}

  /// Decodes one frame, captured at `seconds`, of which `original` bytes were on the link.
  mutating func give(_ bytes: [UInt8], link: UInt16 = 101, original: Int? = nil, seconds: Int64 = 0) {
    count += 1
    let frame = Frame(
      number: count, nanoseconds: seconds * 1_000_000_000, linkType: LinkType(rawValue: link),
      bytes: bytes.span.bytes, originalLength: original ?? bytes.count)
    decoder.decode(frame, at: PacketStamp(number: count, nanoseconds: seconds * 1_000_000_000), to: found)
  }

  /// Ends the capture.
  mutating func finish() {
    decoder.finish(at: PacketStamp(number: count, nanoseconds: 0), to: found)
  }

  /// What one frame holds.
  static func of(_ bytes: [UInt8], link: UInt16 = 101, original: Int? = nil) -> Decoding {
    var decoding = Decoding()
    decoding.give(bytes, link: link, original: original)
    return decoding
  }
}

/// Cuts `frame`, which holds one datagram, at every length, once as a snapshot length does and once as if the rest had never been.
/// The lengths at which the first yields neither a cut datagram nor a cut header, or the second no problem.
func truncationsThatAreNotNoticed(_ frame: [UInt8], link: UInt16) -> [Int] {
  (0..<frame.count).filter { length in
    let head = [UInt8](frame.prefix(length))
    let snapped = Decoding.of(head, link: link, original: frame.count).found
    let lost = Decoding.of(head, link: link).found
    let isCut = snapped.datagrams.contains { $0.isTruncated } && snapped.problems.isEmpty
    let isNamed = snapped.problems.contains { if case .cutHeader = $0 { true } else { false } }
    return isCut == isNamed || lost.problems.isEmpty
  }
}
