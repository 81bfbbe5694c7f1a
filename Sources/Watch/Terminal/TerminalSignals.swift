import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What signals do while a terminal is taken over. A handler may do next to nothing: it sets bits, or writes and restores.
enum TerminalSignals {
  /// The screen has another size.
  static let resize: UInt32 = 1
  /// The user wants the process to stop.
  static let stop: UInt32 = 2
  /// The process goes on after it was stopped.
  static let goOn: UInt32 = 4

  /// The alternate screen, without a cursor.
  static let entering = "\u{1b}[?1049h\u{1b}[?25l"
  /// The cursor and the screen as they were.
  private static let leaving: StaticString = "\u{1b}[0m\u{1b}[?25h\u{1b}[?1049l"

  /// The terminal's settings as they were. Written by the one thread that has the terminal, before handlers are there that
  /// read it; a handler cannot take a lock.
  nonisolated(unsafe) static var before = termios()
  /// The terminal, or -1. Written as `before` is.
  nonisolated(unsafe) static var descriptor: Int32 = -1
  /// What the signals did before.
  nonisolated(unsafe) private static var previous: [(signal: Int32, action: sigaction)] = []
  private static let seen = Atomic<UInt32>(0)

  /// Signals that end the process, and would leave the terminal taken over.
  private static let ending = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGPIPE, SIGALRM, SIGXCPU,
  ]

  /// The bits that were set since this was last asked.
  static func take() -> UInt32 { seen.exchange(0, ordering: .acquiringAndReleasing) }

  /// Gives the terminal back as it was; safe in a handler.
  static func restore() {
    guard descriptor >= 0 else { return }
    _ = write(descriptor, leaving.utf8Start, leaving.utf8CodeUnitCount)
    _ = tcsetattr(descriptor, TCSANOW, &before)
  }

  /// Installs the handlers; of signals that end the process only those that nobody handles.
  static func install() {
    _ = take()
    set(SIGWINCH) { _ in TerminalSignals.add(TerminalSignals.resize) }
    set(SIGTSTP) { _ in TerminalSignals.add(TerminalSignals.stop) }
    set(SIGCONT) { _ in TerminalSignals.add(TerminalSignals.goOn) }
    for number in ending where isDefault(number) {
      set(number) { number in
        TerminalSignals.restore()
        // The same signal, which waits until this returns, ends the process.
        _ = signal(number, SIG_DFL)
        _ = raise(number)
      }
    }
  }

  /// Puts back what the signals did before.
  static func uninstall() {
    for (number, action) in previous.reversed() {
      var action = action
      sigaction(number, &action, nil)
    }
    previous = []
    descriptor = -1
  }

  private static func set(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.sa_flags = SA_RESTART
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = handler
    #else
      action.__sigaction_u.__sa_handler = handler
    #endif
    var old = sigaction()
    if sigaction(number, &action, &old) == 0 { previous.append((number, old)) }
  }

  private static func add(_ bit: UInt32) {
    seen.bitwiseOr(bit, ordering: .relaxed)
  }

  private static func isDefault(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Glibc)
      return action.__sigaction_handler.sa_handler == nil
    #else
      return action.__sigaction_u.__sa_handler == nil
    #endif
  }
}
