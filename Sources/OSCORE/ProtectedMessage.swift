import Bytes
import CoAP

/// A CoAP message that OSCORE protects, and the ordinary message that it stands for.
enum ProtectedMessage {
  /// Options that are not encrypted and belong to the ordinary message all the same: class U (RFC 8613 §4.1, figure 5;
  /// RFC 9668 §3.1).
  ///
  /// What else stands outside is for proxies, or is to be ignored.
  static let unprotectedOptions: Set<OptionNumber> = [
    .uriHost, .uriPort, .hopLimit, .edhoc, .proxyUri, .proxyScheme,
  ]

  /// Whether the protected message comes in blocks of its own, of which this is not the whole (RFC 8613 §4.1.3.4.2).
  static func isPart(_ outer: borrowing MessageView) -> Bool {
    isPart(outer.block1) || isPart(outer.block2)
  }

  private static func isPart(_ block: Block?) -> Bool {
    block.map { $0.num > 0 || $0.more } ?? false
  }

  /// What is encrypted, with its tag: the payload, but for message_3 of EDHOC before it where both go in one request (RFC
  /// 9668 §3.2.1).
  @_lifetime(copy outer)
  static func sealed(_ outer: MessageView) -> RawSpan {
    guard outer.firstValue(of: .edhoc) != nil else { return outer.payload }
    var reader = ByteReader(outer.payload, as: "EDHOC")
    guard case .byteString? = try? CBORItem(decoding: &reader, "EDHOC_MSG_3") else { return outer.payload }
    return reader.readRemainingSpan()
  }

  /// The ordinary message: code, options and payload are those of the plaintext, but for what is not encrypted (RFC 8613
  /// §5.3, §8.2 and §8.4).
  static func merge(_ outer: borrowing MessageView, plaintext: [UInt8]) throws(DecodeError) -> Message {
    guard let code = plaintext.first else {
      throw DecodeError("OSCORE plaintext", "code", at: 0, .needs(1, has: 0))
    }
    // The plaintext is a message without its header.
    let header: [UInt8] = [
      MessageView.version << 6 | outer.type.rawValue << 4, code, UInt8(outer.messageID >> 8),
      UInt8(outer.messageID & 0xff),
    ]
    var message = try Message(bytes: header + plaintext.dropFirst())
    message.token = [UInt8](outer.token)
    var options = outer.options
    while let option = options.next() {
      if unprotectedOptions.contains(option.number) {
        message.options.append(Option(option.number, [UInt8](option.value)))
      } else if option.number == .observe, message.code.isResponse,
        let index = message.options.firstIndex(where: { $0.number == .observe && $0.value.isEmpty })
      {
        // A notification has its number outside; inside, the option is empty (RFC 8613 §4.1.3.5.2).
        message.options[index].value = [UInt8](option.value)
      }
    }
    return message
  }
}
