import Capture
import TestSupport
import Testing

@Suite struct GzipTests {
  let compressed = contents(Fixtures.path("ok-qinq", "capture.pcap.gz"))
  let plain = readAll(Fixtures.path("ok-qinq"))

  @Test func aCompressedFileIsRead() {
    let read = readAll(Fixtures.path("ok-qinq", "capture.pcap.gz"))
    #expect(read.error == nil)
    #expect(read.packets == plain.packets && read.times == plain.times)
    #expect(read.source?.wasCut == false)
    #expect(read.source?.fractionRead == 1)
  }

  @Test func aCutFileGivesWhatCameBefore() {
    for length in stride(from: 600, to: compressed.count, by: 37) {
      let file = TemporaryFile([UInt8](compressed.prefix(length)))
      let read = readAll(file.path)
      #expect(read.error == nil)
      #expect(read.packets == [[UInt8]](plain.packets.prefix(read.packets.count)))
      #expect(read.source?.wasCut == true)
    }
  }

  @Test func cutWithinTheFirstHeaderItIsNoCapture() {
    for length in 3..<20 {
      let file = TemporaryFile([UInt8](compressed.prefix(length)))
      #expect(readAll(file.path).error != nil)
    }
  }

  @Test func corruptDataAreDamage() {
    var bytes = compressed
    for index in 700..<740 { bytes[index] ^= 0xff }
    let file = TemporaryFile(bytes)
    let read = readAll(file.path)
    #expect(read.error != nil || read.source?.wasCut == true)
    // The checksum at the end.
    bytes = compressed
    bytes[bytes.count - 8] ^= 1
    let wrongChecksum = TemporaryFile(bytes)
    let all = readAll(wrongChecksum.path)
    #expect(all.packets == plain.packets)
    #expect(all.error?.kind == .damaged("its gzip data are corrupt", afterPackets: plain.packets.count))
  }

  @Test func paddingAfterTheDataIsIgnored() {
    let file = TemporaryFile(compressed + [0, 0, 0, 0])
    let read = readAll(file.path)
    #expect(read.error == nil && read.packets == plain.packets && read.source?.wasCut == false)
  }

  @Test func aSourceMayBeLeftBeforeItsEnd() throws {
    for _ in 0..<50 {
      let source = try CaptureFile.open(Fixtures.path("ok-qinq", "capture.pcap.gz"))
      #expect(try source.next { _ in })
    }
  }
}
