import Testing

@testable import Diagnosis

@Suite struct DeviceLogTests {
  private func log(_ text: String) -> DeviceLog { DeviceLog(Array(text.utf8)) }

  /// A monitor's output, with colours, as ESP-IDF 5 writes it.
  private static let monitor = """
    ESP-ROM:esp32c3-api1-20210207\r
    Build:Feb  7 2021\r
    rst:0x1 (POWERON),boot:0xc (SPI_FAST_FLASH_BOOT)\r
    \u{1b}[0;32mI (24) boot: ESP-IDF v5.1.2 2nd stage bootloader\u{1b}[0m\r
    \u{1b}[0;32mI (350) main_task: Calling app_main()\u{1b}[0m\r
    \u{1b}[0;33mW (2350) mbedtls: ssl_msg.c:2121 mbedtls_ssl_fetch_input() returned -26624 (-0x6800)\u{1b}[0m\r
    \u{1b}[0;31mE (2360) coap: handshake: -0x7180\u{1b}[0m\r
    \r
    Guru Meditation Error: Core  0 panic'ed (Stack protection fault).\r
    ESP-ROM:esp32c3-api1-20210207\r
    rst:0xc (RTC_SW_CPU_RST),boot:0xc (SPI_FAST_FLASH_BOOT)\r
    I (24) boot: ESP-IDF v5.1.2 2nd stage bootloader\r

    """

  @Test func aMonitorsOutputIsTakenApart() throws {
    let log = log(Self.monitor)
    #expect(log.entries.count == 11)
    #expect(log.entries.map(\.line) == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12])
    #expect(log.entries.map(\.restarts) == [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1])
    #expect(log.entries.map(\.uptime) == [nil, nil, nil, 24, 350, 2350, 2360, nil, nil, nil, 24])
    #expect(log.entries.compactMap(\.resetReason) == ["POWERON", "RTC_SW_CPU_RST"])
    let warning = log.entries[5]
    #expect(warning.level == .warning && warning.tag == "mbedtls")
    #expect(warning.text == "ssl_msg.c:2121 mbedtls_ssl_fetch_input() returned -26624 (-0x6800)")
    #expect(warning.codes.map(\.name) == ["MBEDTLS_ERR_SSL_TIMEOUT"])
    let error = log.entries[6]
    #expect(error.level == .error && error.tag == "coap" && error.text == "handshake: -0x7180")
    #expect(error.codes.map(\.name) == ["MBEDTLS_ERR_SSL_INVALID_MAC"])
    #expect(log.entries[7].level == nil && log.entries[7].text.hasPrefix("Guru Meditation Error"))
  }

  /// A line, and what is to be read from it.
  struct Line: Sendable, CustomTestStringConvertible {
    let line: String
    var uptime: Int?
    var timeOfDay: Int?
    var level: DeviceLog.Level?
    var tag: String?
    let text: String
    var testDescription: String { line }
  }

  static let lines = [
    Line(line: "I (1234) wifi: connected", uptime: 1234, level: .info, tag: "wifi", text: "connected"),
    Line(line: "D (0) tag:", uptime: 0, level: .debug, tag: "tag", text: ""),
    Line(line: "V (1) a: b: c", uptime: 1, level: .verbose, tag: "a", text: "b: c"),
    Line(line: "I (7) no tag here", uptime: 7, level: .info, text: "no tag here"),
    Line(line: "E (12:34:56.789) tls: x", timeOfDay: 45_296_789, level: .error, tag: "tls", text: "x"),
    Line(line: "W (2026-11-24 00:00:01.002) tls: x", timeOfDay: 1002, level: .warning, tag: "tls", text: "x"),
    Line(line: "W (26-11-24 00:00:01,002) tls: x", timeOfDay: 1002, level: .warning, tag: "tls", text: "x"),
    Line(
      line: "2026-11-24 10:00:00 I (5) tls: x", uptime: 5, timeOfDay: 36_000_000, level: .info, tag: "tls", text: "x"),
    Line(line: "[10:00:00.500] I (5) tls: x", uptime: 5, timeOfDay: 36_000_500, level: .info, tag: "tls", text: "x"),
    Line(
      line: "[  1234][E][ssl_client.cpp:37] _handle_error(): -0x7280", uptime: 1234, level: .error,
      tag: "ssl_client.cpp:37", text: "_handle_error(): -0x7280"),
    Line(
      line: "ssl_tls.c:1234: |1| mbedtls_ssl_handshake() returned -30592 (-0x7780)", level: .warning, tag: "mbedtls",
      text: "ssl_tls.c:1234: |1| mbedtls_ssl_handshake() returned -30592 (-0x7780)"),
    Line(
      line: "../library/ssl_msg.c:0099: |4| dumping", level: .verbose, tag: "mbedtls",
      text: "../library/ssl_msg.c:0099: |4| dumping"),
    Line(
      line: "Jan  1 00:00:12.345 DEBG created UDP endpoint [::]:5684", timeOfDay: 12_345, level: .debug,
      tag: "libcoap", text: "created UDP endpoint [::]:5684"),
    Line(line: "Jan 01 00:00:12.345 ERR  bad", timeOfDay: 12_345, level: .error, tag: "libcoap", text: "bad"),
    Line(
      line: "12:00:00.000 Warn handshake", timeOfDay: 43_200_000, level: .warning, tag: "libcoap", text: "handshake"),
    Line(line: "\u{0}\u{fffd}\u{1}I (3) boot: x", uptime: 3, level: .info, tag: "boot", text: "x"),
    // What looks like it and is not.
    Line(line: "I (", text: "I ("),
    Line(line: "I (12", text: "I (12"),
    Line(line: "I () tag: x", text: "I () tag: x"),
    Line(line: "X (12) tag: x", text: "X (12) tag: x"),
    Line(line: "I(12) tag: x", text: "I(12) tag: x"),
    Line(line: "I (-12) tag: x", text: "I (-12) tag: x"),
    Line(line: "I (99999999999999999999) t: x", text: "I (99999999999999999999) t: x"),
    Line(line: "I (25:00:00.000) t: x", text: "I (25:00:00.000) t: x"),
    Line(line: "I (１２) t: x", text: "I (１２) t: x"),
    Line(line: "main.c: done", text: "main.c: done"),
    Line(line: "[x][E] y", text: "[x][E] y"),
    Line(line: "12:00:00.000 what", text: "12:00:00.000 what"),
    Line(line: "rst:0x", text: "rst:0x"),
    Line(line: "\u{1b}[", text: ""),
    Line(line: "\u{1b}[31", text: ""),
    Line(line: "a\u{1b}]0;title\u{7}b", text: "a\u{1b}]0;title\u{7}b"),
  ]

