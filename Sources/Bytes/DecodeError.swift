/// Why a structure could not be decoded: which field, where, and what was wrong with it.
///
/// Its text reads like `ClientHello.cookie at 35: needs 20, has 4`.
///
/// This type and `ByteReader` are `public` where the rest of the package is `package`, because only the bodies of
/// `public` `@inlinable` functions are inlined into other modules, and the reader is the innermost loop of them all.
/// No product exports this module.
public struct DecodeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was wrong with the field.
  public enum Reason: Equatable, Sendable {
    /// The field needs more bytes than are left.
    case needs(Int, has: Int)
    /// The structure ended and this many bytes were left over.
    case trailingBytes(Int)
    /// The value is outside what the field allows.
    case outOfRange(Int, allowed: ClosedRange<Int>)
    /// The length is not a whole number of elements.
    case notMultiple(Int, of: Int)
    /// The value contradicts its specification, in words.
    case invalid(StaticString)

    /// Equal when they say the same.
    public static func == (lhs: Reason, rhs: Reason) -> Bool { lhs.text == rhs.text }

    var text: String {
      switch self {
      case .needs(let needed, let has): "needs \(needed), has \(has)"
      case .trailingBytes(let count): "\(count.counted("byte")) left over"
      case .outOfRange(let value, let allowed): "\(value) is not in \(allowed.lowerBound)...\(allowed.upperBound)"
      case .notMultiple(let length, let size): "length \(length) is not a multiple of \(size)"
      case .invalid(let words): "\(words)"
      }
    }
  }

  /// The structure being decoded, as its specification names it.
  public let structure: StaticString
  /// The field of that structure, as its specification names it; empty for the structure as a whole.
  public let field: StaticString
  /// Offset of the field in bytes from the start of the outermost structure.
  public let offset: Int
  /// What was wrong.
  public let reason: Reason

  /// An error about `field` of `structure` at `offset`.
  public init(_ structure: StaticString, _ field: StaticString, at offset: Int, _ reason: Reason) {
    self.structure = structure
    self.field = field
    self.offset = offset
    self.reason = reason
  }

  /// `structure.field at offset: reason`
  public var description: String {
    let name = field.utf8CodeUnitCount == 0 ? "\(structure)" : "\(structure).\(field)"
    return "\(name) at \(offset): \(reason.text)"
  }

  /// Equal when they say the same.
  public static func == (lhs: DecodeError, rhs: DecodeError) -> Bool { lhs.description == rhs.description }
}
