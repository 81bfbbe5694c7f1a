import DTLS
import TestSupport
import Testing

/// A session of real traffic: every datagram of both ends, with the master secret that one of them disclosed.
///
/// The pre-shared key of all that have one is `esp32c3_key`, for the identity `esp32c3_id`. In those of OpenSSL 3.0
/// (`s_client`, `s_server`) the client sends `21.5 C` and the server `ok`, each with a line feed.
struct RealSession: Sendable, CustomTestStringConvertible {
  /// Stack and suite.
  let name: String
  /// The suite that the server selected.
  let suite: UInt16
  /// The version that the server selected.
  let version: ProtocolVersion
  /// Whether the server agreed to RFC 7366.
  let encryptThenMAC: Bool
  /// The master secret, in hexadecimal.
  let masterSecret: String
  /// The datagrams in hexadecimal, each behind `>` if the client sent it and `<` if the server did.
  let packets: String

  var testDescription: String { name }

  /// The suite that the server selected.
  var cipherSuite: CipherSuite { CipherSuite(rawValue: suite) }

  /// The datagrams.
  var datagrams: [(sender: Side, bytes: [UInt8])] { Self.datagrams(in: packets) }

  /// The datagrams in hexadecimal, each behind `>` or `<`.
  static func datagrams(in packets: String) -> [(sender: Side, bytes: [UInt8])] {
    var datagrams: [(sender: Side, bytes: [UInt8])] = []
    for word in packets.split(whereSeparator: \.isWhitespace) {
      switch word {
      case ">": datagrams.append((.client, []))
      case "<": datagrams.append((.server, []))
      default: datagrams[datagrams.count - 1].bytes += hex(String(word))
      }
    }
    return datagrams
  }

  /// The records of all datagrams.
  var records: [(sender: Side, record: StoredRecord)] {
    get throws {
      try datagrams.flatMap { datagram in try StoredRecord.all(in: datagram.bytes).map { (datagram.sender, $0) } }
    }
  }

  /// Every session of plain PSK, one for each suite that OpenSSL has, with and without encrypt-then-MAC.
  static var psk: [RealSession] { aead + cbc + macThenEncrypt + null + [mbedTLS] }
}
