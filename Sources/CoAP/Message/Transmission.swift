/// The transmission parameters of RFC 7252 §4.8 and what follows from them (§4.8.2), with the RFC's defaults.
package enum Transmission {
  /// ACK_TIMEOUT: the least wait before the first retransmission, 2 s.
  package static let ackTimeoutNanoseconds: Int64 = 2_000_000_000
  /// ACK_RANDOM_FACTOR 1.5 in tenths: the first wait is ACK_TIMEOUT times 1 to this.
  package static let ackRandomFactorTenths: Int64 = 15
  /// MAX_RETRANSMIT: copies after the first transmission.
  package static let maxRetransmit = 4
  /// NSTART: exchanges that a client may have open with a server at a time.
  package static let nStart = 1
  /// DEFAULT_LEISURE: how long a server may spread its answers to a multicast request, 5 s (RFC 7252 §8.2).
  package static let defaultLeisureNanoseconds: Int64 = 5_000_000_000
  /// PROBING_RATE: bytes a second towards an endpoint that does not answer.
  package static let probingRateBytesPerSecond = 1

  /// MAX_LATENCY: the longest a datagram is taken to be under way, 100 s.
  package static let maxLatencyNanoseconds: Int64 = 100_000_000_000
  /// PROCESSING_DELAY: from a confirmable message to its acknowledgement, 2 s.
  package static let processingDelayNanoseconds: Int64 = ackTimeoutNanoseconds

  /// MAX_TRANSMIT_SPAN: from the first transmission of a confirmable message to its last, 45 s.
  package static let maxTransmitSpanNanoseconds: Int64 =
    ackTimeoutNanoseconds * ((1 << Int64(maxRetransmit)) - 1) * ackRandomFactorTenths / 10
  /// MAX_TRANSMIT_WAIT: from the first transmission to giving up, 93 s.
  package static let maxTransmitWaitNanoseconds: Int64 =
    ackTimeoutNanoseconds * ((1 << Int64(maxRetransmit + 1)) - 1) * ackRandomFactorTenths / 10
  /// MAX_RTT: 202 s.
  package static let maxRTTNanoseconds: Int64 = 2 * maxLatencyNanoseconds + processingDelayNanoseconds
  /// EXCHANGE_LIFETIME: from sending a confirmable message until its message ID may be used again, 247 s.
  package static let exchangeLifetimeNanoseconds: Int64 = maxTransmitSpanNanoseconds + maxRTTNanoseconds
  /// NON_LIFETIME: from sending a non-confirmable message until its message ID may be used again, 145 s.
  package static let nonLifetimeNanoseconds: Int64 = maxTransmitSpanNanoseconds + maxLatencyNanoseconds

  /// After this long a notification is newer whatever its number says, 128 s (RFC 7641 §3.4).
  package static let notificationReorderingNanoseconds: Int64 = 128_000_000_000
}
