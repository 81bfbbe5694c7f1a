import DTLS

extension RealMessage {
  static let certificateVerifyMessages: [RealMessage] = [
    RealMessage(
      stack: "wolfSSL 5.5.4",
      type: .certificateVerify,
      context: DecodingContext(version: .dtls13, isFromServer: true),
      digits: """
        040300473045022100f1c4a07cbea94839ae1ae24a4f9bfc3a98b2aa2c9efd3b3e3b0c5819ed12766d02202deecead301e67
        0182917efb5560953e39aee79af94dcafcff3c9815e72ef82c
        """)
  ]
}
