import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far a long run is, on a terminal's standard error.
final class Progress {
  /// Before it is shown, so that short runs show none.
  private static let delay = Duration.seconds(1)
  /// Between two showings.
  private static let interval = Duration.milliseconds(250)

  private let isEnabled = isatty(STDERR_FILENO) == 1 && !Diagnostics.isQuiet
  private let clock = ContinuousClock()
  private var packets = 0
  private var begin: ContinuousClock.Instant
  private var due: ContinuousClock.Instant
  private var isShown = false

  init() {
    begin = clock.now
    due = begin + Self.delay
  }

  /// A run that fails leaves the terminal as it was.
  deinit {
    clear()
  }

  /// Shows how many packets of `name` were read, and which part that is, if it is time to.
  func update(_ name: String, packets: Int, fraction: Double?) {
    guard isEnabled else { return }
    let now = clock.now
    // Fewer than before are those of another capture.
    if packets < self.packets { begin = now }
    self.packets = packets
    guard now >= due else { return }
    due = now + Self.interval
    isShown = true
    let seconds = begin.duration(to: now) / .seconds(1)
    let line = ProgressLine(name: name, packets: packets, fraction: fraction, seconds: seconds)
    // One column less: some terminals go on to the next line when the last is written to.
    let width = (TerminalWidth.columns(of: STDERR_FILENO) ?? 0) - 1
    Diagnostics.write("\r\u{1b}[K" + line.text(width: width))
  }

  /// Takes the line away.
  func clear() {
    guard isShown else { return }
    isShown = false
    Diagnostics.write("\r\u{1b}[K")
  }
}
