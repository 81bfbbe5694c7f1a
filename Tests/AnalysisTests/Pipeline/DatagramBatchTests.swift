import Bytes
import Capture
import TestSupport
import Testing

@testable import Analysis

@Suite struct DatagramBatchTests {
  /// Notes every field.
  private final class Listing: DatagramHandler {
    var lines: [String] = []

    func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
      lines.append(
        "\(stamp) \(datagram.source) \(datagram.destination) \(Hex.string(datagram.payload)) \(datagram.length) "
          + "\(datagram.hopLimit) \(String(describing: datagram.identification)) \(datagram.checksum)")
    }

    func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {
      lines.append(
        "\(stamp) \(error.reporter) \(error.receiver) \(error.isIPv6) \(error.type) \(error.code) "
          + "\(String(describing: error.nextHopMTU)) \(error.quotedSource) \(error.quotedDestination) "
          + Hex.string(error.quotedPayload))
    }

    func receive(_ problem: NetworkProblem, at stamp: PacketStamp) { lines.append("\(stamp) \(problem)") }
  }

  private func decode(_ name: String, to handler: any DatagramHandler) throws {
    let source = try CaptureFile.open(Fixtures.path(name))
    var decoder = PacketDecoder()
    var last = PacketStamp(number: 0, nanoseconds: 0)
    while try source.next({ frame in
      last = PacketStamp(number: frame.number, nanoseconds: frame.nanoseconds)
      decoder.decode(frame, at: last, to: handler)
    }) {}
    decoder.finish(at: last, to: handler)
  }

  @Test(arguments: [
    "ok-ipfrag-response-fragment-missing", "fail-no-server-icmp-ipv6-openssl", "partial-snaplen-64-cert",
  ])
  func aReplayIsWhatWasReceived(_ name: String) throws {
    let direct = Listing()
    try decode(name, to: direct)
    #expect(direct.lines.count > 1)
    let batch = DatagramBatch()
    let replayed = Listing()
    for _ in 0..<2 {
      try decode(name, to: batch)
      replayed.lines = []
      batch.replay(to: replayed)
      #expect(replayed.lines == direct.lines)
      batch.removeAll()
    }
    replayed.lines = []
    batch.replay(to: replayed)
    #expect(replayed.lines.isEmpty)
  }
}