  @Test(arguments: lines)
  func aLineIsTakenApart(_ expected: Line) {
    let line = DeviceLogLine(expected.line[...])
    #expect(line.uptime == expected.uptime)
    #expect(line.timeOfDay == expected.timeOfDay)
    #expect(line.level == expected.level)
    #expect(line.tag == expected.tag)
    #expect(line.text == expected.text)
  }

  @Test(arguments: lines)
  func everyBeginningOfALineIsRead(_ expected: Line) {
    for length in 0...expected.line.count { _ = DeviceLogLine(expected.line.prefix(length)) }
  }

  @Test(
    arguments: [
      ("rst:0x1 (POWERON),boot:0xc (SPI_FAST_FLASH_BOOT)", "POWERON"),
      ("rst:0x10 (RTCWDT_RTC_RESET)", "RTCWDT_RTC_RESET"),
      ("rst:0x1 (POWERON", "POWERON"), ("rst:0x1", nil), ("rst:", nil), ("ESP-ROM:esp32c3-api1-20210207", nil),
    ] as [(String, String?)])
  func aResetHasItsReason(_ line: String, _ reason: String?) {
    #expect(DeviceLogLine(line[...]).resetReason == reason)
  }

  @Test func aRestartShowsInTheTimeAlone() {
    let restarts = log("I (100) a: 1\nI (90000) a: 2\nI (89500) b: 3\nI (300) a: 4\nI (400) a: 5\nI (20) a: 6\n")
    #expect(restarts.entries.map(\.restarts) == [0, 0, 0, 1, 1, 1])
  }

  @Test func aBannerAndItsResetReasonAreOneRestart() {
    let text = "I (5) a: x\nets Jun  8 2016 00:22:57\n\nrst:0x8 (TG1WDT_SYS_RESET),boot:0x13\nI (4) boot: y\n"
    #expect(log(text).entries.map(\.restarts) == [0, 1, 1, 1])
  }

  @Test func longLinesAreCutAndLongLogsEnd() {
    let long = "I (1) a: " + String(repeating: "é", count: DeviceLog.maximumLineLength)
    let log = log(long + "\nI (2) a: b\n")
    #expect(log.cutLines == 1 && log.entries.count == 2 && log.entries[1].text == "b")
    #expect(log.entries[0].text.utf8.count <= DeviceLog.maximumLineLength)

    let many = DeviceLog(Array(String(repeating: "x\n", count: DeviceLog.maximumEntries + 3).utf8))
    #expect(many.entries.count == DeviceLog.maximumEntries && many.omittedLines == 3)
  }

  @Test func encodingsOfOtherSystemsAreRead() {
    let text = "I (1) a: b\r\nE (2) c: -0x7280\r\n"
    let units = Array(text.utf16)
    let little: [UInt8] = [0xff, 0xfe] + units.flatMap { unit -> [UInt8] in [UInt8(unit & 0xff), UInt8(unit >> 8)] }
    let big: [UInt8] = [0xfe, 0xff] + units.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xff)] }
    for bytes in [little, little + [0x41], big, [0xef, 0xbb, 0xbf] + Array(text.utf8)] {
      let log = DeviceLog(bytes)
      #expect(log.entries.prefix(2).map(\.tag) == ["a", "c"])
      #expect(log.entries[1].codes.map(\.name) == ["MBEDTLS_ERR_SSL_CONN_EOF"])
    }
  }

  @Test(arguments: [
    [], [0xff], [0xff, 0xfe], [0xff, 0xfe, 0x41], [0xef, 0xbb, 0xbf], [0x0a, 0x0d, 0x0a], [0x20, 0x09],
  ])
  func nothingIsNoEntry(_ bytes: [UInt8]) {
    #expect(DeviceLog(bytes).entries.allSatisfy { $0.text.allSatisfy { $0 == "\u{fffd}" } })
  }

  @Test func bytesThatAreNoTextAreKeptAsReplacements() {
    let log = DeviceLog(Array("I (1) a: ".utf8) + [0xc3, 0x28, 0xff] + Array("b\n".utf8))
    #expect(log.entries.map(\.text) == ["\u{fffd}(\u{fffd}b"])
  }
}
