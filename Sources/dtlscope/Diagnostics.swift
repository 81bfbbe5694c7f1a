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

/// How far a long run is, on a terminal's standard error.
final class Progress {
  /// Seconds before it is shown, and between two showings.
  private static let interval = 1.0

  private let isEnabled = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private var lastShown: ContinuousClock.Instant
  private var isShown = false

  init() {
    lastShown = clock.now
  }

  /// Shows how many packets of `name` were read, and which part that is, if it is time to.
  func update(_ name: String, packets: Int, fraction: Double?) {
    guard isEnabled, lastShown.duration(to: clock.now) >= .seconds(Self.interval) else { return }
    lastShown = clock.now
    isShown = true
    let part = fraction.map { "\(Int($0 * 100)) %, " } ?? ""
    Diagnostics.write("\r\u{1b}[K\(SafeText.string(name)): \(part)\(packets.counted("packet"))")
  }

  /// Takes the line away.
  func clear() {
    guard isShown else { return }
    isShown = false
    Diagnostics.write("\r\u{1b}[K")
  }
}
