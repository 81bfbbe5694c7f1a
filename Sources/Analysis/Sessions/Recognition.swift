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

  /// What `payload`, which was sent with `length` bytes, is, between these ports, in a flow that so far was `known`.
  func classify(
    _ payload: RawSpan, length: Int? = nil, _ source: UInt16, _ destination: UInt16, known: PayloadProtocol?
  ) -> PayloadProtocol {
    if !statedPorts.isEmpty, let stated = statedPorts[destination] ?? statedPorts[source] { return stated }
    let length = length ?? payload.byteCount
    let isCoAP = source == Self.coapPort || destination == Self.coapPort
    guard let first = payload.byte(at: 0) else { return isCoAP && length > 0 ? .coap : .other }
    let isCoAPS = source == Self.coapsPort || destination == Self.coapsPort
    // RFC 7983 §7: 20 to 63 is DTLS, and what begins so in its flow and is no record is worth a notice.
    if (20...63).contains(first) {
      if known == .dtls || isCertainRecord(payload, length, source, destination) { return .dtls }
      if isCoAPS, Record.isPlausible(payload) || Record.mayBeCiphertext(payload, length: length) { return .dtls }
    }
    // What is not 20 to 63 shares the socket with DTLS, but for CoAP sent to the wrong port.
    if known == .dtls { return isCoAPS && isCertainMessage(payload, length, isBesideDTLS: true) ? .coap : .other }
    if known == .coap || isCoAP { return isOtherOnSharedSocket(payload, first) ? .other : .coap }
    // Ports of other services carry so many datagrams that some would look like CoAP by chance.
    if min(source, destination) < Self.firstUnprivilegedPort { return .other }
    return isCertainMessage(payload, length, isBesideDTLS: isCoAPS) ? .coap : .other
  }

  /// What a flow is known for after `payload` was taken for `kind`: one record or message that may be something else
  /// must not decide about all that follow.
  func known(
    after payload: RawSpan, length: Int, _ source: UInt16, _ destination: UInt16, as kind: PayloadProtocol,
    before: PayloadProtocol?
  ) -> PayloadProtocol? {
    switch (before, kind) {
    case (.dtls, _): .dtls
    case (_, .dtls): isCertainRecord(payload, length, source, destination) ? .dtls : before
    case (_, .coap) where source == Self.coapPort || destination == Self.coapPort: .coap
    case (_, .coap): Plausibility.isReadable(payload, length: length) ? .coap : nil
    case (_, .other): before
    }
  }

  private func isCertainRecord(_ payload: RawSpan, _ length: Int, _ source: UInt16, _ destination: UInt16) -> Bool {
    Record.isCertain(payload, length: length, isFilled: min(source, destination) < Self.firstUnprivilegedPort)
  }

  /// Whether `payload` is CoAP beyond doubt. Beside DTLS a client of TURN sends ChannelData, which begins like a
  /// confirmable message: a channel number from 0x4000 on, and the length of what follows (RFC 8656 §12.4).
  private func isCertainMessage(_ payload: RawSpan, _ length: Int, isBesideDTLS: Bool) -> Bool {
    if isBesideDTLS, (64...79).contains(payload.byte(at: 0) ?? 0), let high = payload.byte(at: 2),
      let low = payload.byte(at: 3)
    {
      let stated = 4 + Int(high) << 8 + Int(low)
      // It may be padded to a multiple of 4.
      if (stated...(stated + 3) / 4 * 4).contains(length) { return false }
    }
    return Plausibility.isCertain(payload, length: length)
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
