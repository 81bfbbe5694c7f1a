/// A number space that a registry or a specification assigns: every value is legal, and those with a row have a name.
///
/// A conforming type is an open value (`struct` with `rawValue`), never an enumeration: what a peer sends is kept as it
/// is, known or not.
package protocol RegisteredNumber: RawRepresentable, Hashable, Sendable, CustomStringConvertible
where RawValue: FixedWidthInteger & Sendable {
  /// The value of any number, known or not.
  init(rawValue: RawValue)

  /// The registry's table: one row a number.
  static var names: [RawValue: String] { get }
}

extension RegisteredNumber {
  /// The registry's name, or nil if the number has no row.
  package var name: String? { Self.names[rawValue] }

  /// The registry's name, or the number in decimal and hexadecimal.
  package var description: String { name ?? "unknown \(rawValue) (0x\(String(rawValue, radix: 16)))" }
}
