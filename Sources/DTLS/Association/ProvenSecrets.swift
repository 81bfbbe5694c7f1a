import Bytes
import Cryptography

extension Association {
  /// The secrets that records proved, as lines of a key log: the master secret of each handshake in DTLS 1.0 and 1.2, in
  /// DTLS 1.3 the secrets of the epochs that have a line. What no record proved has none, nor has a session whose
  /// ClientHello's random is not known.
  package func appendProvenSecrets(to log: inout TextBuffer) {
    appendMasterSecrets(to: &log)
    appendTrafficSecrets(to: &log)
  }

  /// Both ends have the same master secret, unless one of them used another key: then each of the two is a line.
  private func appendMasterSecrets(to log: inout TextBuffer) {
    for index in handshakes.indices {
      guard let random = handshakes[index].clientRandom else { continue }
      var written: [SecretBytes] = []
      for side in Side.allCases {
        for epoch in epochs[side] where handshakeIndex(before: epoch.epoch) == index {
          guard let master = epoch.master, !written.contains(where: { $0.isEqual(to: master) }) else { continue }
          log.appendKeyLogLine("CLIENT_RANDOM", random, master)
          written.append(master)
        }
      }
    }
  }

  private func appendTrafficSecrets(to log: inout TextBuffer) {
    guard let random = handshake.clientHello?.random.bytes else { return }
    for side in Side.allCases {
      for epoch in epochs[side] {
        guard let secret = epoch.trafficKeys?.secret, let label = Self.label(ofEpoch: epoch.epoch, side) else {
          continue
        }
        log.appendKeyLogLine(label, random, secret)
      }
      // Later generations follow from the first, whose own epoch may be forgotten.
      let proven = epochs[side].filter { $0.trafficKeys != nil }.map(\.epoch)
      guard let last = proven.max(), last > 3, !proven.contains(3),
        let secret = provenSecrets?.secrets.application[side], let label = Self.label(ofEpoch: 3, side)
      else { continue }
      log.appendKeyLogLine(label, random, secret)
    }
  }

  /// The label of the secret of an epoch of DTLS 1.3 (RFC 9147 §6.1, RFC 9850 §2.2); nil for those after a KeyUpdate.
  private static func label(ofEpoch epoch: UInt16, _ side: Side) -> StaticString? {
    switch (epoch, side) {
    case (1, .client): "CLIENT_EARLY_TRAFFIC_SECRET"
    case (2, .client): "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
    case (2, .server): "SERVER_HANDSHAKE_TRAFFIC_SECRET"
    case (3, .client): "CLIENT_TRAFFIC_SECRET_0"
    case (3, .server): "SERVER_TRAFFIC_SECRET_0"
    default: nil
    }
  }
}

extension TextBuffer {
  /// Appends a line of a key log, which holds a secret.
  fileprivate mutating func appendKeyLogLine(_ label: StaticString, _ clientRandom: [UInt8], _ secret: SecretBytes) {
    append(label)
    append(UInt8(ascii: " "))
    append(hex: clientRandom.span.bytes)
    append(UInt8(ascii: " "))
    secret.withBytes { append(hex: $0.bytes) }
    append(UInt8(ascii: "\n"))
  }
}
