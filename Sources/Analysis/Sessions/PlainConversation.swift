import Bytes
import Capture
import CoAP

/// Two endpoints that talk CoAP without DTLS.
package struct PlainConversation: Sendable {
  /// Messages of one end.
  package struct Messages: Sendable {
    /// How many.
    package fileprivate(set) var count = 0
    /// Those of them that repeat an earlier one.
    package fileprivate(set) var retransmissions = 0
    /// The datagrams that carried them.
    package fileprivate(set) var traffic = Traffic()
    /// The packet of the last one.
    package fileprivate(set) var last: PacketStamp?
  }

  /// The end that spoke first.
  package let source: Endpoint
  /// The other one.
  package let destination: Endpoint
  /// The first message.
  package let first: PacketStamp
  /// The code of the first message.
  package let firstCode: Code
  /// Messages of the end that spoke first.
  package private(set) var sent = Messages()
  /// Messages of the other one.
  package private(set) var received = Messages()
  /// What came of its exchanges, once it is over.
  package internal(set) var facts = ConversationFacts()

  init(from source: Endpoint, to destination: Endpoint, code: Code, at stamp: PacketStamp) {
    self.source = source
    self.destination = destination
    first = stamp
    firstCode = code
  }

  /// Takes in a message of `sender`, in a datagram with `bytes` of payload.
  mutating func add(from sender: Endpoint, bytes: Int, isRetransmission: Bool, at stamp: PacketStamp) {
    if sender == source {
      sent.add(bytes, isRetransmission, stamp)
    } else {
      received.add(bytes, isRetransmission, stamp)
    }
  }
}

extension PlainConversation.Messages {
  fileprivate mutating func add(_ bytes: Int, _ isRetransmission: Bool, _ stamp: PacketStamp) {
    count += 1
    traffic.add(bytes: bytes)
    if isRetransmission { retransmissions += 1 }
    last = stamp
  }
}
