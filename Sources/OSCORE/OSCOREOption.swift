import Bytes

/// The value of an OSCORE option: which key protects the message, and with which nonce (RFC 8613 §6.1).
///
///     0 1 2 3 4 5 6 7 <------------- n bytes -------------->
///     |0 0 0|h|k|  n  |       Partial IV (if any) ...
///      <- 1 byte -> <----- s bytes ------>
///     | s (if any) | kid context (if any) | kid (if any) ...
package struct OSCOREOption: Hashable, Sendable {
  /// The sender's sequence number in as few bytes as hold it, 1 to 5; nil if `n` is 0.
  package var partialIV: [UInt8]?
  /// Which context the kid belongs to; nil unless the flag `h` is set.
  package var kidContext: [UInt8]?
  /// The Sender ID of whoever protected the message; nil unless the flag `k` is set.
  package var kid: [UInt8]?
  /// Whether the message is one of Group OSCORE in its group mode, with a countersignature behind the ciphertext (RFC
  /// 10021).
  package var isGroupMode = false

  /// The bits that say what the option holds.
  private enum Flag {
    static let partialIVLength: UInt8 = 0x07
    static let kid: UInt8 = 0x08
    static let kidContext: UInt8 = 0x10
    static let group: UInt8 = 0x20
    static let reserved: UInt8 = 0xc0
  }

  /// The longest Partial IV in bytes; `n` of 6 and 7 are reserved.
  private static let maximumPartialIVLength = 5

  /// An option with these fields.
  package init(partialIV: [UInt8]? = nil, kidContext: [UInt8]? = nil, kid: [UInt8]? = nil) {
    self.partialIV = partialIV
    self.kidContext = kidContext
    self.kid = kid
  }

  /// Decodes an option's value; an empty one has no field.
  ///
  /// - Throws: for what the receiver answers with 4.02 Bad Option, or silently rejects in a response (RFC 8613 §8.2, §8.4):
  ///   reserved bits and lengths, fields that are cut, bytes that no flag announces.
  package init(_ value: RawSpan) throws(DecodeError) {
    var reader = ByteReader(value, as: "OSCORE")
    guard !reader.isAtEnd else { return }
    let flags = try reader.readUInt8("flags")
    guard flags & Flag.reserved == 0 else {
      throw DecodeError("OSCORE", "flags", at: 0, .invalid("the two high bits are reserved"))
    }
    guard flags != 0 else {
      throw DecodeError("OSCORE", "flags", at: 0, .invalid("an option without fields is empty"))
    }
    let length = Int(flags & Flag.partialIVLength)
    guard length <= Self.maximumPartialIVLength else {
      throw DecodeError("OSCORE", "n", at: 0, .outOfRange(length, allowed: 0...Self.maximumPartialIVLength))
    }
    isGroupMode = flags & Flag.group != 0
    if length > 0 { partialIV = try reader.readBytes(length, "Partial IV") }
    if flags & Flag.kidContext != 0 { kidContext = try reader.readOpaque8("kid context") }
    if flags & Flag.kid != 0 { kid = reader.readRemaining() }
    try reader.expectEnd()
  }

  /// The sender's sequence number, if there is a Partial IV.
  package var sequenceNumber: UInt64? {
    partialIV.map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }
}
