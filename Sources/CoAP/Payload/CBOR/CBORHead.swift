import Bytes

/// The first bytes of a CBOR data item: its major type and argument (RFC 8949 §3).
///
///     Major Type: 3 bits | Additional Information: 5 bits | Argument: 0, 8, 16, 32 or 64 bits
package struct CBORHead {
  /// The eight kinds of items (RFC 8949 §3.1).
  package enum MajorType: UInt8, Sendable {
    case unsigned, negative, bytes, text, array, map, tag, simple
  }

  /// Which kind of item it is.
  package let majorType: MajorType
  /// The five low bits of the first byte.
  package let information: UInt8
  /// A value, a length, a count, or the bits of a float; 0 if the length is indefinite.
  package let argument: UInt64

  /// Whether the item ends with a break, or is one.
  package var isIndefinite: Bool { information == 31 }
  /// Whether it ends an item of indefinite length (RFC 8949 §3.2.1).
  var isBreak: Bool { majorType == .simple && isIndefinite }

  /// Reads a head that is well-formed (RFC 8949 Appendix C).
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    let start = reader.offset
    let first = try reader.readUInt8("initial byte")
    majorType = MajorType(rawValue: first >> 5) ?? .simple
    information = first & 0x1f
    switch information {
    case ..<24: argument = UInt64(information)
    case 24: argument = UInt64(try reader.readUInt8("argument"))
    case 25: argument = UInt64(try reader.readUInt16("argument"))
    case 26: argument = UInt64(try reader.readUInt32("argument"))
    case 27: argument = try reader.readUInt64("argument")
    case 31 where majorType != .unsigned && majorType != .negative && majorType != .tag: argument = 0
    default:
      throw DecodeError(
        cborStructure, "initial byte", at: start, .invalid("its additional information is reserved"))
    }
    if majorType == .simple, information == 24, argument < 32 {
      throw DecodeError(cborStructure, "simple value", at: start, .invalid("below 32 it has no second byte"))
    }
  }
}

/// The name of the whole in a `DecodeError`.
let cborStructure: StaticString = "CBOR"
