import CoAP

/// Counts of CoAP: of a resource, of what an endpoint has to do with, or of all.
package struct Tally: Tallied, Sendable {
  /// Requests with all that came of each: one for a body in blocks, or for an observation.
  package private(set) var exchanges = 0
  /// Those that have a response.
  package private(set) var answered = 0
  /// Those whose last response is a success, 2.xx.
  package private(set) var succeeded = 0
  /// Those that were answered with Reset.
  package private(set) var reset = 0
  /// Those whose request was given up after repetitions (RFC 7252 §4.2).
  package private(set) var timedOut = 0
  /// Those without a response that had not been given up, or need not have been.
  package private(set) var unanswered = 0
  /// Those that asked for notifications (RFC 7641).
  package private(set) var observations = 0
  /// Bodies in blocks that are whole.
  package private(set) var completeTransfers = 0
  /// Bodies in blocks of which something is missing.
  package private(set) var incompleteTransfers = 0

  /// Requests, each once.
  package private(set) var requests = 0
  /// Requests that were there before.
  package private(set) var requestCopies = 0
  /// Responses and notifications by class (RFC 7252 §5.9), each once.
  package private(set) var responses: (success: Int, clientError: Int, serverError: Int) = (0, 0, 0)
  /// Responses and notifications that were there before.
  package private(set) var responseCopies = 0
  /// Responses to requests that were not captured, each once.
  package private(set) var unmatchedResponses = 0
  /// Notifications, each once, also of observations that began before the capture.
  package private(set) var notifications = 0
  /// Those of them that are older than one that was there before (RFC 7641 §3.4).
  package private(set) var staleNotifications = 0

  /// Messages of all kinds, as often as they were captured.
  package private(set) var messages = 0
  /// Bytes of them.
  package private(set) var messageBytes = 0
  /// Bytes of UDP payload that carried them.
  package private(set) var carrierBytes = 0
  /// The same with the headers of IP and UDP, as if each had had a datagram for itself.
  package private(set) var airBytes = 0
  /// Bytes of the payloads of requests, each once.
  package private(set) var uploadedBytes = 0
  /// Bytes of the payloads of responses and notifications, each once.
  package private(set) var downloadedBytes = 0

  /// From the first sending of each request to its response.
  package private(set) var roundTrips = Latencies()
  /// From the acknowledgement of a request to its separate response (RFC 7252 §5.2.2).
  package private(set) var thinkTimes = Latencies()

  /// Nothing counted.
  package init() {}

  /// Bytes of payload in both directions.
  package var payloadBytes: Int { uploadedBytes + downloadedBytes }
}

/// What is counted of one message.
struct MessageFacts {
  let code: Code
  let isCopy: Bool
  let isNotification: Bool
  let isStale: Bool
  /// Whether it is a response to a request that was not captured.
  let isUnmatched: Bool
  let messageBytes: Int
  let carrierBytes: Int
  let airBytes: Int
  let payloadBytes: Int
  /// Nanoseconds since the request, if it is the first response to it.
  let roundTrip: Int64?
  /// Nanoseconds since the acknowledgement of the request, if it is a separate response.
  let thinkTime: Int64?
}

extension Tally {
  /// Counts a message.
  mutating func add(_ message: MessageFacts) {
    messages += 1
    messageBytes += message.messageBytes
    carrierBytes += message.carrierBytes
    airBytes += message.airBytes
    if message.code.isRequest {
      if message.isCopy { return requestCopies += 1 }
      requests += 1
      uploadedBytes += message.payloadBytes
    } else if message.code.isResponse {
      if message.isCopy { return responseCopies += 1 }
      switch message.code.class {
      case 2: responses.success += 1
      case 4: responses.clientError += 1
      default: responses.serverError += 1
      }
      downloadedBytes += message.payloadBytes
      if message.isUnmatched { unmatchedResponses += 1 }
      if message.isNotification { notifications += 1 }
      if message.isStale { staleNotifications += 1 }
      if let time = message.roundTrip { roundTrips.add(nanoseconds: time) }
      if let time = message.thinkTime { thinkTimes.add(nanoseconds: time) }
    }
  }

  /// Counts an exchange that is over.
  mutating func add(_ exchange: Exchange) {
    exchanges += 1
    if exchange.responseCount > 0 { answered += 1 }
    if exchange.status?.class == 2 { succeeded += 1 }
    switch exchange.outcome {
    case .completed, .separate: break
    case .reset: reset += 1
    case .timedOut: timedOut += 1
    case .unanswered: unanswered += 1
    }
    if exchange.observation != nil { observations += 1 }
    for transfer in exchange.transfers {
      if transfer.isComplete { completeTransfers += 1 } else { incompleteTransfers += 1 }
    }
  }

  package static func += (one: inout Tally, other: Tally) {
    one.exchanges += other.exchanges
    one.answered += other.answered
    one.succeeded += other.succeeded
    one.reset += other.reset
    one.timedOut += other.timedOut
    one.unanswered += other.unanswered
    one.observations += other.observations
    one.completeTransfers += other.completeTransfers
    one.incompleteTransfers += other.incompleteTransfers
    one.requests += other.requests
    one.requestCopies += other.requestCopies
    one.responses.success += other.responses.success
    one.responses.clientError += other.responses.clientError
    one.responses.serverError += other.responses.serverError
    one.responseCopies += other.responseCopies
    one.unmatchedResponses += other.unmatchedResponses
    one.notifications += other.notifications
    one.staleNotifications += other.staleNotifications
    one.messages += other.messages
    one.messageBytes += other.messageBytes
    one.carrierBytes += other.carrierBytes
    one.airBytes += other.airBytes
    one.uploadedBytes += other.uploadedBytes
    one.downloadedBytes += other.downloadedBytes
    one.roundTrips += other.roundTrips
    one.thinkTimes += other.thinkTimes
  }
}
