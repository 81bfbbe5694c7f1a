import Bytes

/// A body that is sent in blocks (RFC 7959, RFC 9177), in one direction.
package final class BlockTransfer {
  /// What is wrong with a transfer.
  package enum Problem: Hashable, Sendable {
    /// A block other than the last is not as long as its option says (RFC 7959 §2.2).
    case wrongSize(expected: Int, actual: Int)
    /// The option has the size exponent 7, which UDP has no use for (RFC 7959 §2.2).
    case reservedSize
    /// The blocks do not belong together: their ETag changed, so the body did (RFC 7959 §2.4).
    case eTagChanged
    /// A block lies beyond the one that said it was the last.
    case beyondEnd
    /// The server offers larger blocks than the client asked for (RFC 7959 §2.3).
    case largerThanAsked(Int, Int)
    /// There are more gaps than are followed.
    case tooManyGaps
  }

  /// Which option counts its blocks.
  package let option: OptionNumber
  /// The packet of its first block.
  package let first: PacketStamp
  /// The packet of its last block so far.
  package private(set) var last: PacketStamp
  /// Blocks that are there, each once.
  package private(set) var blocks = 0
  /// Blocks that were there already when they came in a message of their own.
  package private(set) var repeated = 0
  /// The packet of the first of these.
  package private(set) var firstRepeated: PacketStamp?
  /// Bytes a block, of the first and of the last one.
  package private(set) var sizes: (first: Int, last: Int)
  /// What the sender says the whole is long: Size1 or Size2.
  package private(set) var declaredSize: Int?
  /// What is wrong, with the packet that shows it: the first of each kind of packet, a few in all.
  package private(set) var problems: [(problem: Problem, stamp: PacketStamp)] = []
  /// Length of the body, once the last block was there.
  package private(set) var total: Int?
  private var coverage = Coverage()
  private var eTag: [UInt8]?
  /// The body as far as it is there; nil if it is not kept, or longer than what is kept.
  private var body: ByteRanges?
  /// The format of the body.
  package private(set) var contentFormat: ContentFormat?

  /// Problems that are kept.
  static let maximumProblems = 8
  /// Bytes of a body that are kept at most. Firmware images for microcontrollers are shorter.
  package static let maximumBody = 8 << 20

  init(_ option: OptionNumber, _ block: Block, keepsBody: Bool, at stamp: PacketStamp) {
    self.option = option
    (first, last) = (stamp, stamp)
    sizes = (block.size, block.size)
    if keepsBody { body = ByteRanges() }
  }

  /// Whether the body goes to the server.
  package var isUpload: Bool { option == .block1 || option == .qBlock1 }
  /// Bytes of the body that are there.
  package var bytes: Int { coverage.count }
  /// Whether the whole body is there.
  package var isComplete: Bool { total.map(coverage.isComplete) ?? false }
  /// The first part that is missing between others, or up to the end if that is known: offsets in bytes.
  package var firstGap: Range<Int>? {
    coverage.firstGap ?? total.flatMap { coverage.end < $0 ? coverage.end..<$0 : nil }
  }
  /// Where the next block begins.
  var end: Int { coverage.end }
  /// The whole body, if it is there and was kept.
  package var wholeBody: [UInt8]? {
    guard isComplete, var body, let total, body.setTotal(total) else { return nil }
    return body.bytes
  }

  /// Takes in the message with a block. `askedSize`: bytes a block that the request wants at most.
  func receive(_ block: Block, of message: borrowing MessageView, askedSize: Int?, at stamp: PacketStamp) {
    last = stamp
    sizes.last = block.size
    noteProperties(of: message, at: stamp)
    if block.isReserved { note(.reservedSize, at: stamp) }
    if let askedSize, block.size > askedSize { note(.largerThanAsked(askedSize, block.size), at: stamp) }
    let length = message.payload.byteCount + message.missing
    if block.more ? length != block.size : length > block.size, !block.isReserved {
      note(.wrongSize(expected: block.size, actual: length), at: stamp)
    }
    let range = block.offset..<(block.offset + length)
    if let total, range.upperBound > total { return note(.beyondEnd, at: stamp) }
    if !range.isEmpty, coverage.contains(range) {
      repeated += 1
      if firstRepeated == nil { firstRepeated = stamp }
      return
    }
    if !block.more { total = range.upperBound }
    blocks += 1
    guard coverage.insert(range) else { return note(.tooManyGaps, at: stamp) }
    keep(message.payload, at: block.offset, missing: message.missing)
  }

  private func keep(_ payload: RawSpan, at offset: Int, missing: Int) {
    guard missing == 0, offset + payload.byteCount <= Self.maximumBody, (body?.pieceCount ?? 0) < Coverage.maximumRanges
    else { return body = nil }
    body?.insert(payload, at: offset)
  }

  private func noteProperties(of message: borrowing MessageView, at stamp: PacketStamp) {
    if let format = message.contentFormat { contentFormat = format }
    let sizeOption: OptionNumber = isUpload ? .size1 : .size2
    guard message.has(.eTag) || message.has(sizeOption) else { return }
    var options = message.options
    while let option = options.next() {
      if option.number == sizeOption {
        declaredSize = option.value.unsignedValue(limit: 4).map { Int($0) } ?? declaredSize
      } else if option.number == .eTag, !isUpload {
        let value = [UInt8](option.value)
        if let eTag, eTag != value { note(.eTagChanged, at: stamp) }
        eTag = value
      }
    }
  }

  private func note(_ problem: Problem, at stamp: PacketStamp) {
    guard problems.count < Self.maximumProblems, !problems.contains(where: { $0.problem == problem }) else { return }
    problems.append((problem, stamp))
  }
}

extension BlockTransfer.Problem: CustomStringConvertible {
  /// What is wrong, in some words.
  package var description: String {
    switch self {
    case .wrongSize(let expected, let actual): "a block has \(actual) bytes where its option says \(expected)"
    case .reservedSize: "the size exponent 7 is reserved on UDP"
    case .eTagChanged: "the ETag changed within the body"
    case .beyondEnd: "a block lies beyond the last one"
    case .largerThanAsked(let asked, let offered): "blocks of \(offered) bytes where \(asked) were asked for"
    case .tooManyGaps: "it has too many gaps to follow"
    }
  }
}
