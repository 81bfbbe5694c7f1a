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
      fromClient(handshake(1, 0, clientHello(text))), fromServer(handshake(2, 0, serverHello)),
      fromServer(handshake(12, 1, vector16(text), record: 1)), fromClient(handshake(16, 1, vector16(text), record: 1)),
      fromClient(record(99, text)), fromClient(record(22, text)), fromServer(record(21, [2, 115], number: 3)),
      plain(coap(1, text)), plain(coap(0x45, text, format: 50)), plain([0x48, 1, 0x12, 0x35, 0x1b]),
    ])
  }

  private static func packet(_ payload: [UInt8], _ ports: (Int, Int), isReversed: Bool = false) -> [UInt8] {
    let packet = Packets.ipv4(Packets.udp(payload, ports: ports))
    guard isReversed else { return packet }
    return [UInt8](packet[..<12]) + packet[16..<20] + packet[12..<16] + packet[20...]
  }

  private static func vector16(_ bytes: [UInt8]) -> [UInt8] { Packets.bytes16(bytes.count) + bytes }

  private static func record(_ type: UInt8, _ fragment: [UInt8], number: Int = 7) -> [UInt8] {
    [type, 0xfe, 0xfd, 0, 0, 0, 0] + Packets.bytes32(number) + vector16(fragment)
  }

  private static func handshake(_ type: UInt8, _ sequence: Int, _ body: [UInt8], record number: Int = 0) -> [UInt8] {
    let length = [0] + Packets.bytes16(body.count)
    return record(22, [type] + length + Packets.bytes16(sequence) + [0, 0, 0] + length + body, number: number)
  }

  /// With a server name, an ALPN protocol, and an extension of an unknown type.
  private static func clientHello(_ text: [UInt8]) -> [UInt8] {
    let name = [0] + vector16(text)
    let sni = [0, 0] + vector16(vector16(name))
    let alpn = [0, 16] + vector16(vector16([UInt8(text.count)] + text))
    let unknown = [0xab, 0xcd] + vector16(text)
    return [0xfe, 0xfd] + [UInt8](repeating: 7, count: 32) + [0, 0] + vector16([0xc0, 0xa8]) + [1, 0]
      + vector16(sni + alpn + unknown)
  }

  /// Chooses TLS_PSK_WITH_AES_128_CCM_8, so that the key exchange messages hold a hint and an identity.
  private static var serverHello: [UInt8] {
    [0xfe, 0xfd] + [UInt8](repeating: 8, count: 32) + [0, 0xc0, 0xa8, 0]
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
