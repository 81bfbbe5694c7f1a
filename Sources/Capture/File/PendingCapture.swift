#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A capture that was looked at and is read later: what is wrong with its path or its header shows before anything is
/// read, and any number of captures can wait without a descriptor and a buffer for each.
package struct PendingCapture {
  /// The path as given; `-` for standard input.
  package let path: String
  /// What cannot be opened again without losing its first bytes: standard input, a pipe.
  private let source: (any CaptureSource)?

  /// Opens the capture at `path`, and closes it again if it is a regular file.
  package init(_ path: String) throws(CaptureError) {
    self.path = path
    let source = try CaptureFile.open(path)
    self.source = path != "-" && Self.isRegularFile(path) ? nil : source
  }

  /// The capture, to be read from its start.
  package func open() throws(CaptureError) -> any CaptureSource {
    if let source { return source }
    return try CaptureFile.open(path)
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
