import Bytes

/// A message that is still in its packet, every field of it checked (RFC 7252 §3).
///
///     Ver: 2 | T: 2 | TKL: 4 | Code: 8 | Message ID: 16
///     | Token Length (extended): 0, 8 or 16 (RFC 8974 §2.1) | Token | Options | 11111111 | Payload
///
/// It borrows its bytes: nothing is copied, and nothing may outlive the packet. `Message` is the copy that may.
package struct MessageView: ~Escapable {
  /// The whole message.
  package let bytes: RawSpan
  /// How it takes part in the message layer.
  package let type: MessageType
  /// Its method or its status.
  package let code: Code
  /// Ties acknowledgements and copies to a message; says nothing of request and response.
  package let messageID: UInt16
  /// Ties a response to its request: 0 to 8 bytes, or up to 65804 (RFC 8974).
  package let token: RawSpan
  /// What follows the payload marker; empty without one.
  package let payload: RawSpan
  /// Length in bytes of the payload as it was sent; nil if the capture ends before it can be told.
  package let payloadLength: Int?
  /// Number of bytes at the message's end that the capture does not hold.
  package let missing: Int
  /// The bytes of the options, all of them readable.
  private let optionBytes: RawSpan
  /// Whether no option breaks a rule; false where that takes a closer look.
  private(set) var hasOrdinaryOptions = true
  /// Bit n: an option n is there; for the numbers below 64.
  private var present: UInt64 = 0
  /// Whether an option with a number from 64 on is there.
  private var hasHighOptions = false

  /// What an Empty message has that it must not: a token, or anything after its message ID (RFC 7252 §4.1). Its receiver
  /// has to reject it; libraries that send such acknowledgements exist, so it is decoded all the same.
  package var emptyMessageViolation: DecodeError? {
    guard code.isEmpty, bytes.byteCount + missing > Self.emptyMessageLength else { return nil }
    return token.byteCount > 0
      ? DecodeError(messageStructure, "TKL", at: 0, .invalid("an Empty message has no token"))
      : DecodeError(
        messageStructure, "Message ID", at: Self.emptyMessageLength, .invalid("an Empty message ends after it"))
  }

  /// Length of a lawful Empty message in bytes (RFC 7252 §4.1).
  private static let emptyMessageLength = 4

  /// The version of every message that decodes.
  package var version: UInt8 { Self.version }

  /// The only version there is.
  package static let version: UInt8 = 1

  /// Decodes the datagram's payload, or the plaintext of a DTLS record.
  ///
  /// - Parameter length: bytes that were sent, if the capture may hold fewer: then what is missing at the end is no
  ///   error, but for the fixed header. A token is given as far as it goes, and an option that is cut is left out.
  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan, length: Int? = nil) throws(DecodeError) {
    var reader = ByteReader(bytes, as: messageStructure)
    let header = try MessageHeader(decoding: &reader)
    self.bytes = bytes
    type = header.type
    code = header.code
    messageID = header.messageID
    missing = max(0, (length ?? 0) - bytes.byteCount)
    let isCut = missing > 0
    let tokenLength = try header.readTokenLength(&reader)
    token = try reader.readSpan(isCut ? min(tokenLength, reader.remaining) : tokenLength, "Token")

    let rest = reader.unread
    var sequence = OptionSequence(reader)
    var isInOption = false
    var previous: UInt16?
    do throws(DecodeError) {
      while let option = try sequence.read() {
        let number = option.number.rawValue
        if number < 64 { present |= 1 << UInt64(number) } else { hasHighOptions = true }
        hasOrdinaryOptions =
          hasOrdinaryOptions
          && OptionDefinition.isOrdinary(number, length: option.value.byteCount, after: previous, in: code)
        previous = number
      }
    } catch {
      guard isCut, case .needs = error.reason else { throw error }
      isInOption = true
    }
    reader = sequence.reader
    optionBytes = rest.extracting(first: rest.byteCount - reader.remaining)
    let hasPayload = !isInOption && !reader.isAtEnd
    if hasPayload {
      _ = try reader.readUInt8("Payload Marker")
      guard !reader.isAtEnd || isCut else { throw reader.error("Payload", .invalid("empty after the payload marker")) }
    }
    payload = isInOption ? bytes.extracting(first: 0) : reader.readRemainingSpan()
    payloadLength = hasPayload || !isCut ? payload.byteCount + missing : nil
  }

  /// The format of the payload, from the first Content-Format option of legal length.
  package var contentFormat: ContentFormat? { first(.contentFormat) { ContentFormat($0) } }
  /// The first Observe option of legal length.
  package var observe: Observe? { first(.observe) { Observe($0) } }
  /// The first Block1 option of legal length.
  package var block1: Block? { first(.block1) { Block($0) } }
  /// The first Block2 option of legal length.
  package var block2: Block? { first(.block2) { Block($0) } }
  /// The first Q-Block1 option of legal length (RFC 9177).
  package var qBlock1: Block? { first(.qBlock1) { Block($0) } }
  /// The first Q-Block2 option of legal length (RFC 9177).
  package var qBlock2: Block? { first(.qBlock2) { Block($0) } }

  /// What `decode` makes of the first option of a number below 64 that it makes something of. Options are decoded where they are
  /// asked for: most messages have few of these, and few ask.
  private func first<Value>(_ number: OptionNumber, _ decode: (RawSpan) -> Value?) -> Value? {
    guard has(number) else { return nil }
    var options = options
    while let option = options.next() {
      if option.number == number, let value = decode(option.value) { return value }
    }
    return nil
  }

  /// Whether an option `number`, which is below 64, is there.
  func has(_ number: OptionNumber) -> Bool {
    present >> UInt64(number.rawValue) & 1 == 1
  }

  /// Whether something other than path and query says what a request is about.
  var hasUncommonURI: Bool {
    hasHighOptions || has(.uriHost) || has(.uriPort) || has(.proxyUri)
  }

  /// The block of a body that goes to the server, and the option that says so.
  package var uploadBlock: (block: Block, option: OptionNumber)? {
    block1.map { ($0, .block1) } ?? qBlock1.map { ($0, .qBlock1) }
  }

  /// The block of a body that comes from the server, or that a request asks for, and the option that says so.
  package var downloadBlock: (block: Block, option: OptionNumber)? {
    block2.map { ($0, .block2) } ?? qBlock2.map { ($0, .qBlock2) }
  }

  /// Max-Age in seconds, if there is one of legal length (RFC 7252 §5.10.5).
  var maxAge: UInt32? {
    has(.maxAge) ? value(of: .maxAge, limit: 4).map { UInt32(truncatingIfNeeded: $0) } : nil
  }

  /// The bits of No-Response, if there is one of legal length (RFC 7967 §2.1).
  var noResponse: UInt8? {
    hasHighOptions ? value(of: .noResponse, limit: 1).map { UInt8(truncatingIfNeeded: $0) } : nil
  }

  /// The number in the first option `number`, of `limit` bytes at most.
  private func value(of number: OptionNumber, limit: Int) -> UInt64? {
    var sequence = options
    while let option = sequence.next() {
      if option.number == number { return option.value.unsignedValue(limit: limit) }
    }
    return nil
  }

  /// The value of the first option of a number below 64, or nil if there is none.
  @_lifetime(copy self)
  package func firstValue(of number: OptionNumber) -> RawSpan? {
    guard has(number) else { return nil }
    var options = options
    while let option = options.next() {
      if option.number == number { return option.value }
    }
    return nil
  }

  /// The options, from the first.
  package var options: OptionSequence {
    @_lifetime(copy self)
    get { OptionSequence(ByteReader(optionBytes, as: messageStructure)) }
  }
}
