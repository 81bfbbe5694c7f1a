/// What a value of the report has to be.
indirect enum Shape: Sendable {
  case text, integer, number, flag, hexadecimal, empty
  case oneOf([String])
  case optional(Shape)
  case list(Shape)
  case object([String: Shape])
  /// Any of its alternatives.
  case either(Shape, Shape)

  /// What is wrong with `value`, a line a place. Keys beyond the promised ones are allowed.
  func violations(in value: JSON, at path: String = "") -> [String] {
    switch (self, value) {
    case (.text, .text), (.number, .number), (.flag, .flag): return []
    case (.integer, .number(let number)) where number == number.rounded(): return []
    case (.hexadecimal, .text(let text)) where text.allSatisfy({ "0123456789abcdef".contains($0) }): return []
    case (.empty, .list(let elements)) where elements.isEmpty: return []
    case (.oneOf(let names), .text(let text)) where names.contains(text): return []
    case (.optional, .null): return []
    case (.optional(let shape), _): return shape.violations(in: value, at: path)
    case (.either(let one, let other), _):
      return one.violations(in: value).isEmpty ? [] : other.violations(in: value, at: path)
    case (.list(let shape), .list(let elements)):
      return elements.enumerated().flatMap { shape.violations(in: $1, at: "\(path)[\($0)]") }
    case (.object(let shapes), .object(let members)):
      return shapes.sorted { $0.key < $1.key }.flatMap { key, shape -> [String] in
        let place = path.isEmpty ? key : "\(path).\(key)"
        return members[key].map { shape.violations(in: $0, at: place) } ?? ["\(place): missing"]
      }
    default: return ["\(path): \(value) is \(name)"]
    }
  }

  private var name: String {
    switch self {
    case .text: "no text"
    case .integer: "no integer"
    case .number: "no number"
    case .flag: "neither true nor false"
    case .hexadecimal: "no hexadecimal text"
    case .empty: "no empty list"
    case .oneOf(let names): "none of \(names.joined(separator: ", "))"
    case .list: "no list"
    case .object: "no object"
    case .optional, .either: "nothing allowed"
    }
  }
}
