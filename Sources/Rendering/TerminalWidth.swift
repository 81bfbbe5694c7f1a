#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How wide lines may be.
package enum TerminalWidth {
  /// Where nothing says how wide a line may be.
  private static let usual = 80
  /// Narrower is not readable.
  private static let narrowest = 40
  /// What is wider is not read easily.
  private static let widest = 100

  /// The columns of the terminal at `descriptor`: those that `COLUMNS` says, or else the terminal itself. Nil if it is no
  /// terminal.
  package static func columns(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    if let columns = getenv("COLUMNS").flatMap({ Int(String(cString: $0)) }), columns > 0 {
      return max(columns, narrowest)
    }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return usual }
    return max(Int(size.ws_col), narrowest)
  }

  /// The columns of tables and long text, wherever they go.
  package static func readable(_ columns: Int?) -> Int { min(columns ?? usual, widest) }
}
