import Bytes

/// One decoded field for people and programs to read: a node of a small tree.
package struct Field: Hashable, Sendable {
  /// The field as its specification spells it, or the type of an element of a list.
  package var name: String
  /// The value in words or digits, bytes as lowercase hexadecimal; empty for a field that only groups others.
  ///
  /// May hold text of a packet as it was sent: whoever prints it has to escape it.
  package var value: String
  /// The fields that make up this one, in the order of the wire.
  package var children: [Field]

  /// A field with a value in words.
  package init(_ name: String, _ value: String, _ children: [Field] = []) {
    self.name = name
    self.value = value
    self.children = children
  }

  /// A field that groups others.
  package init(_ name: String, _ children: [Field]) {
    self.init(name, "", children)
  }

  /// A number that no registry names: a count, a length, a time.
  package init(_ name: String, _ number: some BinaryInteger & LosslessStringConvertible) {
    self.init(name, String(number))
  }

  /// A registry's name with the number, hexadecimal as registries print 16-bit numbers and decimal otherwise.
  package init(_ name: String, _ number: some RegisteredNumber) {
    let bytes = [UInt8(truncatingIfNeeded: number.rawValue >> 8), UInt8(truncatingIfNeeded: number.rawValue)]
    let digits = number.rawValue.bitWidth == 16 ? "0x\(Hex.string(bytes))" : String(number.rawValue)
    self.init(name, number.name.map { "\($0) (\(digits))" } ?? number.description)
  }

  /// Bytes without further structure.
  package init(_ name: String, _ bytes: [UInt8]) {
    self.init(name, Hex.string(bytes))
  }

  /// Bytes that are meant as text: as they are if they are UTF-8, in hexadecimal otherwise.
  package init(_ name: String, text bytes: [UInt8]) {
    self.init(name, String(validating: bytes, as: UTF8.self) ?? Hex.string(bytes))
  }

  /// A list of registered numbers, each a child named for its type.
  package init(_ name: String, _ element: String, _ numbers: [some RegisteredNumber]) {
    self.init(name, numbers.map { Field(element, $0) })
  }

  /// A list of byte strings, each a child named for its type.
  package init(_ name: String, _ element: String, _ strings: [[UInt8]]) {
    self.init(name, strings.map { Field(element, $0) })
  }
}

/// A structure that can show every field it was decoded into.
package protocol FieldsShowing {
  /// The fields in the order of the grammar.
  var fields: [Field] { get }
}
