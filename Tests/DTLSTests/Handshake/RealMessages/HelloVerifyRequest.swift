import DTLS

extension RealMessage {
  static let helloVerifyRequestMessages: [RealMessage] = [
    RealMessage(
      stack: "gnutls 3.7.9 tools",
      type: .helloVerifyRequest,
      context: DecodingContext(isFromServer: true),
      digits: "feff107e5f33c45c893d8c7955ac77c9dfa186"),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .helloVerifyRequest,
      context: DecodingContext(isFromServer: true),
      digits: "feff14ca2fff93061e07df23512226344a5f17ca2fff93"),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .helloVerifyRequest,
      context: DecodingContext(isFromServer: true),
      digits: "fefd206b04d6522a1bd33c25a900d39fb30eff87806736cd938dd86527e8194fae1c58"),
  ]
}
