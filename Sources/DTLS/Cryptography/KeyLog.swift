import Bytes

/// A key log in the format of NSS and RFC 9850: one line `LABEL client_random secret` a secret.
package struct KeyLog: Sendable {
  /// Master secrets of DTLS 1.0 and 1.2 (label CLIENT_RANDOM), by the ClientHello's random.
  package private(set) var masterSecrets: [[UInt8]: SecretBytes] = [:]
  /// Secrets of DTLS 1.3, by the ClientHello's random.
  package private(set) var trafficSecrets: [[UInt8]: TrafficSecrets] = [:]
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
      let name = String(decoding: label, as: UTF8.self)
      guard name == "CLIENT_RANDOM" || TrafficSecrets.paths[name] != nil else { continue }
      guard let random = Hex.bytes(String(decoding: words[1], as: UTF8.self)), random.count == 32,
        let secret = Hex.bytes(String(decoding: words[2], as: UTF8.self)),
        name == "CLIENT_RANDOM" ? secret.count == KeySchedule12.masterSecretLength : [32, 48].contains(secret.count)
      else {
        malformedLines += 1
        continue
      }
      if let path = TrafficSecrets.paths[name] {
        trafficSecrets[random, default: TrafficSecrets()][keyPath: path] = SecretBytes(secret)
      } else {
        masterSecrets[random] = SecretBytes(secret)
      }
    }
  }
}

/// The secrets of a session of DTLS 1.3 that records are protected with (RFC 8446 §7.1).
package struct TrafficSecrets: Sendable {
  /// Of early data.
  package var clientEarly: SecretBytes?
  /// Of handshake messages.
  package var handshake = PerSide<SecretBytes?>(both: nil)
  /// Of application data, before any KeyUpdate.
  package var application = PerSide<SecretBytes?>(both: nil)

  /// Nothing known.
  package init() {}

  /// Where the secret of each label goes: the labels of RFC 9850, and those that some libraries write without `_0`.
  static let paths: [String: any WritableKeyPath<TrafficSecrets, SecretBytes?> & Sendable] =
    [
      "CLIENT_EARLY_TRAFFIC_SECRET": \.clientEarly,
      "CLIENT_HANDSHAKE_TRAFFIC_SECRET": \.handshake.client,
      "SERVER_HANDSHAKE_TRAFFIC_SECRET": \.handshake.server,
      "CLIENT_TRAFFIC_SECRET_0": \.application.client,
      "SERVER_TRAFFIC_SECRET_0": \.application.server,
      "CLIENT_TRAFFIC_SECRET": \.application.client,
      "SERVER_TRAFFIC_SECRET": \.application.server,
    ]
}
