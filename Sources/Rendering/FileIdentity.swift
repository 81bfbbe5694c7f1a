#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which file something is, whatever path or descriptor leads to it.
package struct FileIdentity: Equatable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  /// Whether it is a regular file, which can be replaced by another.
  package let isRegular: Bool
  /// Whether it is a device such as a terminal or /dev/null: two who use it do not disturb each other.
  package let isDevice: Bool

  /// What the path leads to, symbolic links followed; nil if there is nothing.
  package init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// What the descriptor is open for.
  package init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isDevice = status.st_mode & S_IFMT == S_IFCHR || status.st_mode & S_IFMT == S_IFBLK
  }
}
