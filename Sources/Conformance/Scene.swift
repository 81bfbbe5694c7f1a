import Capture
import CoAP

/// The messages among which a run of a test looks for its steps: all from and to the server, from the stimulus on.
///
/// A place is an index among them; the stimulus is at 0.
package struct Scene {
  /// Messages that a run looks at: more than any test exchanges. What is beyond counts as not captured.
  static let reach = 2048

  /// Everything that was captured.
  let history: MessageHistory
  private var indices: ArraySlice<Int>
  /// Messages that an earlier run of the same test has for its own.
  private let claimed: Set<Int>
  /// The places of acknowledgements and Resets, by their message IDs.
  private var answers: [UInt16: [Int]] = [:]
  /// Who sent the stimulus.
  let client: Endpoint
  /// Whom the stimulus is for.
  let server: Endpoint
  /// The places that each step has found.
  private(set) var found: [Int: [Int]] = [:]

  /// The scene that begins with the message at `index` of `history`.
  init(_ history: MessageHistory, from index: Int, claimed: Set<Int>) {
    self.history = history
    self.claimed = claimed
    client = history.messages[index].source
    server = history.messages[index].destination
    indices = history.places(of: server, from: index, limit: Self.reach)
    for (place, index) in indices.enumerated() {
      let message = history.messages[index].message
      guard message.type == .acknowledgement || message.type == .reset else { continue }
      answers[message.messageID, default: []].append(place)
    }
  }

  /// Number of places.
  var count: Int { indices.count }

  /// The message at `place`.
  subscript(place: Int) -> CapturedMessage { history.messages[index(of: place)] }

  /// The index in the history of the message at `place`.
  func index(of place: Int) -> Int { indices[indices.startIndex + place] }

  /// Keeps the places that a step has found.
  mutating func note(_ places: [Int], for step: Int) { found[step] = places }

  /// Leaves out the message at `place` and all after it.
  mutating func cut(at place: Int) { indices = indices.prefix(place) }

  /// The last message that a step has found.
  func message(_ step: Int) -> CapturedMessage? { last(step).map { self[$0] } }

  /// The place of the first message that a step has found.
  func first(_ step: Int) -> Int? { found[step]?.first }

  /// The place of the last message that a step has found.
  func last(_ step: Int) -> Int? { found[step]?.last }

  /// The first place after `place` whose message is as wanted.
  func next(after place: Int, where isWanted: (CapturedMessage) -> Bool) -> Int? {
    guard place + 1 < count else { return nil }
    return ((place + 1)..<count).first { isWanted(self[$0]) }
  }

  /// The last place before `place` whose message is as wanted.
  func previous(before place: Int, where isWanted: (CapturedMessage) -> Bool) -> Int? {
    (0..<min(place, count)).last { isWanted(self[$0]) }
  }
}

// MARK: Exchanges (RFC 7252 §5.3.2)

extension Scene {
  /// The response to the request at `place`: piggybacked under its message ID, or under its token; or a Reset.
  func response(to place: Int?) -> Int? {
    guard let place else { return nil }
    let request = self[place]
    return next(after: place) { $0.isResponse(to: request) }
  }

  /// The response to the request at `place` in a message of its own (RFC 7252 §5.2.2).
  func separateResponse(to place: Int?) -> Int? {
    guard let place else { return nil }
    let request = self[place]
    return next(after: place) { $0.message.type != .acknowledgement && $0.isResponse(to: request) }
  }

  /// The request that the message at `place` is the response to.
  func request(of place: Int) -> Int? {
    let response = self[place]
    return previous(before: place) { $0.message.code.isRequest && response.isResponse(to: $0) }
  }

  /// The acknowledgement or Reset of the message at `place`.
  func answer(to place: Int?) -> Int? {
    guard let place else { return nil }
    let message = self[place]
    return answers[message.message.messageID]?.first {
      $0 > place && $0 < count && self[$0].source == message.destination && self[$0].destination == message.source
    }
  }

  /// The next request after `place` that matches `pattern` and belongs to no earlier run: of the client, or of whomever.
  func request(_ pattern: Pattern, after place: Int?, fromAnyone: Bool = false) -> Int? {
    guard let place, place + 1 < count else { return nil }
    return ((place + 1)..<count).first {
      let message = self[$0]
      return message.destination == server && (fromAnyone || message.source == client)
        && pattern.matches(message.message) && !claimed.contains(index(of: $0))
    }
  }
}

extension CapturedMessage {
  /// Whether it answers `request`.
  fileprivate func isResponse(to request: CapturedMessage) -> Bool {
    guard source == request.destination, destination == request.source else { return false }
    switch message.type {
    case .acknowledgement: return message.messageID == request.message.messageID && !message.code.isEmpty
    case .reset: return message.messageID == request.message.messageID
    case .confirmable, .nonConfirmable: return message.code.isResponse && message.token == request.message.token
    }
  }
}
