import TestSupport

/// A capture in which everything that is text holds what must not reach a terminal.
enum HostileCapture {
  /// An escape sequence, a carriage return, a C1 control, changes of direction, a null, a delete, a line separator, a
  /// tag and a zero-width space.
  static let text = "a\u{1b}[31mb\r\u{9b}2J\u{202e}c\u{61c}\u{0}\u{7f}\u{2028}\u{e0041}\u{200b}"

  /// The same as a text report may show it.
  static let spelledOut =
    "a\\u{1b}[31mb\\u{d}\\u{9b}2J\\u{202e}c\\u{61c}\\u{0}\\u{7f}\\u{2028}\\u{e0041}\\u{200b}"

  /// The same in a path.
  static let encoded = "a%1B%5B31mb%0D%C2%9B2J%E2%80%AEc%D8%9C%00%7F%E2%80%A8%F3%A0%81%81%E2%80%8B"

  /// The text in valid UTF-8, and with bytes after it that are none.
  static let bytes = [[UInt8](text.utf8), [UInt8](text.utf8) + [0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]]

  /// A capture with `text` as server name, protocol name, identity, hint, path, query, host and payload, and in records
  /// and messages that break their format.
  static func file(_ text: [UInt8]) -> [UInt8] {
    let fromClient = { packet($0, (40000, 5684)) }
    let fromServer = { packet($0, (5684, 40000), isReversed: true) }
    let plain = { packet($0, (40001, 5683)) }
    return Savefile.pcap([
      fromClient(Records.clientHello(extensions: extensions(text))), fromServer(Records.serverHello()),
      fromServer(Records.handshake(12, Records.vector16(text), sequence: 1, number: 1)),
      fromClient(Records.handshake(16, Records.vector16(text), sequence: 1, number: 1)),
      fromClient(Records.record(99, text, number: 2)), fromClient(Records.record(22, text, number: 3)),
      fromServer(Records.alert(2, 115, number: 2)), plain(coap(1, text)), plain(coap(0x45, text, format: 50)),
      plain([0x48, 1, 0x12, 0x35, 0x1b]),
    ])
  }

  private static func packet(_ payload: [UInt8], _ ports: (Int, Int), isReversed: Bool = false) -> [UInt8] {
    let packet = Packets.ipv4(Packets.udp(payload, ports: ports))
    guard isReversed else { return packet }
    return [UInt8](packet[..<12]) + packet[16..<20] + packet[12..<16] + packet[20...]
  }

  /// A server name, an ALPN protocol, and an extension of an unknown type.
  private static func extensions(_ text: [UInt8]) -> [UInt8] {
    let serverName = [0, 0] + Records.vector16(Records.vector16([0] + Records.vector16(text)))
    let protocols = [0, 16] + Records.vector16(Records.vector16([UInt8(text.count)] + text))
    return serverName + protocols + [0xab, 0xcd] + Records.vector16(text)
  }

  /// With the text as Uri-Host, Uri-Path, Uri-Query and payload.
  private static func coap(_ code: UInt8, _ text: [UInt8], format: UInt8 = 0) -> [UInt8] {
    func option(_ delta: UInt8, _ value: [UInt8]) -> [UInt8] {
      value.count < 13 ? [delta << 4 | UInt8(value.count)] + value : [delta << 4 | 13, UInt8(value.count - 13)] + value
    }
    return [0x40, code, 0x12, 0x34] + option(3, text) + option(8, text) + option(1, [format]) + option(3, text)
      + [0xff] + text
  }
}
