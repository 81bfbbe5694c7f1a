import Bytes
import Capture
import CoAP
import DTLS

/// What a UDP payload is.
package enum PayloadProtocol: Hashable, Sendable {
  case dtls
  case coap
  /// STUN, TURN, ZRTP or RTP, which share a socket with DTLS (RFC 7983, RFC 9443), or something unknown.
  case other
}

/// Decides what a UDP payload is: by what its flow carried before, by its content, and by its ports.
package struct Recognition: Sendable {
  /// Ports whose protocol the user stated.
  package var statedPorts: [UInt16: PayloadProtocol] = [:]

  /// IANA's port for CoAP.
  package static let coapPort: UInt16 = 5683
  /// IANA's port for CoAP over DTLS.
  package static let coapsPort: UInt16 = 5684

  /// Ports below it are assigned to services by IANA and need privileges (RFC 6335 §6): CoAP has none of them.
  static let firstUnprivilegedPort: UInt16 = 1024

  /// Recognition by content and by IANA's ports alone.
  package init() {}

  /// What `payload` is, between these ports, in a flow that so far was `known`.
  func classify(
    _ payload: RawSpan, _ source: UInt16, _ destination: UInt16, known: PayloadProtocol?
  ) -> PayloadProtocol {
    if !statedPorts.isEmpty, let stated = statedPorts[destination] ?? statedPorts[source] { return stated }
    guard let first = payload.byte(at: 0) else { return .other }
    if Record.isPlausible(payload) { return .dtls }
    let isCoAPS = source == Self.coapsPort || destination == Self.coapsPort
    let isCoAP = source == Self.coapPort || destination == Self.coapPort
    // RFC 9147 §4.1: 32 to 63 is a DTLS 1.3 ciphertext.
    if (32...63).contains(first), known == .dtls || isCoAPS { return .dtls }
    if known == .dtls {
      // What begins like a record and is none is worth a notice.
      if (20...63).contains(first) { return .dtls }
      // RFC 7983 §7: what is not 20 to 63 shares the socket with DTLS, but for CoAP sent to the wrong port.
      return isCoAPS && Plausibility.isPlausible(payload) ? .coap : .other
    }
    if known == .coap || isCoAP { return isOtherOnSharedSocket(payload, first) ? .other : .coap }
    if isCoAPS { return Plausibility.isPlausible(payload) ? .coap : .other }
    // Ports of other services carry so many datagrams that some would look like CoAP by chance.
    if min(source, destination) < Self.firstUnprivilegedPort { return .other }
    return Plausibility.isCertain(payload) ? .coap : .other
  }

  /// Whether `payload` is STUN, by its magic cookie (RFC 8489 §5), or RTP and QUIC by their first byte.
  private func isOtherOnSharedSocket(_ payload: RawSpan, _ first: UInt8) -> Bool {
    if first >= 128 { return true }
    guard first < 4 else { return false }
    var reader = ByteReader(payload, as: "STUN")
    guard (try? reader.readUInt32("header")) != nil, let cookie = try? reader.readUInt32("cookie") else { return false }
    return cookie == 0x2112_a442
  }
}
