import Bytes

/// What one endpoint of a flow sent lately, to tell the copies of a message from new ones.
///
/// A sender repeats a confirmable message under its message ID until it is acknowledged, and acknowledges each copy
/// again; the message ID is free for another message after the lifetime (RFC 7252 §4.4, §4.8.2). So a message is a copy
/// if the same sender sent the same bytes under that message ID within the lifetime. Other bytes under a known message
/// ID are another message: its sender reuses the ID too soon.
package struct MessageLog: Sendable {
  /// How many messages are remembered.
  ///
  /// NSTART lets one confirmable message be open at a time, and its copies follow each other: what has to fit is what is
  /// sent in between, such as notifications, answers and the exchanges of senders with a larger NSTART. A miss costs one
  /// look at each message ID.
  package static let capacity = 32
  /// For how many there is room at first.
  private static let firstCapacity = 8

  /// What a message is in its exchange.
  enum Role: Sendable {
    /// Asks.
    case request
    /// Answers.
    case response
    /// Answers an observer.
    case notification(isStale: Bool)
    /// None of them.
    case other
  }

  /// A message that was sent.
  struct Entry {
    let type: MessageType
    let digest: UInt64
    /// The packet of its first transmission.
    let packet: Int
    /// When that was.
    let nanoseconds: Int64
    /// The exchange that it belongs to; 0 if it belongs to none.
    fileprivate(set) var exchange = 0
    /// What it is there.
    fileprivate(set) var role = Role.other

    /// Its first transmission, in `capture`.
    func stamp(in capture: Int) -> PacketStamp {
      PacketStamp(number: packet, nanoseconds: nanoseconds, capture: capture)
    }
  }

  /// Grows to the capacity, then the oldest is overwritten.
  private var entries: [Entry] = []
  /// The message IDs of the entries, close together: they tell nearly every new message from all the others.
  private var messageIDs: [UInt16] = []
  /// Where the next entry goes once the log is full; the oldest one is there.
  private var oldest = 0
  /// Where the newest entry is.
  private var newest = 0

  /// An empty log, which holds no memory.
  package init() {}

  /// Number of messages remembered.
  package var count: Int { entries.count }

  /// Remembers a message, unless it is a copy of one: then gives the packet number of the first.
  package mutating func record(_ message: borrowing MessageView, packet: Int, nanoseconds: Int64) -> Int? {
    record(
      messageID: message.messageID, type: message.type, digest: message.digest, packet: packet,
      nanoseconds: nanoseconds)
  }

  /// Remembers a message, unless it is a copy of one: then gives the packet number of the first.
  ///
  /// `digest` covers the whole message, token included.
  package mutating func record(
    messageID: UInt16, type: MessageType, digest: UInt64, packet: Int, nanoseconds: Int64
  ) -> Int? {
    for index in messageIDs.indices where messageIDs[index] == messageID {
      let entry = entries[index]
      if entry.digest == digest, entry.type == type, nanoseconds &- entry.nanoseconds <= Self.lifetime(of: type) {
        return entry.packet
      }
    }
    let entry = Entry(type: type, digest: digest, packet: packet, nanoseconds: nanoseconds)
    if entries.count < Self.capacity {
      reserve()
      newest = entries.count
      entries.append(entry)
      messageIDs.append(messageID)
    } else {
      newest = oldest
      entries[oldest] = entry
      messageIDs[oldest] = messageID
      oldest = oldest + 1 == Self.capacity ? 0 : oldest + 1
    }
    return nil
  }

  /// Makes room for a few messages first, and for all once there are more: most flows are short, and to double the room
  /// each time costs more than the messages.
  private mutating func reserve() {
    guard entries.isEmpty || entries.count == Self.firstCapacity else { return }
    let room = entries.isEmpty ? Self.firstCapacity : Self.capacity
    entries.reserveCapacity(room)
    messageIDs.reserveCapacity(room)
  }

  /// Notes what the message that was remembered last is, and in which exchange.
  mutating func note(_ exchange: Int, _ role: Role) {
    guard newest < entries.count else { return }
    entries[newest].exchange = exchange
    entries[newest].role = role
  }

  /// The newest message with an ID: of those that acknowledge or reset, or of the others, whose IDs are the sender's own.
  func find(messageID: UInt16, isAcknowledgement: Bool = false) -> Entry? {
    var found: Entry?
    for index in messageIDs.indices where messageIDs[index] == messageID {
      let entry = entries[index]
      guard isAcknowledgement == (entry.type == .acknowledgement || entry.type == .reset) else { continue }
      if found.map({ $0.packet <= entry.packet }) ?? true { found = entry }
    }
    return found
  }

  /// How long after its first transmission a message is repeated at most.
  private static func lifetime(of type: MessageType) -> Int64 {
    type == .nonConfirmable ? Transmission.nonLifetimeNanoseconds : Transmission.exchangeLifetimeNanoseconds
  }
}

extension MessageView {
  /// 64 bits that depend on every byte of the message: to compare messages, not to withstand somebody who wants two
  /// to look alike.
  package var digest: UInt64 { bytes.digest }
}

extension RawSpan {
  /// 64 bits that depend on every byte.
  package var digest: UInt64 {
    var reader = ByteReader(self, as: messageStructure)
    // Odd constants with bits spread evenly: those of SplitMix64.
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15 ^ UInt64(byteCount)
    while let word = reader.nextWord() {
      state = (state ^ word) &* 0xbf58_476d_1ce4_e5b9
      state ^= state >> 29
    }
    state = (state ^ (state >> 30)) &* 0x94d0_49bb_1331_11eb
    return state ^ (state >> 31)
  }
}

extension ByteReader {
  /// The next eight bytes, or those that are left, or nil at the end.
  @_lifetime(self: copy self)
  fileprivate mutating func nextWord() -> UInt64? {
    if remaining >= 8 { return try? readUInt64("") }
    return isAtEnd ? nil : readRemainingSpan().unsignedValue(limit: 8)
  }
}
