import Bytes

/// A key log in the format of NSS and RFC 9850: one line `LABEL client_random secret` a secret.
package struct KeyLog: Sendable {
  /// Master secrets of DTLS 1.0 and 1.2 (label CLIENT_RANDOM), by the ClientHello's random.
  package private(set) var masterSecrets: [[UInt8]: SecretBytes] = [:]
  /// Lines that are neither empty, nor a comment, nor of the form that a label demands.
  package private(set) var malformedLines = 0

  /// Reads a whole log. Lines end in LF, CR or CRLF; hexadecimal digits may be of either case; labels that are not known
  /// are skipped, as RFC 9850 demands.
  package init(_ text: [UInt8]) {
    for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) where line.first != UInt8(ascii: "#") {
      let words = line.split(separator: UInt8(ascii: " "))
      guard let label = words.first, words.count == 3 else {
        malformedLines += 1
        continue
      }
      guard label.elementsEqual("CLIENT_RANDOM".utf8) else { continue }
      guard let random = Hex.bytes(String(decoding: words[1], as: UTF8.self)), random.count == 32,
        let secret = Hex.bytes(String(decoding: words[2], as: UTF8.self)),
        secret.count == KeySchedule12.masterSecretLength
      else {
        malformedLines += 1
        continue
      }
      masterSecrets[random] = SecretBytes(secret)
    }
  }
}
