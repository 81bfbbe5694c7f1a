import Bytes

/// The handshake messages of one end in one handshake: put together from fragments, in the order of message_seq.
package struct HandshakeStream: Sendable {
  /// One sending of a message: the original or a retransmission.
  package struct Copy: Sendable {
    /// The packets that carried it, in order of capture.
    package var packets: ShortList<PacketStamp>
    /// Fragments it came in, as far as captured.
    package var fragments: Int
    /// The parts of the body it covered.
    var covered: ShortList<Range<Int>>

    init(at stamp: PacketStamp, covering range: Range<Int>) {
      packets = ShortList(stamp)
      fragments = 1
      covered = ShortList(range)
    }
  }

  /// A message and every sending of it.
  package struct Entry: Sendable {
    /// Which message.
    package let type: HandshakeType
    /// Its place among the sender's messages.
    package let messageSequence: UInt16
    /// Length of its body in bytes.
    package let length: Int
    /// Whether it came in a protected record.
    package let isEncrypted: Bool
    /// Whether every byte was captured.
    package fileprivate(set) var isComplete: Bool
    /// When the last missing byte arrived.
    package fileprivate(set) var completed: PacketStamp?
    /// The original, then the retransmissions.
    package fileprivate(set) var copies: ShortList<Copy>
    /// Retransmissions beyond those in `copies`.
    package fileprivate(set) var uncountedCopies = 0
    fileprivate var ranges: ByteRanges

    /// The body, or nil while a byte is missing and after `releaseBodies`.
    package var body: [UInt8]? { ranges.bytes }
    /// The body up to the first missing byte.
    package var prefix: [UInt8] { ranges.prefix }

    /// Appends the message as the transcript has it. False, and nothing appended, without its body.
    func append(to transcript: inout [UInt8], as form: TranscriptForm = .dtls) -> Bool {
      guard let body else { return false }
      transcript.reserveCapacity(transcript.count + HandshakeFragment.headerLength + body.count)
      if form != .bodyAlone {
        transcript.append(type.rawValue)
        transcript.append(bigEndian24: length)
      }
      if form == .dtls {
        transcript.append(UInt8(truncatingIfNeeded: messageSequence >> 8))
        transcript.append(UInt8(truncatingIfNeeded: messageSequence))
        transcript.append(bigEndian24: 0)
        transcript.append(bigEndian24: length)
      }
      transcript.append(contentsOf: body)
      return true
    }
  }

  /// How a transcript has its messages.
  enum TranscriptForm {
    /// As if each had come in one fragment (RFC 6347 §4.2.6).
    case dtls
    /// As TLS has them, without message_seq and fragments (RFC 9147 §5.2).
    case dtls13
    /// Without a header, as OpenSSL had it before RFC 4347.
    case bodyAlone
  }

  /// A whole message that contradicts the copy captured first.
  struct Variant: Sendable {
    let type: HandshakeType
    let messageSequence: UInt16
    let body: [UInt8]
    /// The packet it came in.
    let stamp: PacketStamp
  }

  /// What a fragment did.
  package enum Outcome: Hashable, Sendable {
    /// It brought bytes that were missing, and may have repeated others, first sent in that packet: a retransmission cut
    /// at other boundaries. The message is complete now or not.
    case added(isComplete: Bool, repeating: PacketStamp? = nil)
    /// It repeats bytes that were there: a retransmission.
    case repeated(firstSent: PacketStamp)
    /// It contradicts what was captured of the same message: another type or length, or other bytes. The first stay; a
    /// whole message is kept as a variant.
    case contradicts(firstSent: PacketStamp)
    /// It was not kept, because the stream holds as much as it may.
    case refused
  }

  /// Messages that one end may send in a handshake: the longest full handshake has 8 a side; the rest is for hellos
  /// repeated with new cookies. Of those that come after Finished in DTLS 1.3, the newest stay.
  static let maximumMessages = 64
  /// Bytes that a stream holds: certificate chains seldom reach 16 KiB; a claimed length costs nothing until its bytes
  /// arrive.
  static let maximumHeldBytes = 256 * 1024
  /// Sendings of one message that are remembered one by one; a DTLS timer that doubles from 1 s gives up long before.
  static let maximumCopies = 64
  /// Packets that are remembered of one sending: a 16 KiB message in fragments of 64 bytes.
  static let maximumPackets = 256
  /// Pieces with gaps between them that a message may be in: every other one of those 256 fragments.
  static let maximumPieces = 128
  /// Variants that are kept, the last ones: a client or server that begins anew has one a message.
  static let maximumVariants = 4
  /// Bytes of variants that are kept: those that matter are hellos and key exchanges, a few hundred bytes each.
  static let maximumVariantBytes = 16 * 1024

  /// In the order of message_seq.
  package private(set) var entries: [Entry] = []
  /// Messages whose message_seq another one took: hellos with changing cookies.
  package private(set) var superseded: [Entry] = []
  /// Whole messages that contradict those in `entries`.
  private(set) var variants: [Variant] = []
  /// Messages after Finished that were forgotten to make room for others.
  package private(set) var forgottenMessages = 0
  private var heldBytes = 0

  /// No messages.
  package init() {}

  /// The message with this message_seq.
  package func entry(_ messageSequence: UInt16) -> Entry? {
    index(of: messageSequence).map { entries[$0] }
  }

  /// The last message of `type`, by message_seq.
  package func last(_ type: HandshakeType) -> Entry? {
    entries.last { $0.type == type }
  }

  private func index(of messageSequence: UInt16) -> Int? {
    entries.firstIndex { $0.messageSequence == messageSequence }
  }

  /// How `fragment` compares with what is there: whether it repeats bytes, and whether any differ.
  package func comparing(_ fragment: borrowing HandshakeFragment) -> ByteRanges.Insertion? {
    guard let index = index(of: fragment.messageSequence) else { return nil }
    return entries[index].ranges.comparing(fragment.body, at: fragment.fragmentOffset)
  }

  /// Takes in a fragment that came in the packet of `stamp`.
  package mutating func insert(
    _ fragment: borrowing HandshakeFragment, isEncrypted: Bool, at stamp: PacketStamp
  ) -> Outcome {
    guard let index = index(of: fragment.messageSequence) else {
      return append(fragment, isEncrypted: isEncrypted, at: stamp)
    }
    let range = fragment.fragmentOffset..<(fragment.fragmentOffset + fragment.body.byteCount)
    let first = entries[index].copies.first?.packets.first ?? stamp
    guard entries[index].type == fragment.messageType, entries[index].length == fragment.length else {
      keepVariant(fragment, at: stamp)
      return .contradicts(firstSent: first)
    }
    let comparison = entries[index].ranges.comparing(fragment.body, at: fragment.fragmentOffset)
    if comparison.conflicts {
      keepVariant(fragment, at: stamp)
      return .contradicts(firstSent: first)
    }
    if range.isEmpty && entries[index].length > 0 { return .added(isComplete: false) }
    if entries[index].isComplete {
      entries[index].note(range, at: stamp)
      return .repeated(firstSent: first)
    }
    guard heldBytes + comparison.added <= Self.maximumHeldBytes,
      entries[index].ranges.pieceCount < Self.maximumPieces || entries[index].ranges.touches(range)
    else { return .refused }
    entries[index].note(range, at: stamp)
    heldBytes += comparison.added
    entries[index].ranges.insert(fragment.body, at: fragment.fragmentOffset)
    if entries[index].ranges.isComplete {
      entries[index].isComplete = true
      entries[index].completed = stamp
    }
    if comparison.added == 0 { return .repeated(firstSent: first) }
    return .added(isComplete: entries[index].isComplete, repeating: comparison.repeated > 0 ? first : nil)
  }

  private mutating func append(
    _ fragment: borrowing HandshakeFragment, isEncrypted: Bool, at stamp: PacketStamp
  ) -> Outcome {
    let count = fragment.body.byteCount
    if entries.count >= Self.maximumMessages { forgetOldMessage() }
    guard entries.count < Self.maximumMessages, heldBytes + count <= Self.maximumHeldBytes else { return .refused }
    heldBytes += count
    var ranges = ByteRanges(total: fragment.length)
    ranges.insert(fragment.body, at: fragment.fragmentOffset)
    let range = fragment.fragmentOffset..<(fragment.fragmentOffset + count)
    let isComplete = ranges.isComplete
    let entry = Entry(
      type: fragment.messageType, messageSequence: fragment.messageSequence, length: fragment.length,
      isEncrypted: isEncrypted, isComplete: isComplete, completed: isComplete ? stamp : nil,
      copies: ShortList(Copy(at: stamp, covering: range)), ranges: ranges)
    let place = entries.firstIndex { $0.messageSequence > fragment.messageSequence } ?? entries.endIndex
    entries.insert(entry, at: place)
    return .added(isComplete: isComplete)
  }

  /// Makes room by forgetting the oldest message after Finished: a session of DTLS 1.3 has no end of them.
  private mutating func forgetOldMessage() {
    guard let finished = entries.firstIndex(where: { $0.type == .finished }), finished + 1 < entries.count else {
      return
    }
    heldBytes -= entries.remove(at: finished + 1).ranges.heldCount
    forgottenMessages += 1
  }

  private mutating func keepVariant(_ fragment: borrowing HandshakeFragment, at stamp: PacketStamp) {
    guard fragment.isWhole, !fragment.isCut else { return }
    keepVariant(
      Variant(
        type: fragment.messageType, messageSequence: fragment.messageSequence, body: [UInt8](fragment.body),
        stamp: stamp))
  }

  private mutating func keepVariant(_ variant: Variant) {
    guard !variants.contains(where: { $0.messageSequence == variant.messageSequence && $0.body == variant.body })
    else { return }
    variants.append(variant)
    while variants.count > Self.maximumVariants
      || variants.reduce(0, { $0 + $1.body.count }) > Self.maximumVariantBytes
    {
      variants.removeFirst()
    }
  }

  /// Makes room for another message with this message_seq; the one that was there stays in `superseded`, and is a
  /// variant of the one that is to come.
  mutating func supersede(_ messageSequence: UInt16) {
    guard let index = index(of: messageSequence) else { return }
    heldBytes -= entries[index].ranges.heldCount
    var entry = entries.remove(at: index)
    if let body = entry.body, let stamp = entry.copies.first?.packets.first {
      keepVariant(Variant(type: entry.type, messageSequence: messageSequence, body: body, stamp: stamp))
    }
    entry.ranges = ByteRanges(total: entry.length)
    if superseded.count < Self.maximumMessages { superseded.append(entry) }
  }

  /// The messages of `type` alone.
  func only(_ type: HandshakeType) -> HandshakeStream {
    var stream = HandshakeStream()
    stream.entries = entries.filter { $0.type == type }
    stream.superseded = superseded.filter { $0.type == type }
    stream.heldBytes = stream.entries.reduce(0) { $0 + $1.ranges.heldCount }
    return stream
  }
  /// Whether any byte of a body is held.
  var holdsBodies: Bool { heldBytes > 0 }

  /// Lets go of all bodies: nothing of the handshake is derived from them any more.
  package mutating func releaseBodies() {
    heldBytes = 0
    for index in entries.indices { entries[index].ranges = ByteRanges(total: entries[index].length) }
    variants = []
  }
}

