import Foundation
import Testing

/// A terminal of some width, and what a run of the tool writes to it.
final class PseudoTerminal {
  private let terminal: Int32
  private let path: String

  /// What a run came to: its exit status, and the bytes of the terminal with LF for the ends of lines.
  struct Result {
    let status: Int32
    let text: String
  }

  init(columns: UInt16) throws {
    terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    #if os(Linux)
      // What unlockpt and ptsname do, which Glibc's module does not have.
      var (lock, number) = (Int32(0), Int32(0))
      try #require(ioctl(terminal, 0x4004_5431, &lock) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
      path = "/dev/pts/\(number)"
    #else
      try #require(grantpt(terminal) == 0 && unlockpt(terminal) == 0)
      path = String(cString: try #require(ptsname(terminal)))
    #endif
    var size = winsize(ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
  }

  deinit { close(terminal) }

  /// Runs the tool with standard error and, if it is asked for, standard output on the terminal.
  ///
  /// - Parameter feed: is given standard input, which is at its end afterwards.
  func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:], showsOutput: Bool = true,
    feed: (FileHandle) -> Void = { _ in }
  ) throws -> Result {
    let process = Tool.process(arguments, in: folder, environment: environment)
    let slave = open(path, O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    let handle = FileHandle(fileDescriptor: slave)
    let input = Pipe()
    process.standardInput = input
    process.standardError = handle
    process.standardOutput = showsOutput ? handle : FileHandle.nullDevice
    try process.run()
    close(slave)
    feed(input.fileHandleForWriting)
    try input.fileHandleForWriting.close()
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      // Nobody has it open any more: the end on macOS, an error on Linux.
      let count = read(terminal, &piece, piece.count)
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    process.waitUntilExit()
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    return Result(status: process.terminationStatus, text: text)
  }
}
