import Bytes
import Capture
import CoAP

/// A CoAP message that was captured, and the copies of it.
package struct CapturedMessage: Sendable {
  /// The packet it came in first.
  package let stamp: PacketStamp
  /// Who sent it.
  package let source: Endpoint
  /// Whom it is for.
  package let destination: Endpoint
  /// The message.
  package let message: Message
  /// Length in bytes of the payload as it was sent; the capture may hold less of it.
  package let payloadLength: Int
  /// How often it was sent again.
  package internal(set) var copies = 0
  /// The packet with the last copy.
  package internal(set) var lastCopy: PacketStamp?

  /// A message of its own.
  package init(
    stamp: PacketStamp, source: Endpoint, destination: Endpoint, message: Message, payloadLength: Int? = nil
  ) {
    self.stamp = stamp
    self.source = source
    self.destination = destination
    self.message = message
    self.payloadLength = payloadLength ?? message.payload.count
  }

  /// When it was last sent.
  var lastSent: PacketStamp { lastCopy ?? stamp }

  /// `CON GET /test mid 7 token 01`. May hold text from packets.
  package var summary: String {
    var text = "\(message.type)"
    text += message.code.isRequest ? " \(message.code)" : " \(message.code.dotted) \(message.code)"
    if message.code.isRequest { text += " " + message.path }
    text += " mid \(message.messageID)"
    return message.token.isEmpty ? text : text + " token " + Hex.string(message.token)
  }
}

/// The CoAP messages of a capture in the order of its packets, and which belong to an endpoint.
package struct MessageHistory: Sendable {
  /// Bytes that the messages may take: some hundred thousand messages, more than any test session has.
  static let maximumBytes = 64 << 20
  /// Bytes of a message beside its token, options and payload, about.
  private static let bytesOfMessage = 256
  /// Reports of unreachable endpoints that are kept; one tells.
  static let maximumUnreachable = 4096

  /// The messages.
  package private(set) var messages: [CapturedMessage] = []
  /// How many messages were left out because the others fill the room there is.
  package private(set) var omitted = 0
  /// Endpoints that ICMP says nobody listens at, with the first packet that says so.
  package private(set) var unreachable: [Endpoint: PacketStamp] = [:]
  private var places: [Endpoint: [Int]] = [:]
  private var firsts: [Int: Int] = [:]
  private var bytes = 0

  /// An empty history.
  package init() {}

  /// A history of `messages`.
  package init(_ messages: [CapturedMessage]) {
    for message in messages { add(message) }
  }

  /// Adds a message that came after those that are there, or a copy of the one in packet `original`.
  package mutating func add(_ message: CapturedMessage, copyOf original: Int? = nil) {
    if let original, let place = firsts[original], messages[place].message.messageID == message.message.messageID {
      messages[place].copies += 1
      messages[place].lastCopy = message.stamp
      return
    }
    let content = message.message
    bytes += Self.bytesOfMessage + content.token.count + content.payload.count
    bytes += content.options.reduce(0) { $0 + $1.value.count }
    guard bytes <= Self.maximumBytes else {
      omitted += 1
      return
    }
    firsts[message.stamp.number] = messages.count
    places[message.source, default: []].append(messages.count)
    if message.source != message.destination { places[message.destination, default: []].append(messages.count) }
    messages.append(message)
  }

  /// Notes that nobody listens at `endpoint`.
  package mutating func noteUnreachable(_ endpoint: Endpoint, at stamp: PacketStamp) {
    guard unreachable[endpoint] == nil, unreachable.count < Self.maximumUnreachable else { return }
    unreachable[endpoint] = stamp
  }

  /// Where the messages from and to `endpoint` are, from the message at `first` on, at most `limit` of them.
  func places(of endpoint: Endpoint, from first: Int, limit: Int) -> ArraySlice<Int> {
    let all = places[endpoint] ?? []
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle] < first { low = middle + 1 } else { high = middle }
    }
    return all[low...].prefix(limit)
  }
}
