/// Text being built, as bytes in memory that is kept and used again: a line of a packet costs no allocation, and a byte
/// of it no more than a store.
///
/// `public` for the reason that `DecodeError` gives.
public struct TextBuffer: ~Copyable {
  @usableFromInline var storage: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  @usableFromInline var end: Int

  /// Number of bytes.
  @inlinable @inline(__always)
  public var count: Int { end }

  /// An empty buffer.
  @inlinable
  public init(capacity: Int = 4096) {
    self.capacity = max(capacity, 16)
    storage = .allocate(capacity: self.capacity)
    end = 0
  }

  deinit {
    storage.deallocate()
  }

  /// The bytes.
  @inlinable
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let bytes = UnsafeRawBufferPointer(start: storage, count: end)
      return _overrideLifetime(bytes.bytes, borrowing: self)
    }
  }

  /// The bytes, for as long as `body` runs.
  public func withUnsafeBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    body(UnsafeRawBufferPointer(start: storage, count: end))
  }

  /// The last byte, or nil if there is none.
  @inlinable
  public var last: UInt8? { end > 0 ? storage[end &- 1] : nil }

  /// The text as a string.
  public var string: String {
    String(decoding: UnsafeBufferPointer(start: storage, count: end), as: UTF8.self)
  }

  /// Drops the bytes and keeps the memory.
  @inlinable
  public mutating func removeAll() {
    end = 0
  }

  /// Drops the bytes from `newCount` on.
  @inlinable
  public mutating func truncate(to newCount: Int) {
    end = min(end, max(0, newCount))
  }

  @inline(never) @usableFromInline
  mutating func grow(by extra: Int) {
    let newCapacity = max(capacity * 2, end + extra)
    let newStorage = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity)
    newStorage.update(from: storage, count: end)
    storage.deallocate()
    storage = newStorage
    capacity = newCapacity
  }

  @inlinable @inline(__always)
  mutating func reserve(_ extra: Int) {
    if capacity &- end < extra { grow(by: extra) }
  }

  /// Appends a byte.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8) {
    reserve(1)
    storage[end] = byte
    end &+= 1
  }

  /// Appends bytes.
  @inlinable @inline(__always)
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    UnsafeMutableRawPointer(storage + end).copyMemory(from: start, byteCount: bytes.count)
    end &+= bytes.count
  }

  /// Appends bytes.
  @inlinable @inline(__always)
  public mutating func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { append($0) }
  }

  /// Appends bytes.
  @inlinable
  public mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  /// Appends literal text.
  @inlinable @inline(__always)
  public mutating func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends text that is known to be printable.
  @inlinable
  public mutating func append(trusted text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends `count` times the same byte.
  @inlinable
  public mutating func append(repeating byte: UInt8, count extra: Int) {
    guard extra > 0 else { return }
    reserve(extra)
    (storage + end).update(repeating: byte, count: extra)
    end &+= extra
  }

  /// Appends a number in decimal, with `pad` in front of it up to `width` bytes.
  @inlinable @inline(__always)
  public mutating func append(decimal value: some FixedWidthInteger, width: Int = 0, pad: UInt8 = UInt8(ascii: " ")) {
    if value >= 0, value < 10, width <= 1 {
      append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value))
      return
    }
    append(magnitude: UInt64(truncatingIfNeeded: value.magnitude), isNegative: value < 0, width, pad)
  }

  @usableFromInline
  mutating func append(magnitude: UInt64, isNegative: Bool, _ width: Int, _ pad: UInt8) {
    let length = Self.digitCount(magnitude) &+ (isNegative ? 1 : 0)
    reserve(max(length, width))
    // A few bytes at most: a loop costs less than the call that fills memory.
    for _ in 0..<max(0, width &- length) {
      storage[end] = pad
      end &+= 1
    }
    var rest = magnitude
    var index = end &+ length
    let first = end &+ (isNegative ? 1 : 0)
    while index &- first >= 2 {
      let pair = Int(truncatingIfNeeded: rest % 100) &* 2
      rest /= 100
      index &-= 2
      storage[index] = Self.pairs.utf8Start[pair]
      storage[index &+ 1] = Self.pairs.utf8Start[pair &+ 1]
    }
    if index > first { storage[first] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest) }
    if isNegative { storage[end] = UInt8(ascii: "-") }
    end &+= length
  }

  /// Appends a number below 256 in decimal, as the dotted form of addresses has four of.
  @inlinable @inline(__always)
  public mutating func append(octet value: UInt8) {
    reserve(3)
    if value >= 100 {
      storage[end] = value >= 200 ? UInt8(ascii: "2") : UInt8(ascii: "1")
      end &+= 1
    }
    if value >= 10 {
      let pair = Int(value % 100) &* 2
      storage[end] = Self.pairs.utf8Start[pair]
      storage[end &+ 1] = Self.pairs.utf8Start[pair &+ 1]
      end &+= 2
    } else {
      storage[end] = UInt8(ascii: "0") &+ value
      end &+= 1
    }
  }

  /// The numbers from 00 to 99, two bytes each: a literal, so that nothing has to be set up before it is used.
  @inlinable @inline(__always)
  static var pairs: StaticString {
    """
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
    """
  }

  /// Number of decimal digits; by comparison, because a division for each digit is the dearest part of the text.
  @inline(__always)
  private static func digitCount(_ value: UInt64) -> Int {
    if value < 100 { return value < 10 ? 1 : 2 }
    if value < 10_000 { return value < 1000 ? 3 : 4 }
    if value < 1_000_000 { return value < 100_000 ? 5 : 6 }
    return 6 &+ digitCount(beyondMillion: value / 1_000_000)
  }

  private static func digitCount(beyondMillion value: UInt64) -> Int {
    var count = 0
    var rest = value
    while rest > 0 {
      rest /= 10
      count &+= 1
    }
    return count
  }

  /// Appends a number in lowercase hexadecimal, with `digits` digits.
  @inlinable
  public mutating func append(hex value: some FixedWidthInteger, digits: Int) {
    for shift in stride(from: (digits - 1) * 4, through: 0, by: -4) {
      append(Self.digit(UInt8(truncatingIfNeeded: value >> shift) & 0xf))
    }
  }

  /// Appends bytes in lowercase hexadecimal.
  @inlinable
  public mutating func append(hex bytes: RawSpan) {
    reserve(bytes.byteCount * 2)
    bytes.withUnsafeBytes {
      for byte in $0 {
        append(Self.digit(byte >> 4))
        append(Self.digit(byte & 0xf))
      }
    }
  }

  @inlinable @inline(__always)
  static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
  }
}
