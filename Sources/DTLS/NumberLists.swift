import Bytes

extension ByteReader {
  /// The elements of a `uint16 field<0..2^16-1>` as open values, for example cipher suites.
  @_lifetime(self: copy self)
  package mutating func readList16<Number: RegisteredNumber>(
    _ field: StaticString
  ) throws(DecodeError) -> [Number] where Number.RawValue == UInt16 {
    var list = try readVector16(field)
    guard list.remaining.isMultiple(of: 2) else { throw list.error(field, .notMultiple(list.remaining, of: 2)) }
    var numbers: [Number] = []
    numbers.reserveCapacity(list.remaining / 2)
    while !list.isAtEnd { numbers.append(Number(rawValue: try list.readUInt16(field))) }
    return numbers
  }

  /// The elements of a `uint8 field<0..2^8-1>` as open values, for example compression methods.
  @_lifetime(self: copy self)
  package mutating func readList8<Number: RegisteredNumber>(
    _ field: StaticString
  ) throws(DecodeError) -> [Number] where Number.RawValue == UInt8 {
    var list = try readVector8(field)
    var numbers: [Number] = []
    numbers.reserveCapacity(list.remaining)
    while !list.isAtEnd { numbers.append(Number(rawValue: try list.readUInt8(field))) }
    return numbers
  }
}
