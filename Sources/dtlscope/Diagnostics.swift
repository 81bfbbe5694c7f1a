import Bytes
import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Something that the user has to put right: what, where, what to do.
struct UserError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Standard error.
enum Diagnostics {
  /// Whether only errors are told. Set once, before anything else runs.
  nonisolated(unsafe) static var isQuiet = false

  /// Warns of what is no error, in one line, unless nobody wants to know.
  static func warn(_ text: String) {
    if !isQuiet { report("warning: " + text) }
  }

  /// Says in one line what is no error and no warning, unless nobody wants to know.
  static func note(_ text: String) {
    if !isQuiet { report(text) }
  }

  /// Writes one line; whatever is in it is safe for a terminal.
  static func report(_ text: String) {
    write("dtlscope: " + SafeText.string(text) + "\n")
  }

  /// Writes text as it is. A failure has nowhere to be reported.
  static func write(_ text: String) {
    let bytes = [UInt8](text.utf8)
    #if canImport(Glibc)
      _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    #else
      _ = Darwin.write(STDERR_FILENO, bytes, bytes.count)
    #endif
  }
}
