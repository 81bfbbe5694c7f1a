/// One line of a device's log, taken apart.
struct DeviceLogLine {
  /// Milliseconds since the device started.
  private(set) var uptime: Int?
  /// Milliseconds since midnight.
  private(set) var timeOfDay: Int?
  private(set) var level: DeviceLog.Level?
  private(set) var tag: String?
  private(set) var text: String
  private(set) var resetReason: String?
  /// Whether the boot ROM wrote it.
  private(set) var isBoot = false

  /// Takes apart what ESP-IDF, Arduino's core, Mbed TLS, libcoap and the boot ROM write.
  init(_ line: Substring) {
    var cursor = TextCursor(Self.withoutControls(line))
    text = String(cursor.rest)
    if let time = cursor.attempt({ $0.hostTime() }) {
      timeOfDay = time
      text = String(cursor.rest)
    }
    if readBoot(cursor) { return }
    _ = readESPIDF(cursor) || readArduino(cursor) || readMbedTLS(cursor) || readLibcoap(cursor)
  }

  /// `ESP-ROM:esp32c3-api1-20210207`, `ets Jun  8 2016 00:22:57`, `rst:0x1 (POWERON),boot:0xc (SPI_FAST_FLASH_BOOT)`.
  private mutating func readBoot(_ start: TextCursor) -> Bool {
    var cursor = start
    if cursor.take("rst:0x") {
      _ = cursor.take(while: \.isHexDigit)
      resetReason = cursor.take(" (") ? String(cursor.take { $0 != ")" }) : nil
      isBoot = true
    } else {
      isBoot = cursor.take("ESP-ROM:") || cursor.take("ets ")
    }
    return isBoot
  }

  /// `I (1234) tag: text`, `W (12:34:56.789) tag: text`.
  private mutating func readESPIDF(_ start: TextCursor) -> Bool {
    var cursor = start
    guard let level = cursor.level(), cursor.take(" (") else { return false }
    let uptime = cursor.attempt { cursor in
      let digits = cursor.number()
      return cursor.take(")") ? digits : nil
    }
    if uptime == nil {
      _ = cursor.attempt { $0.date() }
      guard let time = cursor.timeOfDay(), cursor.take(")") else { return false }
      timeOfDay = time
    }
    self.level = level
    self.uptime = uptime
    _ = cursor.take(" ")
    readTag(&cursor)
    text = String(cursor.rest)
    return true
  }

  /// `[  1234][E][ssl_client.cpp:37] text`.
  private mutating func readArduino(_ start: TextCursor) -> Bool {
    var cursor = start
    guard cursor.take("[") else { return false }
    _ = cursor.take { $0 == " " }
    guard let uptime = cursor.number(), cursor.take("]["), let level = cursor.level(), cursor.take("][") else {
      return false
    }
    self.uptime = uptime
    self.level = level
    tag = String(cursor.take { $0 != "]" })
    _ = cursor.take("] ")
    text = String(cursor.rest)
    return true
  }

  /// `ssl_tls.c:1234: |1| text`, as applications write it that set their own debug function.
  private mutating func readMbedTLS(_ start: TextCursor) -> Bool {
    var cursor = start
    let file = cursor.take { !$0.isWhitespace && $0 != ":" }
    guard file.hasSuffix(".c") || file.hasSuffix(".h"), cursor.take(":"), cursor.number() != nil else { return false }
    _ = cursor.take(":")
    _ = cursor.take(" ")
    if cursor.take("|"), let number = cursor.number() { level = Self.mbedTLSLevels[number] }
    tag = "mbedtls"
    return true
  }

  /// What ESP-IDF makes of Mbed TLS's debug levels.
  private static let mbedTLSLevels: [Int: DeviceLog.Level] = [1: .warning, 2: .info, 3: .debug, 4: .verbose]

  /// `Jan 01 00:00:12.345 DEBG text`, or without the date.
  private mutating func readLibcoap(_ start: TextCursor) -> Bool {
    var cursor = start
    _ = cursor.attempt { $0.monthAndDay() }
    guard let time = cursor.timeOfDay(), cursor.take(" ") else { return false }
    let word = cursor.take(while: \.isLetter)
    guard let level = Self.libcoapLevels[word.uppercased()] else { return false }
    timeOfDay = time
    self.level = level
    tag = "libcoap"
    _ = cursor.take { $0 == " " }
    text = String(cursor.rest)
    return true
  }

  /// libcoap's levels: in capitals its own, else those of the DTLS library below it.
  private static let libcoapLevels: [String: DeviceLog.Level] = [
    "EMRG": .error, "ALRT": .error, "CRIT": .error, "ERR": .error, "WARN": .warning, "NOTE": .info, "INFO": .info,
    "DEBG": .debug, "OSC": .debug,
  ]

  private mutating func readTag(_ cursor: inout TextCursor) {
    let tag = cursor.attempt { cursor in
      let tag = cursor.take { $0 != ":" }
      return cursor.take(":") && !tag.isEmpty ? String(tag) : nil
    }
    guard let tag else { return }
    self.tag = tag
    _ = cursor.take(" ")
  }

  /// Takes away the colour codes of a terminal, control characters at either end, and blanks at the end.
  private static func withoutControls(_ line: Substring) -> String {
    var plain = String.UnicodeScalarView()
    var scalars = line.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "\u{1b}", scalars.first == "[" else {
        plain.append(scalar)
        continue
      }
      scalars.removeFirst()
      while let next = scalars.popFirst(), !(0x40...0x7e).contains(next.value) {}
    }
    let isNoise: (Unicode.Scalar) -> Bool = { $0.value < 0x20 || $0.value == 0x7f || $0 == "\u{fffd}" }
    let start = plain.drop(while: isNoise)
    let end = start.lastIndex { !isNoise($0) && $0 != " " }
    return end.map { String(start[...$0]) } ?? ""
  }
}
