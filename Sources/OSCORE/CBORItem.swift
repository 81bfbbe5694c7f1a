import Bytes
import CoAP

/// The few kinds of CBOR items that EDHOC sends in clear (RFC 8949 §3).
enum CBORItem: Equatable {
  case integer(Int)
  case byteString([UInt8])
  case textString([UInt8])
  /// An array of integers.
  case integers([Int])
  /// `true`.
  case yes

  /// Integers of an array that are read: more than there are cipher suites.
  private static let maximumCount = 64

  /// Reads the next item of a sequence.
  ///
  /// - Throws: also for items of other kinds, which no message of EDHOC begins with.
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader, _ field: StaticString) throws(DecodeError) {
    let error = reader.error(field, .invalid("not what EDHOC has here"))
    let head = try CBORHead(decoding: &reader)
    if let integer = Self.integer(head) {
      self = .integer(integer)
      return
    }
    guard let argument = Int(exactly: head.argument), !head.isIndefinite else { throw error }
    switch head.majorType {
    case .bytes: self = .byteString(try reader.readBytes(argument, field))
    case .text: self = .textString(try reader.readBytes(argument, field))
    case .array where argument <= Self.maximumCount:
      var values: [Int] = []
      for _ in 0..<argument {
        guard let value = Self.integer(try CBORHead(decoding: &reader)) else { throw error }
        values.append(value)
      }
      self = .integers(values)
    case .simple where argument == Self.trueValue: self = .yes
    default: throw error
    }
  }

  /// The simple value `true` (RFC 8949 §3.3).
  private static let trueValue = 21

  /// The integer that a head is; nil if it is none, or longer than anything here.
  private static func integer(_ head: CBORHead) -> Int? {
    guard let argument = Int(exactly: head.argument) else { return nil }
    switch head.majorType {
    case .unsigned: return argument
    case .negative: return -1 - argument
    default: return nil
    }
  }
}
