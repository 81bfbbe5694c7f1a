import Bytes
import Capture
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Captures that come through a pipe, of which not all is there yet. Serialized, since one replaces standard input.
@Suite(.serialized) struct StreamTests {
  let packets = [Packets.ipv4(Packets.udp([1, 2, 3])), Packets.ipv4(Packets.udp([4, 5]))]

  /// A pipe whose reading end has a path.
  private final class Pipe {
    let reader: Int32
    private var writer: Int32

    init() {
      var ends: [Int32] = [-1, -1]
      precondition(pipe(&ends) == 0, "no pipe")
      (reader, writer) = (ends[0], ends[1])
    }

    deinit {
      close(reader)
      finish()
    }

    var path: String { "/dev/fd/\(reader)" }

    func write(_ bytes: [UInt8]) { writeAll(bytes, to: writer) }

    func finish() {
      if writer >= 0 { close(writer) }
      writer = -1
    }
  }

  private var pcapng: [UInt8] {
    Savefile.section() + Savefile.interface(101) + Savefile.enhancedPacket(packets[0])
      + Savefile.enhancedPacket(packets[1])
  }

  /// Reads a file whose second packet has `second` bytes through `pipe` while it is written.
  private func expectPacketsAsTheyAreWritten(_ file: [UInt8], second: Int, _ pipe: Pipe, path: String) throws {
    pipe.write([UInt8](file.dropLast(second)))
    let source = try CaptureFile.open(path)
    var found: [[UInt8]] = []
    #expect(source.inputIsPending)
    #expect(try source.next { found.append([UInt8]($0.bytes)) })
    #expect(found == [packets[0]])
    #expect(!source.inputIsPending)
    #expect(source.fractionRead == nil)
    pipe.write([UInt8](file.suffix(second)))
    #expect(source.inputIsPending)
    #expect(try source.next { found.append([UInt8]($0.bytes)) })
    #expect(found == packets)
    #expect(!source.inputIsPending)
    pipe.finish()
    #expect(source.inputIsPending)
    #expect(try !source.next { _ in })
    #expect(!source.wasCut)
  }

  @Test(arguments: [true, false])
  func packetsOfPcapComeAsTheyAreWritten(_ little: Bool) throws {
    let pipe = Pipe()
    let file = Savefile.pcap(packets, little: little)
    try expectPacketsAsTheyAreWritten(file, second: 16 + packets[1].count, pipe, path: pipe.path)
  }

  @Test func packetsOfPcapngComeAsTheyAreWritten() throws {
    let pipe = Pipe()
    let second = Savefile.enhancedPacket(packets[1]).count
    try expectPacketsAsTheyAreWritten(pcapng, second: second, pipe, path: pipe.path)
  }

  @Test func standardInputIsRead() throws {
    let pipe = Pipe()
    let saved = dup(STDIN_FILENO)
    dup2(pipe.reader, STDIN_FILENO)
    defer {
      dup2(saved, STDIN_FILENO)
      close(saved)
    }
    let file = Savefile.pcap(packets)
    try expectPacketsAsTheyAreWritten(file, second: 16 + packets[1].count, pipe, path: "-")
  }

  @Test func aPartOfAPacketIsNotPending() throws {
    for file in [Savefile.pcap(packets), pcapng] {
      let pipe = Pipe()
      pipe.write([UInt8](file.dropLast(3)))
      let source = try CaptureFile.open(pipe.path)
      #expect(try source.next { _ in })
      #expect(!source.inputIsPending)
      pipe.finish()
      #expect(try !source.next { _ in })
      #expect(source.wasCut)
    }
  }

  @Test func compressedPacketsComeBeforeTheWriterCloses() throws {
    let pipe = Pipe()
    pipe.write(contents(Fixtures.path("ok-qinq", "capture.pcap.gz")))
    let source = try CaptureFile.open(pipe.path)
    var count = 0
    for _ in 0..<20 where try source.next({ _ in count += 1 }) {}
    #expect(count == 20)
    pipe.finish()
    #expect(try !source.next { _ in })
    #expect(!source.wasCut)
  }

  @Test func aStreamOfTwoLinkTypesIsRead() throws {
    let pipe = Pipe()
    pipe.write(contents(Fixtures.path("pcapng-mixed", "capture.pcapng")))
    pipe.finish()
    let read = readAll(pipe.path)
    #expect(read.error == nil)
    #expect(read.packets == readAll(Fixtures.path("pcapng-mixed", "capture.pcapng")).packets)
  }

  @Test func anEmptyStreamIsNamed() {
    let pipe = Pipe()
    pipe.finish()
    #expect(readAll(pipe.path).error?.kind == .empty)
    #expect(CaptureError("-", .empty).description.hasPrefix("standard input: is empty"))
  }
}
