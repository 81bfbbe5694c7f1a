/// Reads the fields of one structure in order, and is the only place in the package that checks bounds.
///
/// It borrows its bytes: the compiler rejects a reader, or anything read as a span, that would outlive them.
/// Every `read…` names the field as its specification does, so that a failure says what was being read.
public struct ByteReader: ~Escapable {
  @usableFromInline let bytes: RawSpan
  @usableFromInline var position: Int
  @usableFromInline let origin: Int
  @usableFromInline let structure: StaticString

  /// A reader at the start of `bytes`, which hold a `structure` that begins `origin` bytes into the outermost one.
  @inlinable @inline(__always)
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, as structure: StaticString, origin: Int = 0) {
    self.bytes = bytes
    self.position = 0
    self.origin = origin
    self.structure = structure
  }

  /// The same bytes from here on, read as the named structure.
  @inlinable @inline(__always)
  @_lifetime(copy self)
  public func renamed(_ structure: StaticString) -> ByteReader {
    ByteReader(unread, as: structure, origin: offset)
  }

  /// Offset of the next byte from the start of the outermost structure.
  @inlinable @inline(__always)
  public var offset: Int { origin &+ position }

  /// Number of bytes not yet read.
  @inlinable @inline(__always)
  public var remaining: Int { bytes.byteCount &- position }

  /// Whether everything has been read.
  @inlinable @inline(__always)
  public var isAtEnd: Bool { remaining == 0 }

  /// The bytes not yet read, without reading them.
  @inlinable @inline(__always)
  public var unread: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(droppingFirst: position) }
  }

  /// The error for `field` at the next byte; for checks of values that were read.
  @inline(never)
  public func error(_ field: StaticString, _ reason: DecodeError.Reason) -> DecodeError {
    DecodeError(structure, field, at: offset, reason)
  }

  /// Throws unless everything has been read.
  @inlinable @inline(__always)
  public func expectEnd() throws(DecodeError) {
    guard isAtEnd else { throw error("", .trailingBytes(remaining)) }
  }

  @inlinable @inline(__always)
  @_lifetime(self: copy self)
  mutating func advance(_ count: Int, _ field: StaticString) throws(DecodeError) -> Int {
    guard count >= 0, count <= remaining else { throw error(field, .needs(count, has: remaining)) }
    let start = position
    position = start &+ count
    return start
  }

  /// An 8-bit unsigned integer.
  @inlinable @inline(__always)
  @_lifetime(self: copy self)
  public mutating func readUInt8(_ field: StaticString) throws(DecodeError) -> UInt8 {
    bytes.unsafeLoad(fromByteOffset: try advance(1, field), as: UInt8.self)
  }

  /// A 16-bit unsigned integer, big-endian.
  @inlinable @inline(__always)
  @_lifetime(self: copy self)
  public mutating func readUInt16(_ field: StaticString) throws(DecodeError) -> UInt16 {
    UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: try advance(2, field), as: UInt16.self))
  }

  /// A 24-bit unsigned integer, big-endian (`uint24` of RFC 8446 §3.3).
  @inlinable @inline(__always)
  @_lifetime(self: copy self)
  public mutating func readUInt24(_ field: StaticString) throws(DecodeError) -> Int {
    let start = try advance(3, field)
    let high = bytes.unsafeLoad(fromByteOffset: start, as: UInt8.self)
    let low = UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start &+ 1, as: UInt16.self))
    return Int(high) &<< 16 | Int(low)
  }

  /// A 32-bit unsigned integer, big-endian.
  @inlinable @inline(__always)
  @_lifetime(self: copy self)
  public mutating func readUInt32(_ field: StaticString) throws(DecodeError) -> UInt32 {
    UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: try advance(4, field), as: UInt32.self))
  }

  /// A 48-bit unsigned integer, big-endian (`uint48` of RFC 6347 §4.1).
  @inlinable @inline(__always)
  @_lifetime(self: copy self)
  public mutating func readUInt48(_ field: StaticString) throws(DecodeError) -> UInt64 {
    let start = try advance(6, field)
    let high = UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt16.self))
    let low = UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start &+ 2, as: UInt32.self))
    return UInt64(high) &<< 32 | UInt64(low)
  }

  /// A 64-bit unsigned integer, big-endian.
  @inlinable @inline(__always)
  @_lifetime(self: copy self)
  public mutating func readUInt64(_ field: StaticString) throws(DecodeError) -> UInt64 {
    UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: try advance(8, field), as: UInt64.self))
  }

  /// The next `count` bytes, borrowed.
  @inlinable @inline(__always)
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func readSpan(_ count: Int, _ field: StaticString) throws(DecodeError) -> RawSpan {
    let start = try advance(count, field)
    return bytes.extracting(unchecked: start..<(start &+ count))
  }

  /// The next `count` bytes, copied, for what outlives the packet.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func readBytes(_ count: Int, _ field: StaticString) throws(DecodeError) -> [UInt8] {
    [UInt8](try readSpan(count, field))
  }

  /// All bytes not yet read, borrowed.
  @inlinable @inline(__always)
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func readRemainingSpan() -> RawSpan {
    let rest = unread
    position = bytes.byteCount
    return rest
  }

  /// All bytes not yet read, copied.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func readRemaining() -> [UInt8] {
    [UInt8](readRemainingSpan())
  }

  /// A reader of the next `count` bytes, which belong to the same structure.
  @inlinable @inline(__always)
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func readReader(_ count: Int, _ field: StaticString) throws(DecodeError) -> ByteReader {
    let start = offset
    return ByteReader(try readSpan(count, field), as: structure, origin: start)
  }

  /// A reader of the body of a `T field<0..2^8-1>`.
  @inlinable @inline(__always)
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func readVector8(_ field: StaticString) throws(DecodeError) -> ByteReader {
    try readReader(Int(try readUInt8(field)), field)
  }

  /// A reader of the body of a `T field<0..2^16-1>`.
  @inlinable @inline(__always)
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func readVector16(_ field: StaticString) throws(DecodeError) -> ByteReader {
    try readReader(Int(try readUInt16(field)), field)
  }

  /// A reader of the body of a `T field<0..2^24-1>`.
  @inlinable @inline(__always)
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func readVector24(_ field: StaticString) throws(DecodeError) -> ByteReader {
    try readReader(try readUInt24(field), field)
  }

  /// The bytes of an `opaque field<0..2^8-1>`, copied.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func readOpaque8(_ field: StaticString) throws(DecodeError) -> [UInt8] {
    try readBytes(Int(try readUInt8(field)), field)
  }

  /// The bytes of an `opaque field<0..2^16-1>`, copied.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func readOpaque16(_ field: StaticString) throws(DecodeError) -> [UInt8] {
    try readBytes(Int(try readUInt16(field)), field)
  }

  /// The bytes of an `opaque field<0..2^24-1>`, copied.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func readOpaque24(_ field: StaticString) throws(DecodeError) -> [UInt8] {
    try readBytes(try readUInt24(field), field)
  }
}

extension [UInt8] {
  /// A copy of the bytes of a span.
  @inlinable
  public init(_ span: RawSpan) {
    self = span.withUnsafeBytes { Array($0) }
  }
}

extension RawSpan {
  /// The byte at `index`, or nil outside the span.
  @inlinable @inline(__always)
  public func byte(at index: Int) -> UInt8? {
    index >= 0 && index < byteCount ? unsafeLoad(fromByteOffset: index, as: UInt8.self) : nil
  }
}
