import Bytes

/// The method of a request or the status of a response (IANA "CoAP Codes", RFC 7252 §12.1): three bits of class, five
/// of detail.
package struct Code: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The code written `class.detail`; only the low three and five bits count.
  package init(_ class: UInt8, _ detail: UInt8) {
    self.init(rawValue: `class` << 5 | detail & 0x1f)
  }

  package static let empty = Code(0, 0)
  package static let get = Code(0, 1)
  package static let post = Code(0, 2)
  package static let put = Code(0, 3)
  package static let delete = Code(0, 4)
  package static let fetch = Code(0, 5)
  package static let patch = Code(0, 6)
  package static let iPatch = Code(0, 7)
  package static let created = Code(2, 1)
  package static let deleted = Code(2, 2)
  package static let valid = Code(2, 3)
  package static let changed = Code(2, 4)
  package static let content = Code(2, 5)
  package static let `continue` = Code(2, 31)
  package static let badRequest = Code(4, 0)
  package static let unauthorized = Code(4, 1)
  package static let badOption = Code(4, 2)
  package static let notFound = Code(4, 4)
  package static let requestEntityIncomplete = Code(4, 8)
  package static let preconditionFailed = Code(4, 12)
  package static let requestEntityTooLarge = Code(4, 13)
  package static let tooManyRequests = Code(4, 29)
  package static let internalServerError = Code(5, 0)
  package static let serviceUnavailable = Code(5, 3)

  package static let names: [UInt8: String] = Dictionary(
    uniqueKeysWithValues: rows.map { (Code($0.class, $0.detail).rawValue, "\($0.name)") })

  /// The registry's name as a literal, which the text of every message needs; nil if the code has no row.
  package var label: StaticString? { Self.labels[Int(rawValue)] }

  private static let labels: [StaticString?] = rows.reduce(into: Array(repeating: nil, count: 256)) {
    $0[Int(Code($1.class, $1.detail).rawValue)] = $1.name
  }

  private static let rows: [(class: UInt8, detail: UInt8, name: StaticString)] = [
    (0, 0, "Empty"),
    (0, 1, "GET"),
    (0, 2, "POST"),
    (0, 3, "PUT"),
    (0, 4, "DELETE"),
    (0, 5, "FETCH"),
    (0, 6, "PATCH"),
    (0, 7, "iPATCH"),
    (2, 1, "Created"),
    (2, 2, "Deleted"),
    (2, 3, "Valid"),
    (2, 4, "Changed"),
    (2, 5, "Content"),
    (2, 31, "Continue"),
    (4, 0, "Bad Request"),
    (4, 1, "Unauthorized"),
    (4, 2, "Bad Option"),
    (4, 3, "Forbidden"),
    (4, 4, "Not Found"),
    (4, 5, "Method Not Allowed"),
    (4, 6, "Not Acceptable"),
    (4, 8, "Request Entity Incomplete"),
    (4, 9, "Conflict"),
    (4, 12, "Precondition Failed"),
    (4, 13, "Request Entity Too Large"),
    (4, 15, "Unsupported Content-Format"),
    (4, 22, "Unprocessable Entity"),
    (4, 29, "Too Many Requests"),
    (5, 0, "Internal Server Error"),
    (5, 1, "Not Implemented"),
    (5, 2, "Bad Gateway"),
    (5, 3, "Service Unavailable"),
    (5, 4, "Gateway Timeout"),
    (5, 5, "Proxying Not Supported"),
    (5, 8, "Hop Limit Reached"),
    (7, 1, "CSM"),
    (7, 2, "Ping"),
    (7, 3, "Pong"),
    (7, 4, "Release"),
    (7, 5, "Abort"),
  ]
}

extension Code {
  /// The three high bits: 0 request, 2 success, 4 client error, 5 server error, 7 signalling.
  package var `class`: UInt8 { rawValue >> 5 }

  /// The five low bits.
  package var detail: UInt8 { rawValue & 0x1f }

  /// `class.detail` as the RFC writes it: "0.01", "2.05".
  package var dotted: String { "\(`class`).\(detail < 10 ? "0" : "")\(detail)" }

  /// Whether the message is neither a request nor a response (RFC 7252 §4.1).
  package var isEmpty: Bool { rawValue == 0 }

  /// Whether it is a method, known or not.
  package var isRequest: Bool { `class` == 0 && rawValue != 0 }

  /// Whether it is in one of the three response classes.
  package var isResponse: Bool { `class` == 2 || `class` == 4 || `class` == 5 }

  /// Whether it belongs to the connection rather than to an exchange (RFC 8323 §5).
  package var isSignalling: Bool { `class` == 7 }

  /// Whether it has a row, found without counting a reference.
  var isRegistered: Bool { Self.registered[Int(`class`)] & (1 << UInt32(detail)) != 0 }

  /// A bit for each registered detail, by class.
  private static let registered: [UInt32] = rows.reduce(into: Array(repeating: 0, count: 8)) {
    $0[Int($1.class)] |= 1 << UInt32($1.detail)
  }

  /// The name, or the dotted form of a code without a row.
  package var description: String { name ?? "unknown \(dotted)" }
}
