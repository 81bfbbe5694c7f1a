import Bytes

/// Makes text from packets safe to show: nothing in it can move the cursor, change the terminal, or reverse the reading
/// order of what follows.
package enum SafeText {
  /// Whether a scalar is shown as it is.
  ///
  /// Not shown: C0 and C1 controls, DEL, line and paragraph separators, and what changes the direction of text (Unicode
  /// Bidi_Control) or hides in it (zero-width and other format characters, tags, variation-independent fillers).
  static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20...0x7e).contains(scalar.value) { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return false
    default: return true
    }
  }

  /// `text` with everything that is not shown spelled out: `\u{1b}`, `\u{202e}`.
  package static func string(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return String(text) }
    var safe = ""
    for scalar in text.unicodeScalars {
      if isShown(scalar) {
        safe.unicodeScalars.append(scalar)
      } else {
        safe += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return safe
  }

  /// Bytes that are meant to be text: as text where they are UTF-8, each other byte spelled out: `\xff`.
  package static func string(_ bytes: [UInt8]) -> String {
    var text = TextBuffer(capacity: 64)
    text.appendSafe(bytes.span.bytes)
    return text.string
  }
}

extension TextBuffer {
  /// Appends bytes that are meant to be text, safely.
  mutating func appendSafe(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { buffer in
      if buffer.allSatisfy({ $0 >= 0x20 && $0 <= 0x7e }) {
        append(buffer)
        return
      }
      var decoder = UTF8()
      var rest = buffer[...]
      while let first = rest.first {
        var iterator = rest.makeIterator()
        decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
          append("\\x")
          append(hex: first, digits: 2)
          rest = rest.dropFirst()
          continue
        }
        if SafeText.isShown(scalar) {
          append(trusted: String(scalar))
        } else {
          append("\\u{")
          append(trusted: String(scalar.value, radix: 16))
          append("}")
        }
        rest = rest.dropFirst(UTF8.width(scalar))
      }
    }
  }

  /// Appends text safely.
  mutating func appendSafe(_ text: String) {
    append(trusted: SafeText.string(text))
  }
}
