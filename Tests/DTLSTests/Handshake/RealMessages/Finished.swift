import DTLS

extension RealMessage {
  static let finishedMessages: [RealMessage] = [
    RealMessage(
      stack: "wolfSSL 5.5.4",
      type: .finished,
      context: DecodingContext(version: .dtls13, isFromServer: true),
      digits: "81affbf9d7489bee6df06dd490b6411d832f2a50c8b180dc61f1127a55fd4519")
  ]
}
