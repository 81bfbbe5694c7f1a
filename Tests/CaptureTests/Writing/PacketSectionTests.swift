import Bytes
import TestSupport
import Testing

@testable import Capture

@Suite struct PacketSectionTests {
  /// A section with a packet that has `comments`, on an interface called eth0.
  private func section(_ comments: [String]) -> [UInt8] {
    var section = PacketSection(comments: ["about all"])
    let bytes: [UInt8] = [1, 2, 3, 4, 5]
    let frame = Frame(number: 1, nanoseconds: 7, linkType: .raw, bytes: bytes.span.bytes, originalLength: 5)
    section.append(frame, comments: comments) { ("eth0", "") }
    var written: [UInt8] = []
    section.buffer.withUnsafeBytes { written = Array($0) }
    return written
  }

  private func comments(_ file: [UInt8]) throws -> (comments: [[String]], name: String?) {
    let file = TemporaryFile(file)
    let source = try CaptureFile.open(file.path)
    var comments: [[String]] = []
    while try source.next({ _ in comments.append(source.comments) }) {}
    return (comments, source.name(ofInterface: 0))
  }

  @Test(arguments: [[], ["one"], ["one", "", "three: ä"]])
  func commentsAndNamesAreReadAgain(_ written: [String]) throws {
    let read = try comments(section(written))
    #expect(read.comments == [written] && read.name == "eth0")
  }

  @Test func theSectionHasItsComment() {
    let bytes = section([])
    // Behind magic, version and length of the section: opt_comment, 9 bytes.
    #expect([UInt8](bytes[24..<28]) == [1, 0, 9, 0])
    #expect(String(decoding: bytes[28..<37], as: UTF8.self) == "about all")
  }

  /// Big-endian, with an option of another code before the comment.
  @Test func optionsOfEitherByteOrderAreRead() throws {
    func block(_ type: Int, _ body: [UInt8]) -> [UInt8] {
      Packets.bytes32(type) + Packets.bytes32(12 + body.count) + body + Packets.bytes32(12 + body.count)
    }
    let header = block(0x0a0d_0d0a, [0x1a, 0x2b, 0x3c, 0x4d, 0, 1, 0, 0] + [UInt8](repeating: 0xff, count: 8))
    let interface = block(1, [0, 101, 0, 0, 0, 0, 0, 0])
    let options: [UInt8] = [0, 2, 0, 4, 0, 0, 0, 1] + [0, 1, 0, 2, 0x68, 0x69, 0, 0] + [0, 0, 0, 0]
    let start = [UInt8](repeating: 0, count: 12) + Packets.bytes32(1) + Packets.bytes32(1) + [0x45, 0, 0, 0]
    #expect(try comments(header + interface + block(6, start + options)).comments == [["hi"]])
    // An option that is longer than the block: what comes before it counts, and so does the packet.
    let broken: [UInt8] = [0, 1, 0, 2, 0x68, 0x69, 0, 0] + [0, 1, 0, 99]
    #expect(try comments(header + interface + block(6, start + broken)).comments == [["hi"]])
  }
}
