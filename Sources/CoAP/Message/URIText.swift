import Bytes

/// Composes URI components from options (RFC 7252 §6.5), to be read by people.
///
/// As in the RFC, an ASCII character that the component does not allow is percent-encoded: control characters, space,
/// `%`, `"`, `<`, `#` and so on, `/` and `?` within a path segment, `&` within a query argument. So the text is
/// unambiguous: each option can be told from its neighbours, and the bytes of each can be had back. Other than in the
/// RFC, well-formed UTF-8 beyond ASCII stays as it is (as in an IRI, RFC 3987 §3.1) unless it is a control or an
/// invisible character; bytes that are not UTF-8 are percent-encoded.
package enum URIText {
  /// Which component the text is to stand in.
  package enum Component: Sendable {
    /// A segment of the path.
    case path
    /// An argument of the query.
    case query
  }

  /// Appends the text of one option's `value`.
  package static func append(_ value: RawSpan, to text: inout TextBuffer, as component: Component) {
    var index = plainPrefix(of: value, in: component)
    text.append(value.extracting(first: index))
    while index < value.byteCount {
      let scalar = UTF8Text.scalar(in: value, at: index)
      let length = scalar?.length ?? 1
      let isPlain = scalar.map { isAllowed($0.value, in: component) } ?? false
      for offset in index..<(index + length) {
        guard let byte = value.byte(at: offset) else { return }
        if isPlain { text.append(byte) } else { appendEncoded(byte, to: &text) }
      }
      index += length
    }
  }

  /// Number of bytes at the start that are ASCII and stay as they are: nearly always all.
  private static func plainPrefix(of value: RawSpan, in component: Component) -> Int {
    let allowed = component == .path ? allowedInPath : allowedInQuery
    return value.withUnsafeBytes { bytes in
      bytes.firstIndex { byte in
        byte >= 128 || (byte < 64 ? allowed.low >> UInt64(byte) : allowed.high >> UInt64(byte & 63)) & 1 == 0
      } ?? bytes.count
    }
  }

  private static let allowedInPath = allowedASCII(in: .path)
  private static let allowedInQuery = allowedASCII(in: .query)

  /// A bit for each ASCII character: whether the component allows it.
  private static func allowedASCII(in component: Component) -> (low: UInt64, high: UInt64) {
    (0..<64).reduce(into: (low: 0, high: 0)) { bits, index in
      if isAllowed(UInt32(index), in: component) { bits.low |= 1 << UInt64(index) }
      if isAllowed(UInt32(64 + index), in: component) { bits.high |= 1 << UInt64(index) }
    }
  }

  private static func appendEncoded(_ byte: UInt8, to text: inout TextBuffer) {
    text.append(UInt8(ascii: "%"))
    text.append(upperDigit(byte >> 4))
    text.append(upperDigit(byte & 15))
  }

  /// RFC 3986 §2.1 wants the digits in upper case.
  private static func upperDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }

  private static func isAllowed(_ scalar: UInt32, in component: Component) -> Bool {
    guard scalar < 0x80 else { return !UTF8Text.isControl(scalar) && !UTF8Text.isInvisible(scalar) }
    switch UInt8(truncatingIfNeeded: scalar) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "'"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"),
      UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "@"):
      return true
    case UInt8(ascii: "&"): return component == .path
    case UInt8(ascii: "/"), UInt8(ascii: "?"): return component == .query
    default: return false
    }
  }
}

extension MessageView {
  /// Appends "/a/b" from the Uri-Path options, "/" without one; escaped as `URIText` says.
  package func appendPath(to text: inout TextBuffer) {
    guard has(.uriPath) else { return text.append(UInt8(ascii: "/")) }
    var sequence = options
    while let option = sequence.next() {
      guard option.number.rawValue <= OptionNumber.uriPath.rawValue else { break }
      guard option.number == .uriPath else { continue }
      text.append(UInt8(ascii: "/"))
      URIText.append(option.value, to: &text, as: .path)
    }
  }

  /// Appends "a=1&b" from the Uri-Query options, nothing without one; escaped as `URIText` says.
  package func appendQuery(to text: inout TextBuffer) {
    guard has(.uriQuery) else { return }
    var isFirst = true
    var sequence = options
    while let option = sequence.next() {
      guard option.number.rawValue <= OptionNumber.uriQuery.rawValue else { break }
      guard option.number == .uriQuery else { continue }
      if !isFirst { text.append(UInt8(ascii: "&")) }
      isFirst = false
      URIText.append(option.value, to: &text, as: .query)
    }
  }
}
