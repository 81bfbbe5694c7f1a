#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Small files that are read whole.
enum InputFile {
  /// The longest that is read: key logs of a busy server reach some hundred megabytes.
  private static let maximumSize = 1 << 30

  /// The bytes of the file at `path`.
  static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw UserError("\(path): \(String(cString: strerror(errno)))") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      if count == 0 { break }
      bytes += piece[..<count]
      guard bytes.count <= maximumSize else { throw UserError("\(path): longer than \(maximumSize) bytes") }
    }
    guard ferror(file) == 0 else { throw UserError("\(path): \(String(cString: strerror(errno)))") }
    return bytes
  }
}
