import DTLS

extension RealMessage {
  static let certificateRequestMessages: [RealMessage] = [
    RealMessage(
      stack: "gnutls 3.7.9 tools",
      type: .certificateRequest,
      context: DecodingContext(version: .dtls12, isFromServer: true),
      digits: "0201400020040108090804040308070501080a0805050308080601080b08060603020102030000"),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .certificateRequest,
      context: DecodingContext(version: .dtls12, isFromServer: true),
      digits: "02014000080503050104030401001500133011310f300d06035504030c064c6162204341"),
  ]
}
