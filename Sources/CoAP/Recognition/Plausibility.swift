import Bytes

/// Tells CoAP from other protocols by content, for flows on ports that say nothing.
///
/// CoAP has no magic number, so this weighs evidence. Each thing that a plausible message shows, and that bytes of
/// another kind would show only by chance, counts the binary logarithm of the odds against that chance, rounded down:
///
/// - the header, 6 bits: version 1 (1 in 4), a token length below 9 (9 in 16), a registered code that is no signal (34
///   in 256) and goes with the type (about 2 in 3) leave 1 random header in 80;
/// - an option, 2 bits: of random option headers about 1 in 4 leads to a registered option of legal length;
/// - a byte of a text option, 1 bit: fewer than half of all bytes can stand in one;
/// - a registered content format, 1 bit;
/// - without a payload, a last option or a token that ends where the datagram ends, 3 bits: of 16 lengths one does;
/// - the payload marker, 8 bits; a byte of a payload that is text, 1 bit, but 8 at most.
///
/// A message is certain at 16 bits, and if it is not text as a whole: the bits of a text option say nothing then, and no
/// request and no payload marker is text. Of 10 million random datagrams of 5 to 64 bytes 61 were certain, 1 in 160 000
/// (a test counts over fewer). What other protocols send is not random: version 2 of RTP, the small first byte of STUN,
/// DTLS and SNMP, and QUIC's long header fail the version; DNS fails in the options, because zero bytes make no
/// registered option. QUIC's short header has the two bits of version 1 and is random after them, so that 1 in 40 000 of
/// them is certain: a long flow on a port of no known protocol should show more than one certain message.
package enum Plausibility {
  /// Bits of evidence from which a message is certain.
  static let certainty = 16

  /// Whether `bytes` are a message that RFC 7252 allows, with registered numbers only. Many a short datagram of another
  /// protocol is: enough for a port that is known for CoAP, or in a flow with a certain message.
  package static func isPlausible(_ bytes: RawSpan) -> Bool {
    evidence(bytes) != nil
  }

  /// Whether `bytes`, of a datagram that was sent with `length`, are plausible and show so much of CoAP that another
  /// protocol is unlikely.
  package static func isCertain(_ bytes: RawSpan, length: Int? = nil) -> Bool {
    (evidence(bytes, length: length) ?? 0) >= certainty && !PayloadText.isText(bytes)
  }

  /// Whether `bytes`, of a datagram that was sent with `length`, keep to the format, whatever they say.
  package static func isReadable(_ bytes: RawSpan, length: Int? = nil) -> Bool {
    do throws(DecodeError) {
      _ = try MessageView(bytes, length: length)
      return true
    } catch {
      return false
    }
  }

  /// Bits of evidence, or nil if `bytes` are not plausible.
  static func evidence(_ bytes: RawSpan, length: Int? = nil) -> Int? {
    // Before anything else is read: nearly everything that is not CoAP ends here.
    guard let first = bytes.byte(at: 0), first >> 6 == MessageView.version, first & 15 <= 8 else { return nil }
    do throws(DecodeError) { return evidence(try MessageView(bytes, length: length)) } catch { return nil }
  }

  private static func evidence(_ message: borrowing MessageView) -> Int? {
    guard message.type.mayCarry(message.code), message.code.isRegistered else { return nil }
    guard !message.code.isEmpty else { return message.emptyMessageViolation == nil ? 0 : nil }
    var bits = 6
    var previous: OptionNumber?
    var sequence = message.options
    while let option = sequence.next() {
      guard let definition = option.number.definition,
        OptionViolation.rule(brokenBy: option, after: previous, in: message.code) == nil,
        let weight = evidence(option, definition.format)
      else { return nil }
      bits += weight
      previous = option.number
    }
    if message.payload.byteCount > 0 {
      bits += 8
      if PayloadText.isText(message.payload) { bits += min(8, message.payload.byteCount) }
    } else if message.missing == 0 {
      bits += 3
    }
    return bits
  }

  /// Bits of evidence in an option of legal length, or nil if no sender writes such a value.
  private static func evidence(_ option: borrowing OptionView, _ format: OptionDefinition.Format) -> Int? {
    switch format {
    case .string: isURIText(option.value) ? 2 + option.value.byteCount : nil
    case .contentFormat: ContentFormat(option.value)?.isRegistered == true ? 3 : 2
    case .block, .empty, .opaque, .uint: 2
    }
  }

  /// Whether `bytes` are UTF-8 without any control character.
  private static func isURIText(_ bytes: RawSpan) -> Bool {
    var index = 0
    while index < bytes.byteCount {
      guard let scalar = UTF8Text.scalar(in: bytes, at: index), !UTF8Text.isControl(scalar.value) else { return false }
      index += scalar.length
    }
    return true
  }
}
