/// What happens in a capture, in the order in which it becomes known: that of the packets, but for records that wait for
/// their keys.
public enum CaptureEvent: Hashable, Sendable {
  /// A handshake message is whole.
  case handshakeMessage(HandshakeMessage)
  /// An alert.
  case alert(Alert)
  /// A CoAP message.
  case coap(CoAPMessage)
  /// A CoAP exchange to which nothing more will be added.
  case exchangeEnded(Exchange)
  /// A session to which nothing more will be added, with its handshake and what was found in it.
  case sessionEnded(Session)
  /// What was found in the capture as a whole, when it is over.
  case finding(Finding)
  /// Something that is wrong.
  case notice(Notice)
}

extension CaptureEvent {
  /// The same with the numbers of its session and exchange, which become known when shards are put together.
  func numbered(session: Int?, exchange: Int?) -> CaptureEvent {
    switch self {
    case .handshakeMessage(var message):
      message.session = session ?? 0
      return .handshakeMessage(message)
    case .alert(var alert):
      alert.session = session ?? 0
      return .alert(alert)
    case .coap(var message):
      (message.session, message.exchange) = (session, exchange)
      return .coap(message)
    case .exchangeEnded(var ended):
      (ended.session, ended.number) = (session, exchange ?? 0)
      return .exchangeEnded(ended)
    case .notice(var notice):
      notice.session = session
      return .notice(notice)
    case .sessionEnded, .finding: return self
    }
  }
}
