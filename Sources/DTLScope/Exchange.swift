import Analysis
import CoAP
import Rendering

/// A CoAP request and what came of it (RFC 7252 §5): its response, its notifications (RFC 7641), the requests for further
/// blocks of a body (RFC 7959).
public struct Exchange: Hashable, Sendable {
  /// How an exchange ended.
  public enum Outcome: String, Hashable, Sendable {
    /// There is a response, or none was to come.
    case completed
    /// There is a response in a message of its own, for a request that an acknowledgement could have answered.
    case separate
    /// The request was answered with Reset.
    case reset
    /// A confirmable request was repeated until it was given up, or as long as that takes (RFC 7252 §4.2).
    case timedOut
    /// There is no response, and it is too early to say more, or nothing more can be known.
    case unanswered
  }

  /// 1-based number, in the order of the first requests.
  public internal(set) var number = 0
  /// The number of the session that carried it; nil for plain CoAP.
  public internal(set) var session: Int?
  /// The end that asks.
  public let client: Endpoint
  /// The end that is asked.
  public let server: Endpoint
  /// IANA's name of the method: `GET`.
  public let method: String
  /// What the request is about: `coaps://192.0.2.1/light`.
  public let uri: String
  /// The status of the last response as the RFC writes it, `2.05`; nil without one.
  public let status: String?
  /// The first request.
  public let request: Packet
  /// Later transmissions of its requests.
  public let retransmissions: Int
  /// The numbers of the packets of its responses: the first 256.
  public let responses: [Int]
  /// Nanoseconds from the first request to its response; nil without one.
  public let roundTripNanoseconds: Int64?
  /// How it ended.
  public let outcome: Outcome

  /// The facts of an exchange that is over. Its number and that of its session are set later.
  init(_ exchange: CoAP.Exchange, _ context: ExchangeContext) {
    client = Endpoint(context.client)
    server = Endpoint(context.server)
    method = exchange.method.description
    uri = ExchangeURI.text(exchange, context)
    status = exchange.status?.dotted
    request = Packet(exchange.request.stamp)
    retransmissions = exchange.requestCopies
    responses = exchange.responsePackets
    roundTripNanoseconds = exchange.request.roundTrip
    outcome = Outcome(exchange.outcome)
  }
}

extension Exchange.Outcome {
  fileprivate init(_ outcome: CoAP.Exchange.Outcome) {
    switch outcome {
    case .completed: self = .completed
    case .separate: self = .separate
    case .reset: self = .reset
    case .timedOut: self = .timedOut
    case .unanswered: self = .unanswered
    }
  }
}
