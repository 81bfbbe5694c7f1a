#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SIGINT and SIGTERM ask a capture to end. The second one ends the process at once.
enum StopSignals {
  /// Where the handler writes, and where that is read.
  nonisolated(unsafe) private static var pipe: (reading: Int32, writing: Int32) = (-1, -1)

  /// Takes the signals from now on.
  static func install() {
    var ends: [Int32] = [-1, -1]
    guard makePipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    pipe = (ends[0], ends[1])
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = { _ in StopSignals.note() }
    #else
      action.__sigaction_u.__sa_handler = { _ in StopSignals.note() }
    #endif
    // After the first signal the system's own handling is in force again.
    action.sa_flags = Int32(
      bitPattern: UInt32(bitPattern: Int32(SA_RESTART)) | UInt32(truncatingIfNeeded: SA_RESETHAND))
    // A parent may have left them blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM] {
      sigaction(signal, &action, nil)
      sigaddset(&signals, signal)
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Whether a signal came.
  static var cameIn: Bool {
    var poll = pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0)
    return withUnsafeMutablePointer(to: &poll) { pollNow($0) } > 0
  }

  /// All that a handler may do is write a byte.
  private static func note() {
    var byte: UInt8 = 1
    _ = write(pipe.writing, &byte, 1)
  }
}

private func makePipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }

private func pollNow(_ descriptor: UnsafeMutablePointer<pollfd>) -> Int32 { poll(descriptor, 1, 0) }
