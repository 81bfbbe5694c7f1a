#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The terminal that the process belongs to, taken over for a screen of its own: whatever standard input and output are.
///
/// It is given back when the screen is left, when the process ends by a signal, and while it is stopped.
final class Terminal {
  /// Bytes that are read at a time: more than anybody types.
  private static let readSize = 256
  /// Bytes that wait for a terminal that takes none; while there are more, there are no new frames.
  private static let maximumPending = 1 << 16

  private let descriptor: Int32
  private var pending: [UInt8] = []
  private var isEntered = false

  /// The terminal of the process; nil if it has none.
  init?() {
    // Neither a key that does not come nor a terminal that takes nothing may hold up a capture.
    descriptor = open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
  }

  deinit {
    leave()
    close(descriptor)
  }

  /// Takes the terminal over; false if it cannot be.
  func enter() -> Bool {
    if !isEntered {
      guard tcgetattr(descriptor, &TerminalSignals.before) == 0 else { return false }
      TerminalSignals.descriptor = descriptor
      TerminalSignals.install()
      isEntered = true
    }
    var raw = TerminalSignals.before
    raw.c_lflag &= ~tcflag_t(ECHO | ICANON)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
    guard tcsetattr(descriptor, TCSADRAIN, &raw) == 0 else { return false }
    pending.removeAll()
    write(TerminalSignals.entering)
    return true
  }

  /// Gives the terminal back as it was.
  func leave() {
    guard isEntered else { return }
    isEntered = false
    TerminalSignals.restore()
    TerminalSignals.uninstall()
  }

  /// Whether what was shown may be gone since this was last asked. A request to stop is followed here: this returns when the
  /// process goes on.
  func needsRedraw() -> Bool {
    let signals = TerminalSignals.take()
    if signals & TerminalSignals.stop != 0 {
      TerminalSignals.restore()
      kill(getpid(), SIGSTOP)
    }
    if signals & (TerminalSignals.stop | TerminalSignals.goOn) != 0 { return enter() }
    return signals & TerminalSignals.resize != 0
  }

  /// Columns and rows; the usual ones if the terminal does not say.
  var size: WatchScreen.Size {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return WatchScreen.Size(width: 80, height: 24)
    }
    return WatchScreen.Size(width: Int(size.ws_col), height: Int(size.ws_row))
  }

  /// What was typed since this was last asked.
  func read() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.readSize)
    #if canImport(Glibc)
      let count = Glibc.read(descriptor, &bytes, bytes.count)
    #else
      let count = Darwin.read(descriptor, &bytes, bytes.count)
    #endif
    return Array(bytes.prefix(max(0, count)))
  }

  /// Whether it takes another frame: what was sent before is out.
  var isReady: Bool {
    flush()
    return pending.isEmpty
  }

  /// Sends text, as far as the terminal takes it now; the rest waits.
  func write(_ text: String) {
    guard pending.count < Self.maximumPending else { return }
    pending += text.utf8
    flush()
  }

  private func flush() {
    while !pending.isEmpty {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, pending, pending.count)
      #else
        let count = Darwin.write(descriptor, pending, pending.count)
      #endif
      if count > 0 {
        pending.removeFirst(count)
      } else if errno != EINTR {
        return
      }
    }
  }
}
