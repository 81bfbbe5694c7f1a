/// DTLS records to begin with, byte by byte.
package enum Records {
  /// A vector with a length of two bytes in front.
  package static func vector16(_ bytes: [UInt8]) -> [UInt8] { Packets.bytes16(bytes.count) + bytes }

  /// A DTLS 1.2 record; `length` is what it claims instead of its length.
  package static func record(
    _ type: UInt8, _ fragment: [UInt8], epoch: Int = 0, number: Int = 0, length: Int? = nil
  ) -> [UInt8] {
    [type, 0xfe, 0xfd] + Packets.bytes16(epoch) + [0, 0] + Packets.bytes32(number)
      + Packets.bytes16(length ?? fragment.count) + fragment
  }

  /// A record with one whole handshake message.
  package static func handshake(_ type: UInt8, _ body: [UInt8], sequence: Int = 0, number: Int = 0) -> [UInt8] {
    let length = [0] + Packets.bytes16(body.count)
    let header = [type] + length + Packets.bytes16(sequence) + [0, 0, 0] + length
    return record(22, header + body, number: number)
  }

  /// ClientHello, its random all `random`.
  package static func clientHello(
    random: UInt8 = 7, sessionID: [UInt8] = [], cookie: [UInt8] = [], suite: Int = 0xc0a8, extensions: [UInt8] = [],
    sequence: Int = 0,
    number: Int = 0
  ) -> [UInt8] {
    var body: [UInt8] = [0xfe, 0xfd] + [UInt8](repeating: random, count: 32) + [UInt8(sessionID.count)] + sessionID
    body += [UInt8(cookie.count)] + cookie + vector16(Packets.bytes16(suite)) + [1, 0] + vector16(extensions)
    return handshake(1, body, sequence: sequence, number: number)
  }

  /// HelloVerifyRequest.
  package static func helloVerifyRequest(cookie: [UInt8], number: Int = 0) -> [UInt8] {
    handshake(3, [0xfe, 0xfd, UInt8(cookie.count)] + cookie, number: number)
  }

  /// ServerHello, its random all 8.
  package static func serverHello(
    suite: Int = 0xc0a8, sessionID: [UInt8] = [], extensions: [UInt8] = [], sequence: Int = 0, number: Int = 0
  ) -> [UInt8] {
    var body = [0xfe, 0xfd] + [UInt8](repeating: 8, count: 32) + [UInt8(sessionID.count)] + sessionID
    body += Packets.bytes16(suite) + [0] + (extensions.isEmpty ? [] : vector16(extensions))
    return handshake(2, body, sequence: sequence, number: number)
  }

  /// An alert in the clear.
  package static func alert(_ level: UInt8, _ description: UInt8, number: Int = 0) -> [UInt8] {
    record(21, [level, description], number: number)
  }

  /// Application data that no key opens: `count` bytes.
  package static func sealedData(_ count: Int = 24, epoch: Int = 1, number: Int = 1) -> [UInt8] {
    record(23, (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ number) }, epoch: epoch, number: number)
  }
}
