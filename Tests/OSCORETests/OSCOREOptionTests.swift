import Bytes
import TestSupport
import Testing

@testable import OSCORE

@Suite struct OSCOREOptionTests {
  private func decode(_ text: String) throws -> OSCOREOption {
    try OSCOREOption(hex(text).span.bytes)
  }

  private func error(_ bytes: [UInt8]) -> String? {
    do throws(DecodeError) {
      _ = try OSCOREOption(bytes.span.bytes)
      return nil
    } catch {
      return error.description
    }
  }

  /// RFC 8613 §6.4 and Appendix C.
  @Test(
    arguments: [
      ("", OSCOREOption()),
      ("090525", OSCOREOption(partialIV: [5], kid: [0x25])),
      ("0905", OSCOREOption(partialIV: [5], kid: [])),
      ("190504446b6964781a", nil),
      ("19050844616c656b13b6c725", OSCOREOption(partialIV: [5], kidContext: hex("44616c656b13b6c7"), kid: [0x25])),
      ("0107", OSCOREOption(partialIV: [7])),
      ("0914", OSCOREOption(partialIV: [0x14], kid: [])),
      ("091400", OSCOREOption(partialIV: [0x14], kid: [0])),
      ("19140837cbf3210017a2d3", OSCOREOption(partialIV: [0x14], kidContext: hex("37cbf3210017a2d3"), kid: [])),
      ("0100", OSCOREOption(partialIV: [0])),
      ("1000", OSCOREOption(kidContext: [])),
      ("05ffffffffff", OSCOREOption(partialIV: hex("ffffffffff"))),
    ] as [(String, OSCOREOption?)])
  func decodes(_ text: String, _ expected: OSCOREOption?) throws {
    let option = try decode(text)
    if let expected { #expect(option == expected) }
    #expect(!option.isGroupMode)
  }

  @Test func theSequenceNumberIsThePartialIV() throws {
    #expect(try decode("05ffffffffff").sequenceNumber == 0xff_ffff_ffff)
    #expect(try decode("020102").sequenceNumber == 258)
    #expect(try decode("0825").sequenceNumber == nil)
  }

  @Test func groupModeIsABit() throws {
    let option = try decode("390502aabb25")
    #expect(option.isGroupMode)
    #expect(option.kid == [0x25] && option.kidContext == [0xaa, 0xbb] && option.partialIV == [5])
  }

  @Test func whatIsReservedIsAnError() {
    #expect(error([0x40]) == "OSCORE.flags at 0: the two high bits are reserved")
    #expect(error([0x80]) == "OSCORE.flags at 0: the two high bits are reserved")
    #expect(error([0]) == "OSCORE.flags at 0: an option without fields is empty")
    for length: UInt8 in [6, 7] {
      #expect(
        error([length] + Array(repeating: 1, count: Int(length))) == "OSCORE.n at 0: \(length) is not in 0...5")
    }
  }

  @Test func bytesThatNoFlagAnnouncesAreAnError() {
    #expect(error([0x01, 0x05, 0x25]) == "OSCORE at 2: 1 byte left over")
  }

  /// A kid has no length: it is what is left, so an option that is cut within it decodes.
  @Test func everyTruncationIsShorterOrAnError() throws {
    let whole = hex("1b010203023344556677")
    #expect(try OSCOREOption(whole.span.bytes).kid == hex("556677"))
    let fieldsEnd = 7
    for count in 1..<whole.count {
      let cut = [UInt8](whole.prefix(count))
      if count < fieldsEnd {
        #expect(error(cut)?.contains("needs") == true, "\(count)")
      } else {
        #expect(try OSCOREOption(cut.span.bytes).kid == [UInt8](whole[fieldsEnd..<count]), "\(count)")
      }
    }
  }
}
