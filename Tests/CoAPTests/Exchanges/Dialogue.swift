import Bytes

@testable import CoAP

/// A conversation to which messages are given one by one.
struct Dialogue {
  private(set) var conversation = Conversation()
  private(set) var began: [Exchange] = []
  private(set) var ended: [Exchange] = []
  private var packet = 0
  private let book: ExchangeBook

  init(keepsBodies: Bool = false) {
    book = ExchangeBook(keepsBodies: keepsBodies)
  }

  /// Gives the message that `sender` sends at `seconds`; its packet has the next number.
  @discardableResult
  mutating func give(
    _ message: Message, from sender: Peer, at seconds: Double, isMulticast: Bool = false
  ) throws -> MessagePlace {
    packet += 1
    let stamp = PacketStamp(number: packet, nanoseconds: Int64(seconds * 1e9))
    let bytes = message.encode() ?? []
    let view = try MessageView(bytes.span.bytes)
    let first = conversation.log(view, from: sender, at: stamp)
    return conversation.receive(
      view, copyOf: first, from: sender, isMulticast: isMulticast, at: stamp, book,
      began: { began.append($0) }, ended: { ended.append($0) })
  }

  /// Gives the response of one of a group of servers.
  mutating func giveGroupResponse(_ message: Message, at seconds: Double) throws -> MessagePlace? {
    packet += 1
    let stamp = PacketStamp(number: packet, nanoseconds: Int64(seconds * 1e9))
    let bytes = message.encode() ?? []
    return conversation.receiveGroupResponse(try MessageView(bytes.span.bytes), at: stamp, book)
  }

  /// Ends the capture.
  mutating func finish(at seconds: Double) {
    conversation.finish(at: PacketStamp(number: packet, nanoseconds: Int64(seconds * 1e9))) { ended.append($0) }
  }
}

extension Message {
  /// A request for `path`.
  static func request(
    _ messageID: UInt16, _ code: Code = .get, path: String = "a", type: MessageType = .confirmable,
    token: [UInt8] = [1], options: [Option] = [], payload: [UInt8] = []
  ) -> Message {
    let segments = path.split(separator: "/").map { Option(.uriPath, [UInt8]($0.utf8)) }
    return Message(
      type: type, code: code, messageID: messageID, token: token, options: segments + options, payload: payload)
  }

  /// A response.
  static func response(
    _ messageID: UInt16, _ code: Code = .content, type: MessageType = .acknowledgement, token: [UInt8] = [1],
    options: [Option] = [], payload: [UInt8] = []
  ) -> Message {
    Message(type: type, code: code, messageID: messageID, token: token, options: options, payload: payload)
  }

  /// A message without a code.
  static func empty(_ type: MessageType, _ messageID: UInt16) -> Message {
    Message(type: type, code: .empty, messageID: messageID)
  }
}

extension Option {
  /// Observe.
  static func observe(_ value: UInt8) -> Option { Option(.observe, value == 0 ? [] : [value]) }

  /// A block of `16 << szx` bytes.
  static func block(_ number: OptionNumber, _ num: UInt8, more: Bool, szx: UInt8 = 0) -> Option {
    Option(number, [num << 4 | (more ? 8 : 0) | szx])
  }
}
