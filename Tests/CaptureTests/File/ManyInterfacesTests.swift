import Bytes
import TestSupport
import Testing

@testable import Capture

/// pcapng files that describe more interfaces than any capture has.
@Suite struct ManyInterfacesTests {
  private let packet = Packets.ipv4(Packets.udp([1, 2, 3]))

  /// A file with an interface of every link type, and then as many of raw IP.
  private func file(packetOf interface: Int) -> TemporaryFile {
    var bytes = Savefile.section() + Savefile.interface(101)
    for link in 1..<BlockSource.maximumInterfaces { bytes += Savefile.interface(link) }
    for _ in 0..<BlockSource.maximumInterfaces { bytes += Savefile.interface(101) }
    bytes += Savefile.enhancedPacket(packet) + Savefile.enhancedPacket(packet, interface: interface)
    return TemporaryFile(bytes)
  }

  @Test func allThatAreRememberedMayHavePackets() {
    let file = file(packetOf: 101)
    let read = readAll(file.path)
    #expect(read.error == nil && read.packets.count == 2)
    // 101 is there twice, as the first and in its place.
    #expect(read.source?.linkTypes.count == BlockSource.maximumInterfaces - 1)
    #expect(read.source?.linkTypes.prefix(3).map(\.rawValue) == [101, 1, 2])
  }

  @Test func aPacketOfOneBeyondIsDamage() {
    let file = file(packetOf: BlockSource.maximumInterfaces)
    let read = readAll(file.path)
    #expect(read.packets.count == 1)
    guard case .damaged(_, afterPackets: 1)? = read.error?.kind else {
      Issue.record("\(String(describing: read.error))")
      return
    }
  }
}
