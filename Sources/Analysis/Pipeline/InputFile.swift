#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a file that is no capture could not be used, in one line that says what, where and what to do. Never holds a secret.
package struct InputError: Error, CustomStringConvertible {
  package let description: String

  /// An error with these words.
  init(_ description: String) {
    self.description = description
  }
}

/// Small files that are read whole.
package enum InputFile {
  /// The longest that is read: key logs of a busy server reach some hundred megabytes.
  private static let maximumSize = 1 << 30

  /// The bytes of the file at `path`.
  package static func read(_ path: String) throws(InputError) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw InputError("\(path): \(String(cString: strerror(errno)))") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      if count == 0 { break }
      bytes += piece[..<count]
      guard bytes.count <= maximumSize else { throw InputError("\(path): longer than \(maximumSize) bytes") }
    }
    guard ferror(file) == 0 else { throw InputError("\(path): \(String(cString: strerror(errno)))") }
    return bytes
  }
}
