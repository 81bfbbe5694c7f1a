import Bytes
import Capture
import TestSupport
import Testing

@Suite struct BlockFileTests {
  let packet4 = Packets.ipv4(Packets.udp([1, 2, 3]))
  let packet6 = Packets.ipv6(Packets.udp([4, 5], v6: true))
  let ethernet = hex("020000000002 020000000001 0800")

  @Test(arguments: [true, false])
  func interfacesOfTwoLinkTypesAreRead(_ little: Bool) {
    let frame = ethernet + packet4
    let bytes =
      Savefile.section(little: little) + Savefile.interface(101, little: little)
      + Savefile.enhancedPacket(packet6, time: 7, little: little) + Savefile.interface(1, little: little)
      + Savefile.enhancedPacket(frame, interface: 1, time: 8, little: little)
    let file = TemporaryFile(bytes)
    let read = readAll(file.path)
    #expect(read.error == nil)
    #expect(read.packets == [packet6, frame])
    #expect(read.times == [7000, 8000])
    #expect(read.source?.linkTypes.map(\.rawValue) == [101, 1])
  }

  @Test func aSecondSectionBeginsAnew() {
    let bytes =
      Savefile.section() + Savefile.interface(101) + Savefile.enhancedPacket(packet4)
      + Savefile.section(little: false) + Savefile.interface(229, little: false)
      + Savefile.enhancedPacket(packet6, little: false)
    let file = TemporaryFile(bytes)
    let read = readAll(file.path)
    #expect(read.packets == [packet4, packet6])
    #expect(read.source?.linkTypes.map(\.rawValue) == [101, 229])
  }

  /// A beginning with two interfaces of different link types.
  private var start: [UInt8] { Savefile.section() + Savefile.interface(101) + Savefile.interface(1) }

  @Test func simpleAndObsoletePacketsAreRead() {
    let simple = Savefile.block(3, Savefile.word(packet4.count, little: true) + packet4)
    let fields = [0, 9, packet6.count, packet6.count].flatMap { Savefile.word($0, little: true) }
    let obsolete = Savefile.block(2, [0, 0, 0, 0] + fields + packet6)
    let file = TemporaryFile(start + obsolete + simple)
    let read = readAll(file.path)
    #expect(read.error == nil)
    #expect(read.packets == [packet6, packet4])
    // A simple packet block has no time: that of the packet before it stands in.
    #expect(read.times == [9000, 9000])
  }

  @Test func unknownBlocksArePassedOver() {
    let blocks = [0xbad, 4, 5, 0x7fff_ffff].flatMap { Savefile.block($0, [1, 2, 3, 4, 5, 6, 7, 8]) }
    let file = TemporaryFile(start + blocks + Savefile.enhancedPacket(packet4))
    #expect(readAll(file.path).packets == [packet4])
  }

  @Test(arguments: [0, 8, 13, 0x7fff_fffc, 0xffff_fffc, 16 << 20 + 4])
  func aBlockLengthThatLiesIsDamage(_ length: Int) {
    let lie = Savefile.block(6, [1, 2, 3, 4], length: length)
    let file = TemporaryFile(start + Savefile.enhancedPacket(packet4) + lie)
    let read = readAll(file.path)
    #expect(read.packets == [packet4])
    guard case .damaged(_, afterPackets: 1)? = read.error?.kind else {
      Issue.record("\(String(describing: read.error))")
      return
    }
  }

  @Test func aBlockLengthBeyondTheFileIsACut() {
    let file = TemporaryFile(start + Savefile.enhancedPacket(packet4) + Savefile.block(6, [1], length: 16 << 20))
    let read = readAll(file.path)
    #expect(read.error == nil && read.packets == [packet4] && read.source?.wasCut == true)
  }

  @Test func everyCutIsSafe() {
    let whole = start + Savefile.enhancedPacket(packet4) + Savefile.enhancedPacket(packet6)
    for length in 4..<whole.count {
      let file = TemporaryFile([UInt8](whole.prefix(length)))
      let read = readAll(file.path)
      #expect(read.packets.count <= 1)
      #expect(read.error == nil)
    }
  }

  @Test func packetsThatLieAreDamage() {
    for lie in [
      Savefile.enhancedPacket(packet4, interface: 2), Savefile.enhancedPacket(packet4, captured: 4000),
      Savefile.block(3, Savefile.word(4000, little: true) + packet4), Savefile.block(6, [1, 2, 3, 4]),
    ] {
      let file = TemporaryFile(start + lie)
      let kind = readAll(file.path).error?.kind
      guard case .damaged(_, afterPackets: 0)? = kind else {
        Issue.record("\(String(describing: kind))")
        continue
      }
    }
  }

  @Test func timeStampsCountAsTheirInterfaceSays() {
    var clock = InterfaceClock()
    #expect(clock.nanoseconds(1_700_000_000_123_456) == 1_700_000_000_123_456_000)
    clock.resolution = 9
    #expect(clock.nanoseconds(1_700_000_000_123_456_789) == 1_700_000_000_123_456_789)
    clock.resolution = 12
    #expect(clock.nanoseconds(5_999) == 5)
    clock.resolution = 3
    clock.offset = 1_700_000_000
    #expect(clock.nanoseconds(1) == 1_700_000_000_001_000_000)
    clock.offset = 0
    // 2^-10 of a second.
    clock.resolution = 0x8a
    #expect(clock.nanoseconds(1536) == 1_500_000_000)
    clock.resolution = 0x80
    #expect(clock.nanoseconds(3) == 3_000_000_000)
    for resolution in UInt8.min...UInt8.max {
      clock.resolution = resolution
      _ = clock.nanoseconds(.max)
    }
  }

  @Test func theOptionsOfAnInterfaceAreRead() {
    let options = hex("0200 0500 6574683000000000 0900 0100 09000000 0e00 0800 0100000000000000 0000 0000")
    let file = TemporaryFile(
      Savefile.section() + Savefile.interface(101, options: options) + Savefile.interface(1)
        + Savefile.enhancedPacket(packet4, time: 5))
    #expect(readAll(file.path).times == [1_000_000_005])
  }
}
