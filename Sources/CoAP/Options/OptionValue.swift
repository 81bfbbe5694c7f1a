import Bytes

/// The value of an option, read in the format of its row (RFC 7252 §3.2).
package enum OptionValue: Hashable, Sendable, CustomStringConvertible {
  /// No bytes, as the option's row wants it.
  case empty
  /// An unsigned integer.
  case uint(UInt64)
  /// UTF-8 text, with whatever control characters were sent.
  case string(String)
  /// Bytes: of an opaque option, or such as its row does not describe.
  case opaque([UInt8])
  /// A part of a body.
  case block(Block)
  /// A content format.
  case contentFormat(ContentFormat)

  /// Reads `bytes` as the value of `number` in a message of `code`.
  ///
  /// What its row does not describe is opaque: an option without a row, a length outside the row's range, which is to be
  /// treated as if the option were unknown (RFC 7252 §5.4.3), and a string that is not UTF-8.
  package init(_ bytes: RawSpan, of number: OptionNumber, in code: Code = .empty) {
    self = Self.read(bytes, OptionDefinition.of(number, in: code)) ?? .opaque([UInt8](bytes))
  }

  private static func read(_ bytes: RawSpan, _ definition: OptionDefinition?) -> OptionValue? {
    guard let definition, definition.length.contains(bytes.byteCount) else { return nil }
    switch definition.format {
    case .empty: return .empty
    case .opaque: return nil
    case .uint: return bytes.unsignedValue(limit: 8).map { .uint($0) }
    case .string: return bytes.withUnsafeBytes { String(validating: $0, as: UTF8.self) }.map { .string($0) }
    case .block: return Block(bytes).map { .block($0) }
    case .contentFormat: return ContentFormat(bytes).map { .contentFormat($0) }
    }
  }

  /// For a report: text as it is, numbers in decimal, a content format by name, bytes as hexadecimal digits after `0x`,
  /// so that they cannot be taken for text.
  package var description: String {
    switch self {
    case .empty: ""
    case .uint(let value): "\(value)"
    case .string(let text): text
    case .opaque(let bytes): bytes.isEmpty ? "" : "0x" + Hex.string(bytes)
    case .block(let block): block.description
    case .contentFormat(let format): format.description
    }
  }
}

extension Option {
  /// The value, read in the format of the option's row in a message of `code`.
  package func decoded(in code: Code = .empty) -> OptionValue {
    OptionValue(value.span.bytes, of: number, in: code)
  }
}

extension OptionView {
  /// The value, copied and read in the format of the option's row in a message of `code`.
  package func decoded(in code: Code = .empty) -> OptionValue {
    OptionValue(value, of: number, in: code)
  }
}
