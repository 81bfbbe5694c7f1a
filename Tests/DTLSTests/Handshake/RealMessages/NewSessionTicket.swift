import DTLS

extension RealMessage {
  static let newSessionTicketMessages: [RealMessage] = [
    RealMessage(
      stack: "wolfSSL 5.5.4",
      type: .newSessionTicket,
      context: DecodingContext(version: .dtls13, isFromServer: true),
      digits: """
        0000012cd86cbb5d0100008e7c8e6277105978618f3b0d4b22d5a0ee26411db7151431f4c85ee81447bf9dde004cf31a8850
        6cebf6522c5dcd008e6b368edb8ebef6e23935a9121f19cacee87ee6239d4078c391f8bcb79c2748c3c0f57a7737e2570118
        0920c8f1d3ab716a07710878795768c7cb9713fce56730c49d00cc6e0004ebfea331725e5227000000000000000000000000
        000000000000
        """),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .newSessionTicket,
      context: DecodingContext(version: .dtls12, isFromServer: true),
      digits: """
        0001518000951104c6e521cb199bcf9c43c49535dc6a0073f9a65415c8c182354ac0b5168a79bb77472e1df3c0bf62a483a1
        b1b428b0f332aa23fa792210c0b3aad8dd0dea0046647820d9828e28ec42bec046a493874b619b1278ac3fb4c01aa3b0043f
        aa9ac1df6f9f0131897a3125517a9576e53c82ec923f0bd8ae0c743da2e87b8999ae7953291dd96309b6f9981d3e20bb7f50
        6344afd9d1
        """),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .newSessionTicket,
      context: DecodingContext(version: .dtls12, isFromServer: true),
      digits: """
        000151800095569a0174f581db63fe8d5656c37f0202007330fca03dfed07cb2a309a16706ab6b88f563e19edcb0eda61d8c
        e09f0626c814eaccc19d357eb565ef6810cd9c895ba0bbd0d629da644667c6e507da8c749487bb79d3f0ee8a7fd4f71598c1
        b45ded51dbd7dbf86fcc4e3da402b070effab8c4245563a40d9b31c688a6b2968334a09759a7942b48b0278f772451995147
        6576f7669d
        """),
    RealMessage(
      stack: "gnutls-serv 3.7.9, client Mbed TLS 3.6.0",
      type: .newSessionTicket,
      context: DecodingContext(version: .dtls12, isFromServer: true),
      digits: """
        000054600186d333a4c6a73439971ddbc5c7caedd88790ffa43a11bef1d11de2ceaadd8c602901506b3bc100c142bb4396f9
        d20ef6c02c7a450ab8bbb57789d8a45ebef1f6fc02de081e864098a605d7880370c36a13d518d142485c8ee74f76676754f1
        d8385b31240bac3c95f19d028171c25b4904c7724fec2ac1714d08a8ba7b5b6bfdbad1647397d167f03742b7a73ba06d61cc
        e33985784806f381c9d7a47af0470b7d0a23fb6698e6cbd48c8ca9519af00a0fd0f55679b088fcdaded161b19dd9efdc1e1d
        03340b2c89b091e62602882ce0ff5c4ad1ebccdfdec3a0e1de10c4e7a0901c3f2ab96423e6471bfe25406970225897254146
        00d923bd984b718bcd9b6efa2c2e435312e1b01a5e11336b402f7a4f987f090b01f8997f1c00117ff7dd937b794b0dca6e78
        84542ffcb046c5dea3b2a741b45055e8a80f72da96c4dc60b8c1ba613098797c17ab44982f415f940e5502766a35397b21dc
        c1be00a7b4261644459cb80b4fd5275ad521c846037d61dad77e61181e8fa21a6aea9531a31c241855502f64bbe3
        """),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .newSessionTicket,
      context: DecodingContext(version: .dtls12, isFromServer: true),
      digits: """
        000151800095bcb5922b8eb961161d7edcc28035f75c0073e4300a0301ebef1c5a1688a1e5fd89e24d8b064bee0219c401be
        8cd80bf2bc4dffe756a44cbe3ae01c4967593bea6198539f7bb5b5188d9bc1c4493933b3e69cd28d3fa2159fafe4c8fd1ffa
        099ca2e96b5f88491b0be47f51a334982969bd3b385d1a2f5310500771bc276c1c9086ac73789c171526a808218be3da3ccd
        37f10e5f25
        """),
    RealMessage(
      stack: "libcoap 4.3.1 + OpenSSL default ciphers",
      type: .newSessionTicket,
      context: DecodingContext(version: .dtls12, isFromServer: true),
      digits: """
        00001c2000b01a89ef669ecb6a1c1570ebd4043520ff4518994db32b4df2a7283c4136b543f7a3dd8e6f1cb0301c1c54f2fe
        fb00a58cdc36d34be26534e0d6b8040d9936991fd032db9eba0f4c778ee46edf40f53ec3782127648402cb875d3f5e20706c
        b67c7848dd4ec09445d455fb684990d5703ed1ac55805f7be8b1c276470d0965e696bb2e303bcacc90850842da999b4f19ac
        09b51a7160848901960a65fd41a3b6dc7a0e4ab88bda3a4dd313704b15007812
        """),
  ]
}
