import DTLS

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The key files of a capture that goes on: what is added to a key log, and the psk file when it changes.
///
/// A file that cannot be read, or is not what it should be, leaves the keys as they were; that is said once, until it is
/// right again.
package final class KeyFiles {
  /// What tells that a file changed.
  private struct State: Equatable {
    var device: UInt64 = 0
    var inode: UInt64 = 0
    var size = 0
    var seconds = 0
    var nanoseconds = 0

    init() {}

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int(status.st_size)
      #if canImport(Glibc)
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
      #else
        (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
      #endif
    }
  }

  /// Bytes of a key log that are read at a time, so that a large one does not keep packets waiting.
  private static let pieceSize = 4 << 20
  /// The longest line of a key log that is waited for; what is longer is none.
  private static let maximumLine = 64 << 10
  /// The longest psk file: a million keys.
  private static let maximumKeyFile = 128 << 20

  private let keyLogPath: String?
  private let keyFilePath: String?
  private let otherKeys: [PresharedKey]
  private let report: (String) -> Void
  private var keyLogState = State()
  private var keyLogOffset = 0
  /// What follows the last end of a line.
  private var rest: [UInt8] = []
  /// Whether that was taken for a line, because nothing came after it.
  private var wasRestRead = false
  private var keyFileState: State?
  private var wasReported: Set<String> = []

  /// Files that are read from now on.
  ///
  /// - Parameters:
  ///   - keyLog: the path of a key log, of which nothing was read yet.
  ///   - keyFile: the path of a psk file that was read already.
  ///   - otherKeys: the pre-shared keys that do not come from the file.
  ///   - report: is told in a line what is wrong with a file.
  package init(
    keyLog: String?, keyFile: String?, otherKeys: [PresharedKey] = [], report: @escaping (String) -> Void
  ) {
    keyLogPath = keyLog
    keyFilePath = keyFile
    self.otherKeys = otherKeys
    self.report = report
    keyFileState = keyFile.flatMap(State.init)
  }

  /// Looks at the files, and passes on what is new in them.
  package func look(_ receive: (SuppliedKeys) -> Void) {
    if let keyLogPath { readOn(keyLogPath, receive) }
    if let keyFilePath { readAgain(keyFilePath, receive) }
  }

  // MARK: Key log

  private func readOn(_ path: String, _ receive: (SuppliedKeys) -> Void) {
    guard let state = State(path) else {
      // One that was never there is waited for.
      if keyLogOffset > 0 { say(path, "is not there any more; what it said before still holds") }
      return
    }
    guard state != keyLogState || keyLogOffset < state.size else { return readRest(receive) }
    wasRestRead = false
    // Another file under the name, or one that was begun anew, is read from its start.
    if state.inode != keyLogState.inode || state.device != keyLogState.device || state.size < keyLogOffset {
      (keyLogOffset, rest) = (0, [])
    }
    keyLogState = state
    guard let piece = Self.read(path, from: keyLogOffset, limit: Self.pieceSize) else {
      return say(path, "cannot be read; what it said before still holds")
    }
    wasReported.remove(path)
    keyLogOffset += piece.count
    rest += piece
    guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else {
      if rest.count > Self.maximumLine { rest = [] }
      return
    }
    let log = KeyLog(Array(rest[...end]))
    rest.removeSubrange(...end)
    if log.malformedLines > 0 {
      say(path, "\(log.malformedLines) lines are no key log lines and were skipped")
    }
    if !log.secrets.isEmpty { receive(.keyLog(log)) }
  }

  /// Takes what follows the last end of a line for a line, if it is a whole one: nothing was added since the last look.
  private func readRest(_ receive: (SuppliedKeys) -> Void) {
    guard !rest.isEmpty, !wasRestRead else { return }
    wasRestRead = true
    let log = KeyLog(rest)
    if log.malformedLines == 0, !log.secrets.isEmpty { receive(.keyLog(log)) }
  }

  // MARK: Pre-shared keys

  private func readAgain(_ path: String, _ receive: (SuppliedKeys) -> Void) {
    let state = State(path)
    guard state != keyFileState else { return }
    keyFileState = state
    guard state != nil, let text = Self.read(path, from: 0, limit: Self.maximumKeyFile) else {
      return say(path, "cannot be read any more; the keys that were in it still hold")
    }
    do throws(PresharedKeyFile.LineError) {
      let file = try PresharedKeyFile(text, firstIndex: otherKeys.count + 1)
      wasReported.remove(path)
      receive(.presharedKeys(otherKeys + file.keys))
    } catch {
      say(path, "line \(error.line): \(error.reason); the keys that were in it before still hold")
    }
  }

  private func say(_ path: String, _ words: String) {
    if wasReported.insert(path).inserted { report("\(path): \(words)") }
  }

  /// The bytes of a file from an offset on, so many at most; nil if it cannot be read.
  private static func read(_ path: String, from offset: Int, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard offset == 0 || lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { return nil }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = readOnce(descriptor, &piece, min(piece.count, limit - bytes.count))
      if count < 0 { return nil }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    return bytes
  }
}

/// `read(2)`, which inside a type a method of the same name would hide.
private func readOnce(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
