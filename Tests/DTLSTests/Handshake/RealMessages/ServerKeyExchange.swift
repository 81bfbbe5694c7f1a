import DTLS

extension RealMessage {
  static let serverKeyExchangeMessages: [RealMessage] = [
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverKeyExchange,
      context: DecodingContext(keyExchange: .ecdhe(isAnonymous: false), version: .dtls12, isFromServer: true),
      digits: """
        03001d20713a036fe00bfc4878b2b7bd3e56bad0b47bc760a51492b05e3dfa5ac803b36704030046304402200caf0fc31de7
        c56c090e5d3b40612a387edf78a995fb4cca2d179160dfde3f0f0220663fd1efd92b692abba6a77af16e34b3044b647ab985
        220082912ad4b03cb031
        """),
    RealMessage(
      stack: "gnutls 3.7.9 tools",
      type: .serverKeyExchange,
      context: DecodingContext(keyExchange: .ecdhe(isAnonymous: false), version: .dtls12, isFromServer: true),
      digits: """
        030017410407332b61807acd5c287801b5abecf69e5f6da3583f455b0da5a4e1cd89d549924fc5156c80e3e236222b1a4c9a
        225f00d66db22d799e009c71603bd6a98cd5ba040300483046022100ee1566e0b157fb37ffa8844c82de8a9e98d5961ebbc0
        13a2e5cf5a248127716b0221009ef27be5db45018e356408c42ac57e0c33e3fb02d09c9dc184b98667f99786e9
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverKeyExchange,
      context: DecodingContext(keyExchange: .ecdhe(isAnonymous: false), version: .dtls12, isFromServer: true),
      digits: """
        03001d20028253ca3775f7f275a5e33ee6013dd79d763d9262ed99e037a19a7cf12ad7730804010008f3c3af25ff1e371571
        b0bfc7beb645dc676e65aa0afde7c4e1b7607dfb047ea4569c68eecd84ba2fbd9e19157cbb103a33204c1daaa96c8d6499a6
        dbe5a62575aea93b4d9aa655d31ed8f76f63127caf47b42deb46cdc41d97f35db9cf1c8f670fac67833080bf8998811dc729
        0fa52c9a09df2d3befa9dff4596a3f5c29ca19d2d108fb04f02c6476c09a03be7579a126c431ac863d5d1261226555ca1703
        db1b1cdd8aee1e4200eba1ccbee93eb2b90fcb263764914f439b326370a07553091cb6bb316c000bdc9d268b516972ac1556
        402122cc13ef33cb964d56ee12c5d6178e78878d2d3c77db0f2e28a2c8b36d01457b7b958b44e6303b0b2d118b3b
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverKeyExchange,
      context: DecodingContext(keyExchange: .ecdhePSK, version: .dtls12, isFromServer: true),
      digits: "0004436f415003001d203fe049c969b09bcc94d4ead354f1f4f99d0312bc136997d5e2f8badbe835c13a"),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverKeyExchange,
      context: DecodingContext(keyExchange: .psk, version: .dtls12, isFromServer: true),
      digits: "0004436f4150"),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverKeyExchange,
      context: DecodingContext(keyExchange: .ecdhe(isAnonymous: false), version: .dtls12, isFromServer: true),
      digits: """
        03001d2003910a9c080d57b8d3c7e7bd13ef21b15cb23d21a84f99ffb343a2e64ae7e47b04030046304402206e2e1e06806a
        eeb32c25b5390ef366b06c04bcd04373ff0f573b72b5fe09ffd202207b6768cf298263379aa8c085d7a80d0cc84906ff835c
        35730d4b22f6c081992d
        """),
    RealMessage(
      stack: "libcoap 4.3.1 + OpenSSL default ciphers",
      type: .serverKeyExchange,
      context: DecodingContext(keyExchange: .ecdhePSK, version: .dtls12, isFromServer: true),
      digits: "0004436f415003001d2041cef34344eb77d2e225352016879dd27c4f84ce80bac3376ed09cb94a66d67b"),
    RealMessage(
      stack: "libcoap 4.3.1 + GnuTLS 3.7.9, default priorities",
      type: .serverKeyExchange,
      context: DecodingContext(keyExchange: .ecdhePSK, version: .dtls12, isFromServer: true),
      digits: """
        0004436f415003001741042e4f2862d4759464cd0ffbe626c6cc780f82bbdaf269ee5342d2fd47965d76469a268d70740864
        5173e8c80f5d6f048e60339b5eaace37ba153e96fd1980da84
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverKeyExchange,
      context: DecodingContext(keyExchange: .ecdhe(isAnonymous: true), version: .dtls10, isFromServer: true),
      digits: "03001d2057e7866ce3af387907c4d72968f9713a3dcd1b4e05ee9cfbd1af0f8e40ea431c"),
  ]
}
