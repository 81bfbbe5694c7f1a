import Bytes
import TestSupport
import Testing

@testable import Capture

@Suite struct BlockBufferTests {
  private func bytes(_ fill: (inout BlockBuffer) -> Void) -> [UInt8] {
    var buffer = BlockBuffer()
    fill(&buffer)
    var bytes: [UInt8] = []
    buffer.withUnsafeBytes { bytes = Array($0) }
    #expect(bytes.count == buffer.count)
    return bytes
  }

  /// A section with an interface and a packet of 5 bytes.
  private func file(_ more: (inout BlockBuffer) -> Void = { _ in }) -> [UInt8] {
    bytes {
      $0.appendSectionHeader(application: "dtlscope")
      $0.appendInterface(.init(rawValue: 101), snapLength: 0, name: "lo", filter: "udp")
      more(&$0)
      let packet: [UInt8] = [1, 2, 3, 4, 5]
      $0.appendPacket(packet.span.bytes, interface: 0, nanoseconds: 1_700_000_000_123_456_789, originalLength: 9)
    }
  }

  @Test func aBlockIsWhatTheFormatDemands() {
    let interface = bytes { $0.appendInterface(.init(rawValue: 1), snapLength: 96, name: "eth0", filter: "udp") }
    // type, length 48, link type 1, snapshot length 96, if_name, if_tsresol 9, if_filter with its leading 0, end, length
    #expect(
      interface
        == hex(
          """
          01000000 30000000 0100 0000 60000000 02000400 65746830 09000100 09000000 0b000400 00756470 00000000 30000000
          """.filter { !$0.isWhitespace }))
  }

  @Test func whatIsWrittenIsReadAgain() {
    let written = TemporaryFile(file())
    let read = readAll(written.path)
    #expect(read.error == nil && read.source?.wasCut == false)
    #expect(read.packets == [[1, 2, 3, 4, 5]])
    #expect(read.times == [1_700_000_000_123_456_789])
    #expect(read.source?.linkTypes == [LinkType(rawValue: 101)])
  }

  /// What a kill leaves: all packets before the cut, and no error.
  @Test func everyBeginningCanBeRead() {
    let whole = file()
    for length in 28..<whole.count {
      let beginning = TemporaryFile(Array(whole.prefix(length)))
      let read = readAll(beginning.path)
      #expect(read.error == nil, "\(length)")
      #expect(read.packets.isEmpty, "\(length)")
    }
  }

  @Test func secretsAndStatisticsStandBetweenPackets() throws {
    final class Handler: SecretsHandler {
      var found: [String] = []
      func receive(_ secrets: borrowing DecryptionSecrets) {
        found.append("\(secrets.type) \(String(decoding: [UInt8](secrets.data), as: UTF8.self))")
      }
      func receiveMalformedSecrets(_ error: DecodeError) { Issue.record("\(error)") }
    }
    var drops = DropCounts()
    (drops.received, drops.droppedByKernel, drops.droppedByInterface) = (7, 2, 1)
    let written = file {
      $0.appendSecrets(.tlsKeyLog, Array("# x".utf8).span.bytes)
      $0.appendStatistics(interface: 0, drops, nanoseconds: 1)
    }
    let handler = Handler()
    var packets = 0
    let stored = TemporaryFile(written)
    let source = try CaptureFile.open(stored.path)
    while try source.next(secrets: handler, { _ in packets += 1 }) {}
    #expect(handler.found == ["TLS key log # x"] && packets == 1)
  }
}
