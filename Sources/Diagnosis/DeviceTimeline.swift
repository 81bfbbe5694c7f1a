import Analysis
import Bytes
import DTLS

/// A device's log beside the packets of a session: which line belongs to which packet.
///
/// The log counts from the device's start and the capture from 1970. The two are tied by what stands in both: a line with
/// an error code, and the packet that made it. The shift under which most of them meet is taken; without one, nothing is.
package struct DeviceTimeline: Sendable {
  /// A line of the log, and the packet that it belongs to.
  package struct Row: Sendable {
    /// The line.
    package let entry: DeviceLog.Entry
    /// The packet that made it; nil if none is near.
    package let step: HandshakePortrait.Step?
    /// Milliseconds since the session's first packet at which it was written; nil without a shift.
    package let milliseconds: Double?
  }

  /// The lines that have to do with DTLS or CoAP, or say that something is wrong, in order.
  package let rows: [Row]
  /// How many lines with a code met a packet under the shift; 0 if the two could not be tied.
  package let anchors: Int

  /// Milliseconds that a line and its packet are apart at most: a console at 115,200 baud writes some ten lines in it.
  static let tolerance = 250.0
  /// Lines that are shown at most.
  static let maximumRows = 60
  /// Lines with codes that are tied to packets at most: more tell nothing more.
  static let maximumAnchors = 200

  /// Puts the log of a device beside the packets of a session.
  package init(_ log: DeviceLog, beside portrait: HandshakePortrait) {
    let start = portrait.steps.first?.stamp
    func time(_ step: HandshakePortrait.Step) -> Double { start.map { step.stamp.milliseconds(since: $0) } ?? 0 }
    let coded = log.entries.filter { Self.uptime($0) != nil && !Self.packets(of: $0, portrait).isEmpty }
    var pairs: [(shift: Double, entry: Int)] = []
    for entry in coded.prefix(Self.maximumAnchors) {
      for step in Self.packets(of: entry, portrait) {
        pairs.append((time(step) - (Self.uptime(entry) ?? 0), entry.line))
      }
    }
    var best: (shift: Double, count: Int)?
    for pair in pairs {
      let near = Set(pairs.filter { abs($0.shift - pair.shift) <= Self.tolerance }.map(\.entry)).count
      if near > best?.count ?? 0 { best = (pair.shift, near) }
    }
    anchors = best?.count ?? 0
    var rows: [Row] = []
    for entry in log.entries where Self.isRelevant(entry) && rows.count < Self.maximumRows {
      let at = best.flatMap { best in Self.uptime(entry).map { $0 + best.shift } }
      // Of other times of the device's life nothing is shown.
      if let at, at < -5000 || at > portrait.duration + 5000 { continue }
      let candidates = Self.packets(of: entry, portrait)
      let step = at.flatMap { at in
        candidates.filter { abs(time($0) - at) <= Self.tolerance }.min { abs(time($0) - at) < abs(time($1) - at) }
      }
      rows.append(Row(entry: entry, step: step, milliseconds: at))
    }
    self.rows = rows
  }

  /// When a line was written, in milliseconds of the device's own time.
  private static func uptime(_ entry: DeviceLog.Entry) -> Double? { (entry.uptime ?? entry.timeOfDay).map(Double.init) }

  /// Whether a line is worth a place beside the packets.
  private static func isRelevant(_ entry: DeviceLog.Entry) -> Bool {
    if !entry.codes.isEmpty || entry.resetReason != nil || entry.level == .error { return true }
    let tag = (entry.tag ?? "").lowercased()
    return ["mbedtls", "coap", "dtls", "esp-tls"].contains { tag.contains($0) }
  }

  /// The packets that can have made a line write the codes in it, or that it names.
  private static func packets(of entry: DeviceLog.Entry, _ portrait: HandshakePortrait) -> [HandshakePortrait.Step] {
    let names = Set(
      entry.codes.flatMap { counterparts[$0.name] ?? [] }
        + mentions.compactMap { mention in
          entry.text.lowercased().contains(mention.text) ? mention.message : nil
        })
    guard !names.isEmpty else { return [] }
    return portrait.steps.filter { step in names.contains { step.name.hasSuffix($0) } }
  }

  /// The messages and alerts that go with an error of Mbed TLS, by its name: what it received, or sends because of it.
  private static let counterparts: [String: [String]] = [
    "MBEDTLS_ERR_SSL_HELLO_VERIFY_REQUIRED": ["hello_verify_request", "client_hello"],
    "MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE": [
      "bad_record_mac", "handshake_failure", "bad_certificate", "unknown_ca", "certificate_expired",
      "certificate_unknown", "decrypt_error", "decode_error", "illegal_parameter", "protocol_version", "internal_error",
      "unknown_psk_identity", "no_certificate", "unsupported_extension",
    ],
    "MBEDTLS_ERR_SSL_INVALID_MAC": ["bad_record_mac", "finished"],
    "MBEDTLS_ERR_SSL_UNKNOWN_IDENTITY": ["unknown_psk_identity", "client_key_exchange"],
    "MBEDTLS_ERR_SSL_NO_CIPHER_CHOSEN": ["handshake_failure", "client_hello"],
    "MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE": ["handshake_failure", "client_hello"],
    "MBEDTLS_ERR_SSL_BAD_HS_CLIENT_HELLO": ["client_hello"],
    "MBEDTLS_ERR_SSL_DECODE_ERROR": ["client_hello", "client_key_exchange", "decode_error"],
    "MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY": ["close_notify"],
    "MBEDTLS_ERR_SSL_CLIENT_RECONNECT": ["client_hello"],
    "MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION": ["protocol_version", "client_hello", "server_hello"],
    "MBEDTLS_ERR_SSL_NO_CLIENT_CERTIFICATE": ["no_certificate", "certificate"],
    "MBEDTLS_ERR_SSL_PRIVATE_KEY_REQUIRED": ["client_key_exchange", "server_hello_done"],
    "MBEDTLS_ERR_X509_CERT_VERIFY_FAILED": [
      "certificate", "bad_certificate", "unknown_ca", "certificate_expired", "certificate_unknown",
    ],
  ]

  /// Words of log lines that name a message.
  private static let mentions: [(text: String, message: String)] = [
    ("hello verification requested", "hello_verify_request"), ("client hello", "client_hello"),
    ("server hello done", "server_hello_done"), ("client key exchange", "client_key_exchange"),
    ("handshake is over", "finished"), ("handshake completed", "finished"),
  ]
}
