import Foundation

/// A JSON value, parsed by Foundation.
enum JSON: Equatable, Sendable, Decodable {
  case null
  case flag(Bool)
  case number(Decimal)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  init(bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(JSON.self, from: Data(bytes))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Decimal.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([JSON].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  /// The member `key` of an object; null if there is none.
  subscript(key: String) -> JSON {
    if case .object(let members) = self { members[key] ?? .null } else { .null }
  }

  /// The element at `index` of a list; null if there is none.
  subscript(index: Int) -> JSON {
    elements.indices.contains(index) ? elements[index] : .null
  }

  /// The elements of a list; none of anything else.
  var elements: [JSON] {
    if case .list(let elements) = self { elements } else { [] }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var number: Int? {
    if case .number(let number) = self { (number as NSDecimalNumber).intValue } else { nil }
  }

  /// The same object without the member `key`.
  func without(_ keys: String...) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { !keys.contains($0.key) })
  }

  /// The names of all members at any depth.
  var keys: Set<String> {
    switch self {
    case .null, .flag, .number, .text: []
    case .list(let elements): elements.reduce(into: []) { $0.formUnion($1.keys) }
    case .object(let members): members.values.reduce(into: Set(members.keys)) { $0.formUnion($1.keys) }
    }
  }

  /// Where this differs from `expected`, a line a place: `sessions[0].outcome: "failed", expected "established"`.
  func differences(from expected: JSON, at path: String = "") -> [String] {
    switch (self, expected) {
    case (.object(let mine), .object(let others)):
      return Set(mine.keys).union(others.keys).sorted().flatMap { key -> [String] in
        let place = path.isEmpty ? key : "\(path).\(key)"
        guard let value = mine[key] else { return ["\(place): missing"] }
        guard let other = others[key] else { return ["\(place): not expected"] }
        return value.differences(from: other, at: place)
      }
    case (.list(let mine), .list(let others)):
      let lengths = mine.count == others.count ? [] : ["\(path): \(mine.count) elements, expected \(others.count)"]
      return lengths
        + zip(mine, others).enumerated().flatMap { $1.0.differences(from: $1.1, at: "\(path)[\($0)]") }
    default:
      return self == expected ? [] : ["\(path): \(self), expected \(expected)"]
    }
  }
}

extension JSON: CustomStringConvertible {
  var description: String {
    switch self {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .number(let number): "\(number)"
    case .text(let text): "\"\(text)\""
    case .list(let elements): "a list of \(elements.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}

extension Decimal {
  /// The nearest integer.
  func rounded() -> Decimal {
    var source = self
    var result = Decimal()
    NSDecimalRound(&result, &source, 0, .plain)
    return result
  }
}
