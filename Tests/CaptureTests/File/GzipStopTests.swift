import Capture
import TestSupport
import Testing

/// What stops a compressed capture before its end, while more than the pump's socket holds is still to be read.
@Suite struct GzipStopTests {
  /// More than a socket and both buffers hold.
  static let many = [[UInt8]](repeating: [UInt8](repeating: 0x45, count: 60_000), count: 40)

  /// Bytes of the pump's socket that nobody reads must not keep anybody waiting.
  private func read(_ bytes: [UInt8]) -> (packets: Int, error: CaptureError?) {
    let file = TemporaryFile(Gzip.stored(bytes))
    let read = readAll(file.path)
    return (read.packets.count, read.error)
  }

  @Test(.timeLimit(.minutes(1)))
  func aVersionThatIsNotReadIsDamage() {
    var bytes = Savefile.pcap(Self.many)
    bytes[4] = 99
    let found = read(bytes)
    #expect(found.packets == 0)
    guard case .damaged? = found.error?.kind else {
      Issue.record("\(found)")
      return
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func damageInTheMiddleIsNamed() {
    var bytes = Savefile.pcap(Self.many)
    // The captured length of the third packet.
    let third = 24 + 2 * (16 + 60_000)
    bytes.replaceSubrange((third + 8)..<(third + 12), with: [0xff, 0xff, 0xff, 0x7f])
    let found = read(bytes)
    #expect(found.packets == 2)
    guard case .damaged(_, afterPackets: 2)? = found.error?.kind else {
      Issue.record("\(found)")
      return
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func anInterfaceThatLibpcapRefusesIsReadOn() {
    var bytes = Savefile.section() + Savefile.interface(101) + Savefile.enhancedPacket([0x45])
    bytes += Savefile.interface(1) + Savefile.enhancedPacket([0x46], interface: 1)
    for packet in Self.many { bytes += Savefile.enhancedPacket(packet) }
    let found = read(bytes)
    #expect(found.error == nil)
    #expect(found.packets == 2 + Self.many.count)
  }
}
