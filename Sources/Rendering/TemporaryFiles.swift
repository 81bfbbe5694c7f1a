#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files of this process that have no final name yet: the signals that end it remove them, so that no part of a
/// report, which may hold plaintext or keys, stays behind.
enum TemporaryFiles {
  /// Files at a time: one for each `-o` and the like of a command.
  private static let limit = 4
  /// Their paths, for a handler that may do nothing but read them.
  nonisolated(unsafe) private static let paths: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?> = {
    let paths = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: limit)
    paths.initialize(repeating: nil)
    return paths
  }()

  /// Takes in a file that is to be removed.
  static func add(_ path: String) {
    guard let place = paths.firstIndex(where: { $0 == nil }) else { return }
    paths[place] = strdup(path)
    for signal in [SIGHUP, SIGINT, SIGTERM] { handle(signal) }
  }

  /// Takes in that a file has its name now, or is gone.
  static func remove(_ path: String) {
    guard let place = paths.firstIndex(where: { $0.map { strcmp($0, path) == 0 } ?? false }) else { return }
    let removed = paths[place]
    paths[place] = nil
    free(removed)
  }

  /// Handles a signal, unless somebody else does or it is to be ignored.
  private static func handle(_ signal: Int32) {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return }
    #if canImport(Glibc)
      guard action.__sigaction_handler.sa_handler == nil else { return }
      action.__sigaction_handler.sa_handler = { TemporaryFiles.end($0) }
    #else
      guard action.__sigaction_u.__sa_handler == nil else { return }
      action.__sigaction_u.__sa_handler = { TemporaryFiles.end($0) }
    #endif
    // The signal then ends the process as if nobody had handled it.
    action.sa_flags = Int32(truncatingIfNeeded: SA_RESETHAND)
    sigaction(signal, &action, nil)
    // A parent may have left it blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, signal)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static func end(_ signal: Int32) {
    for path in paths { if let path { unlink(path) } }
    raise(signal)
  }
}
