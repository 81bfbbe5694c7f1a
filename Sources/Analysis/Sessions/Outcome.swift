import Bytes
import DTLS

/// How a session's handshake ended.
package enum Outcome: String, Sendable {
  /// Both ends sent Finished, or application data in a later epoch.
  case established
  /// A fatal alert, an ICMP error, a rejection, or an end that gave up.
  case failed
  /// The capture ends in mid-handshake, and nothing had gone wrong.
  case incomplete
  /// No handshake was captured.
  case unknown
}

extension Session {
  /// Repetitions of one message without an answer after which the handshake has failed rather than stalled for a
  /// moment: one lost datagram costs one, a lost answer another.
  static let repetitionsOfFailure = 2
  /// Cookies that the server did not take before it will take none: one may have been too old or come from another
  /// address.
  static let cookieRejectionsOfFailure = 2

  /// How the handshake ended, as far as the packets show.
  package var outcome: Outcome {
    guard association.hasHandshake else { return .unknown }
    if association.isEstablished { return .established }
    if wasSuperseded || hasFatalAlert || hasGivenUp || icmpErrors.contains(where: \.isRejection) {
      return .failed
    }
    return .incomplete
  }

  /// Whether either end sent a fatal alert that could be read.
  package var hasFatalAlert: Bool { alerts.contains { $0.alert?.level == .fatal } }

  /// Whether an end repeated itself in vain.
  package var hasGivenUp: Bool {
    let handshake = association.handshake
    if let cookies = handshake.cookieExchange, cookies.acceptedAt == nil,
      cookies.rejections >= Self.cookieRejectionsOfFailure
    {
      return true
    }
    return Side.allCases.contains { side in
      let stream = handshake.streams[side]
      return [stream.entries, stream.superseded].contains { entries in
        entries.contains { $0.isRepeated(after: handshake.lastPacket[side.peer]) }
      }
    } || handshake.helloVerifyRequests.entries.contains { $0.isRepeated(after: handshake.lastPacket.client) }
  }
}

extension HandshakeStream.Entry {
  /// Whether it was repeated too often, and the last time after the last packet of the peer.
  fileprivate func isRepeated(after packet: Int) -> Bool {
    guard copies.count > Session.repetitionsOfFailure, let last = copies.last?.packets.first else { return false }
    return last.number > packet
  }
}