extension HandshakeStream.Entry {
  /// A message that no packet carried.
  init(inferred type: HandshakeType, messageSequence: UInt16, body: [UInt8]) {
    self.type = type
    self.messageSequence = messageSequence
    length = body.count
    isEncrypted = false
    isComplete = true
    completed = nil
    copies = ShortList()
    ranges = ByteRanges(total: body.count)
    ranges.insert(body.span.bytes, at: 0)
  }

  /// Counts a fragment that covers `range` to the sending it belongs to: a new one if the last one had those bytes.
  fileprivate mutating func note(_ range: Range<Int>, at stamp: PacketStamp) {
    guard let last = copies.indices.last else { return }
    let startsCopy =
      length == 0 || copies[last].covered.count >= HandshakeStream.maximumPieces
      || copies[last].covered.contains { $0.overlaps(range) }
    guard !startsCopy else {
      guard copies.count < HandshakeStream.maximumCopies else {
        uncountedCopies += 1
        return
      }
      copies.append(HandshakeStream.Copy(at: stamp, covering: range))
      return
    }
    copies[last].fragments += 1
    if let before = copies[last].covered.last, before.upperBound == range.lowerBound {
      copies[last].covered[copies[last].covered.count - 1] = before.lowerBound..<range.upperBound
    } else {
      copies[last].covered.append(range)
    }
    guard copies[last].packets.count < HandshakeStream.maximumPackets else { return }
    if copies[last].packets.last == stamp { return }
    copies[last].packets.append(stamp)
  }
}

extension [UInt8] {
  /// Appends the low 24 bits of `value`.
  fileprivate mutating func append(bigEndian24 value: Int) {
    append(UInt8(truncatingIfNeeded: value >> 16))
    append(UInt8(truncatingIfNeeded: value >> 8))
    append(UInt8(truncatingIfNeeded: value))
  }
}
