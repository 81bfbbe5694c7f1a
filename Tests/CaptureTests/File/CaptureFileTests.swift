import Bytes
import Capture
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct CaptureFileTests {
  let packets = [Packets.ipv4(Packets.udp([1, 2, 3])), Packets.ipv4(Packets.udp([4, 5]))]

  @Test(arguments: [0xa1b2_c3d4, 0xa1b2_3c4d], [true, false])
  func eitherByteOrderAndResolutionIsRead(_ magic: Int, _ little: Bool) {
    let file = TemporaryFile(Savefile.pcap(packets, little: little, magic: magic))
    let read = readAll(file.path)
    #expect(read.error == nil)
    #expect(read.packets == packets)
    #expect(read.times == (magic == 0xa1b2_3c4d ? [5, 1_000_000_005] : [5000, 1_000_005_000]))
    #expect(read.source?.linkTypes.map(\.rawValue) == [101])
    #expect(read.source?.fractionRead == 1)
    #expect(read.source?.inputIsPending == true)
  }

  @Test func aCutFileGivesWhatCameBefore() {
    let whole = Savefile.pcap(packets)
    let start = 24 + 16 + packets[0].count
    for length in start..<whole.count {
      let file = TemporaryFile([UInt8](whole.prefix(length)))
      let read = readAll(file.path)
      #expect(read.error == nil)
      #expect(read.packets == [packets[0]])
      #expect(read.source?.wasCut == (length > start))
    }
  }

  @Test func aFileOfNoPacketsIsRead() {
    let file = TemporaryFile(Savefile.pcap([]))
    let read = readAll(file.path)
    #expect(read.error == nil && read.packets.isEmpty && read.source?.wasCut == false)
  }

  @Test func whatIsNoCaptureIsNamed() {
    let missing = readAll("/nonexistent/capture.pcap").error
    #expect(missing?.kind == .missing)
    #expect(missing?.description == "/nonexistent/capture.pcap: there is no such file; check the path")
    #expect(readAll("/tmp").error?.kind == .isDirectory)
    let empty = TemporaryFile([])
    #expect(readAll(empty.path).error?.kind == .empty)
    let text = TemporaryFile([UInt8]("hello, world".utf8))
    #expect(readAll(text.path).error?.kind == .notACapture([0x68, 0x65, 0x6c, 0x6c]))
    let short = TemporaryFile([0xa1, 0xb2])
    #expect(readAll(short.path).error?.kind == .notACapture([0xa1, 0xb2]))
  }

  @Test func aFileThatMayNotBeReadIsNamed() {
    // The superuser may read everything.
    guard geteuid() != 0 else { return }
    let file = TemporaryFile(Savefile.pcap(packets))
    chmod(file.path, 0)
    #expect(readAll(file.path).error?.kind == .permissionDenied)
  }

  @Test func anUnsupportedLinkTypeIsNamedBeforeAnyPacket() {
    let file = TemporaryFile(Savefile.pcap(packets, link: 249))
    let read = readAll(file.path)
    #expect(read.packets.isEmpty)
    #expect(read.error?.kind == .unsupportedLinkType(LinkType(rawValue: 249)))
    #expect(read.error?.description.contains("USBPCAP (249)") == true)
    let blocks = TemporaryFile(
      Savefile.section() + Savefile.interface(249) + Savefile.enhancedPacket(packets[0]))
    #expect(readAll(blocks.path).error?.kind == .unsupportedLinkType(LinkType(rawValue: 249)))
  }

  @Test func damageInTheMiddleIsNamed() {
    var bytes = Savefile.pcap(packets)
    let length = 24 + 16 + packets[0].count + 8
    bytes.replaceSubrange(length..<(length + 4), with: [0xff, 0xff, 0xff, 0x7f])
    let file = TemporaryFile(bytes)
    let read = readAll(file.path)
    #expect(read.packets == [packets[0]])
    guard case .damaged(_, afterPackets: 1)? = read.error?.kind else {
      Issue.record("\(String(describing: read.error))")
      return
    }
  }
}
