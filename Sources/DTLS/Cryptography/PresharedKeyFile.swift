import Bytes

/// A file of pre-shared keys, a line `identity:hexkey` each (the format of GnuTLS's psktool).
package struct PresharedKeyFile: Sendable {
  /// What is wrong with a line.
  package struct LineError: Error, Equatable {
    /// 1-based number of the line.
    package let line: Int
    /// Why it names no key. Never repeats it.
    package let reason: PresharedKey.SyntaxError
  }

  /// The keys, in the order of their lines.
  package private(set) var keys: [PresharedKey] = []

  /// Reads a whole file. Lines end in LF or CRLF; a byte order mark, blanks at the end of a line and empty lines say
  /// nothing. A line that begins with `#` is a comment unless it is the key of an identity in hexadecimal digits.
  ///
  /// - Parameter firstIndex: the position that a key in the first line has among all keys given.
  package init(_ text: [UInt8], firstIndex: Int = 1) throws(LineError) {
    let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    let lines = text[(text.starts(with: byteOrderMark) ? 3 : 0)...]
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      var line = line
      while let last = line.last, Self.isBlank(last) { line.removeLast() }
      let mayBeComment = line.first == UInt8(ascii: "#")
      let identity = line.prefix { $0 != UInt8(ascii: ":") }
      if line.isEmpty || mayBeComment && PresharedKey.bytes(ofHexIdentity: identity) == nil { continue }
      do throws(PresharedKey.SyntaxError) {
        keys.append(try PresharedKey(fileLine: line, index: firstIndex + number))
      } catch {
        // `#cafe: closed on Sundays` is a comment after all.
        guard mayBeComment else { throw LineError(line: number + 1, reason: error) }
      }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
