/// What a device with ESP-IDF wrote to its console: the output of `idf.py monitor` or of any terminal.
package struct DeviceLog: Sendable {
  /// How serious an entry is, by the letter that ESP-IDF writes.
  package enum Level: String, Sendable {
    case error = "E"
    case warning = "W"
    case info = "I"
    case debug = "D"
    case verbose = "V"
  }

  /// A line of it.
  package struct Entry: Sendable {
    /// The number of its line, from 1.
    package let line: Int
    /// How many times the device had restarted when it wrote it.
    package let restarts: Int
    /// Milliseconds since the device started; nil if the line does not say.
    package let uptime: Int?
    /// Milliseconds since midnight by the device's or the terminal's clock; nil if the line does not say.
    package let timeOfDay: Int?
    /// How serious it is; nil if the line does not say.
    package let level: Level?
    /// What wrote it; nil if the line does not say.
    package let tag: String?
    /// What it says, as it was read: what shows it escapes it.
    package let text: String
    /// Why the device restarted, as its boot loader says, if this is the line that says so: `POWERON`, `TG0WDT_SYS_RST`.
    package let resetReason: String?
    /// The error codes that stand in the text, in order, each once.
    package let codes: [StatusCode]
  }

  /// A longer line is cut: no message of ESP-IDF is as long.
  static let maximumLineLength = 2048
  /// More lines are counted and not kept: some hours of a device that writes much.
  static let maximumEntries = 100_000

  /// The lines that are not empty, in order.
  package private(set) var entries: [Entry] = []
  /// How many lines were longer than is kept.
  package private(set) var cutLines = 0
  /// How many lines came after as many as are kept.
  package private(set) var omittedLines = 0

  /// Reads it. Nothing is an error: a line that is not understood is an entry with its text alone.
  package init(_ bytes: [UInt8]) {
    var clock = BootClock()
    for (index, line) in Self.text(bytes).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let isCut = line.utf8.count > Self.maximumLineLength
      let kept = isCut ? Substring(String(decoding: line.utf8.prefix(Self.maximumLineLength), as: UTF8.self)) : line
      let read = DeviceLogLine(kept)
      guard !read.text.isEmpty || read.tag != nil else { continue }
      guard entries.count < Self.maximumEntries else {
        omittedLines += 1
        continue
      }
      if isCut { cutLines += 1 }
      clock.advance(read)
      entries.append(
        Entry(
          line: index + 1, restarts: clock.restarts, uptime: read.uptime, timeOfDay: read.timeOfDay, level: read.level,
          tag: read.tag, text: read.text, resetReason: read.resetReason, codes: StatusCode.mentioned(in: read.text)))
    }
  }

  /// The text of a file: UTF-8, or what Windows shells write, UTF-16 with its mark.
  private static func text(_ bytes: [UInt8]) -> String {
    switch bytes.prefix(2) {
    case [0xff, 0xfe]: utf16(bytes) { UInt16($0) | UInt16($1) << 8 }
    case [0xfe, 0xff]: utf16(bytes) { UInt16($0) << 8 | UInt16($1) }
    default: String(decoding: bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    }
  }

  private static func utf16(_ bytes: [UInt8], _ unit: (UInt8, UInt8) -> UInt16) -> String {
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { unit(bytes[$0], bytes[$0 + 1]) }
    return String(decoding: units, as: UTF16.self)
  }
}

/// Counts restarts: each shows as a banner of the boot ROM, a reset reason, or time since the start that falls back.
private struct BootClock {
  /// The two cores of a device may write a little out of order.
  private static let tolerance = 1000

  private(set) var restarts = 0
  private var lastUptime: Int?
  /// Whether anything was written since the start of the log or the last restart: a reset reason follows its banner.
  private var isRunning = false

  mutating func advance(_ line: DeviceLogLine) {
    let fellBack = line.uptime.flatMap { now in lastUptime.map { now < $0 - Self.tolerance } } ?? false
    if line.isBoot {
      if isRunning { restarts += 1 }
      isRunning = false
      lastUptime = nil
    } else {
      if fellBack { restarts += 1 }
      if line.level != nil { isRunning = true }
    }
    if let uptime = line.uptime { lastUptime = fellBack ? uptime : max(uptime, lastUptime ?? 0) }
  }
}
