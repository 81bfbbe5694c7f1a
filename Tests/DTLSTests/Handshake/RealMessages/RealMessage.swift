import Bytes
import DTLS
import TestSupport

/// Handshake messages of real traffic, one of each form that was seen; those of DTLS 1.3 are decrypted.
struct RealMessage {
  /// The stack that sent it, and its peer where both are named.
  let stack: String
  /// Which message it is.
  let type: HandshakeType
  /// What the messages before it told.
  let context: DecodingContext
  /// The message without its header, in hexadecimal.
  let digits: String

  var body: [UInt8] { hex(digits) }

  /// The messages of `type`.
  static func of(_ type: HandshakeType) -> [RealMessage] { all.filter { $0.type == type } }
}

extension RealMessage {
  static let all: [RealMessage] =
    clientHelloMessages + serverHelloMessages + helloVerifyRequestMessages + newSessionTicketMessages
    + encryptedExtensionsMessages + certificateMessages + serverKeyExchangeMessages + certificateRequestMessages
    + certificateVerifyMessages + clientKeyExchangeMessages + finishedMessages + keyUpdateMessages
}
