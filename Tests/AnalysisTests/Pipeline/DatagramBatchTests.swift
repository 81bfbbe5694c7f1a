import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

@Suite struct DatagramBatchTests {
  /// Notes every field.
  private final class Listing: DatagramConsumer {
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
    func receive(_ secrets: KeyLog) { lines.append("secrets of \(secrets.secrets.keys)") }

    // A batch holds none of these.
    func captureBegan(at stamp: PacketStamp) {}
    func tick(at stamp: PacketStamp) {}
    func inputPaused() {}
    func captureEnded(_ facts: CaptureFacts) {}
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

  @Test func secretsKeepTheirPlace() throws {
    let batch = DatagramBatch()
    let log = KeyLog(
      Array("CLIENT_RANDOM \(String(repeating: "01", count: 32)) \(String(repeating: "02", count: 48))".utf8))
    batch.receive(.unsupportedProtocol(1), at: PacketStamp(number: 1, nanoseconds: 0))
    batch.receive(log)
    batch.receive(.unsupportedProtocol(2), at: PacketStamp(number: 2, nanoseconds: 0))
    let listing = Listing()
    batch.replay(to: listing)
    #expect(listing.lines.count == 3 && listing.lines[1] == "secrets of \(log.secrets.keys)")
  }
}
