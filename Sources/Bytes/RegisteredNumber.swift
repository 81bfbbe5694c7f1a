/// A number space that a registry or a specification assigns: every value is legal, and those with a row have a name.
///
/// A conforming type is an open value (`struct` with `rawValue`), never an enumeration: what a peer sends is kept as it
/// is, known or not.
///
/// `public` for the reason that `DecodeError` gives.
public protocol RegisteredNumber: RawRepresentable, Hashable, Sendable, CustomStringConvertible
where RawValue: FixedWidthInteger & Sendable {
  /// The value of any number, known or not.
  init(rawValue: RawValue)

  /// The registry's table: one row a number.
  static var names: [RawValue: String] { get }
}

extension RegisteredNumber {
  /// Whether both are the same number: compared in place, where the comparison that comes with `RawRepresentable` goes
  /// through tables.
  @inlinable @inline(__always)
  public static func == (one: Self, other: Self) -> Bool { one.rawValue == other.rawValue }

  /// The registry's name, or nil if the number has no row.
  package var name: String? { Self.names[rawValue] }

  /// The registry's name, or the number in decimal and hexadecimal.
  package var description: String { name ?? "unknown \(rawValue) (0x\(String(rawValue, radix: 16)))" }
}
