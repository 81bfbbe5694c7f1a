import Bytes

/// One option of a message that is still in its packet.
package struct OptionView: ~Escapable {
  /// Which option.
  package let number: OptionNumber
  /// Its value, borrowed.
  package let value: RawSpan

  @_lifetime(copy value)
  init(number: OptionNumber, value: RawSpan) {
    self.number = number
    self.value = value
  }
}

/// The options of a message in the order in which they stand, which is that of their numbers (RFC 7252 §3.1).
///
///     Option Delta: 4 | Option Length: 4 | Option Delta (extended): 0, 8 or 16
///     | Option Length (extended): 0, 8 or 16 | Option Value
package struct OptionSequence: ~Escapable {
  /// Before the next option, the payload marker or the end.
  var reader: ByteReader
  private var number = 0

  @_lifetime(copy reader)
  init(_ reader: ByteReader) {
    self.reader = reader
  }

  /// The next option, or nil after the last; a sequence that has not been validated ends before its first error.
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  package mutating func next() -> OptionView? {
    do throws(DecodeError) { return try read() } catch { return nil }
  }

  /// The next option, or nil at the payload marker, which is left unread, and at the end.
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  mutating func read() throws(DecodeError) -> OptionView? {
    guard let header = reader.unread.byte(at: 0), header != payloadMarker else { return nil }
    let start = reader.offset
    _ = try reader.readUInt8("Option Delta")
    guard header >> 4 != 15 else {
      throw DecodeError(messageStructure, "Option Delta", at: start, .invalid("15 is reserved for the payload marker"))
    }
    guard header & 15 != 15 else {
      throw DecodeError(messageStructure, "Option Length", at: start, .invalid("15 is reserved"))
    }
    let sum = number + (try reader.readExtended(header >> 4, "Option Delta"))
    let length = try reader.readExtended(header & 15, "Option Length")
    guard let value = UInt16(exactly: sum) else {
      throw DecodeError(messageStructure, "Option Delta", at: start, .outOfRange(sum, allowed: 0...65535))
    }
    number = sum
    return OptionView(number: OptionNumber(rawValue: value), value: try reader.readSpan(length, "Option Value"))
  }
}

/// The name of the whole in a `DecodeError`.
let messageStructure: StaticString = "CoAP"

/// What stands between the options and the payload (RFC 7252 §3).
let payloadMarker: UInt8 = 0xff

extension ByteReader {
  /// The value of a four-bit field that 13 extends by one byte and 14 by two (RFC 7252 §3.1, RFC 8974 §2.1).
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func readExtended(_ nibble: UInt8, _ field: StaticString) throws(DecodeError) -> Int {
    switch nibble {
    case 13: Int(try readUInt8(field)) + 13
    case 14: Int(try readUInt16(field)) + 269
    default: Int(nibble)
    }
  }
}
