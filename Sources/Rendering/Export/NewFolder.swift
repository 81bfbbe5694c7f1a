import Capture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder of files that is there whole or not at all, and readable by its owner alone.
package final class NewFolder {
  private let path: String
  private let temporary: String
  private var isFinished = false
  private var names: [String] = []

  /// A folder that is to be at `path`, where there is none, or an empty one.
  package init(path: String) throws(Output.WriteError) {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
    if Self.isThere(trimmed), !Self.isEmptyFolder(trimmed) {
      throw Output.WriteError(
        description: "\(path): is there already; give the name of a new folder, or of an empty one")
    }
    var template = Array((trimmed + ".XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw Output.WriteError(writing: path) }
    temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    guard !isFinished else { return }
    for name in names { unlink("\(temporary)/\(name)") }
    rmdir(temporary)
  }

  /// Writes a file. The name is one that has not been used, and holds no separator.
  package func write(_ bytes: RawSpan, name: String) throws(Output.WriteError) {
    let descriptor = createFile("\(temporary)/\(name)", isNew: true)
    guard descriptor >= 0 else { throw Output.WriteError(writing: "\(path)/\(name)") }
    names.append(name)
    var isWritten = false
    bytes.withUnsafeBytes { isWritten = writeAll(descriptor, $0) }
    guard close(descriptor) == 0, isWritten else { throw Output.WriteError(writing: "\(path)/\(name)") }
  }

  /// Gives the folder its name.
  package func finish() throws(Output.WriteError) {
    guard rename(temporary, path) == 0 else { throw Output.WriteError(writing: path) }
    isFinished = true
  }

  private static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private static func isEmptyFolder(_ path: String) -> Bool {
    guard let folder = opendir(path) else { return false }
    defer { closedir(folder) }
    var count = 0
    // Every folder has an entry for itself and one for its parent.
    while count < 3, readdir(folder) != nil { count += 1 }
    return count <= 2
  }
}
