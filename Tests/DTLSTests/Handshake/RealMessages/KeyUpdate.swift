import DTLS

extension RealMessage {
  static let keyUpdateMessages: [RealMessage] = [
    RealMessage(
      stack: "wolfSSL 5.5.4",
      type: .keyUpdate,
      context: DecodingContext(version: .dtls13),
      digits: "01")
  ]
}
