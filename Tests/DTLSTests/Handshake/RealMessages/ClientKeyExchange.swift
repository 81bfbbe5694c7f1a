import DTLS

extension RealMessage {
  static let clientKeyExchangeMessages: [RealMessage] = [
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .clientKeyExchange,
      context: DecodingContext(keyExchange: .ecdhe(isAnonymous: false), version: .dtls12),
      digits: "204c063f2f37ee3c2affd9308212ab682f7fc144ed8f4382db6c2fd0a2dad2c65a"),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .clientKeyExchange,
      context: DecodingContext(keyExchange: .ecdhe(isAnonymous: false), version: .dtls12),
      digits: "20304f64a069dfabe16b90bafbaf0e47e6d4c293740d7ac9abd34bc1f554e8ce32"),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .clientKeyExchange,
      context: DecodingContext(keyExchange: .ecdhePSK, version: .dtls12),
      digits: """
        000a657370333263335f6964202396f150498b596997898d20723e781c94193de3ccf8a84e800591c115950c00
        """),
    RealMessage(
      stack: "libcoap 4.3.5 + Mbed TLS 3.6.0",
      type: .clientKeyExchange,
      context: DecodingContext(keyExchange: .psk, version: .dtls12),
      digits: "000a657370333263335f6964"),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .clientKeyExchange,
      context: DecodingContext(keyExchange: .ecdhe(isAnonymous: false), version: .dtls12),
      digits: "20d0ca68de4a47bdf4f410d223706bcc8b5369a11200fece04beb34406d945b22f"),
    RealMessage(
      stack: "libcoap 4.3.1 + OpenSSL default ciphers",
      type: .clientKeyExchange,
      context: DecodingContext(keyExchange: .ecdhePSK, version: .dtls12),
      digits: """
        000a657370333263335f696420fc1e93dd8403c0e4c000d257778db6d3c263fdca309925ce08659f9fadf02e00
        """),
    RealMessage(
      stack: "libcoap 4.3.1 + GnuTLS 3.7.9, default priorities",
      type: .clientKeyExchange,
      context: DecodingContext(keyExchange: .ecdhePSK, version: .dtls12),
      digits: """
        000a657370333263335f6964410411ce283c933d191d2139de54e26948e00c426d2060f3d7d9dd72ba72a886385c18537195
        2ef4c8e169c3a056f0bdca0bd00f7e43d95ffbc1f46a92e94d6d484b
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .clientKeyExchange,
      context: DecodingContext(keyExchange: .rsa, version: .dtls12),
      digits: """
        01007c502f9f4ee2a64ab440cf8c64ac714998840aa5864faba561c3d36eb1f54283576d04b83c52e05dce2bae0862f5f626
        1927ae533fc5324a37b0b67d7638c2c0cf021c082bcaf3e448ea1df57a494180e7b4b012bee4502b22d0779c0e0909e98036
        bd710c8071e1cbd815b6e638c491d8a11baabc4e10aa413a8e5283112e196e6abcdf18e1ac2cd50405eb3d5cfc654c827cc4
        6b066004a211bc8fd9dc609328d8b414737719faaafbc800014461328f87fc0f5b971407bd8eadfd0a8e04545f3bbb473646
        d062a1ea9c352a0f4b32a9beaa4e722edcff0aaf993e70ca6640a94b593233701cdb63f17f1db2f62e002e42a00017a14539
        917d65c9e472450e
        """),
  ]
}
