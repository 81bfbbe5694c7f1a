import DTLS

extension RealMessage {
  static let encryptedExtensionsMessages: [RealMessage] = [
    RealMessage(
      stack: "wolfSSL 5.5.4",
      type: .encryptedExtensions,
      context: DecodingContext(version: .dtls13, isFromServer: true),
      digits: "0000")
  ]
}
