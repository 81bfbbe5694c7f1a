import DTLS

extension RealMessage {
  static let serverHelloMessages: [RealMessage] = [
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd1471a5f4843446ba2221bce6877a6d8e3f8af9e1d39b369c1ee21f49663ae19a20b0f1f40fc51fec7f774fd7a4f438a9
        362c528e274c22bb995ad60e0f75233c22003c000005ff01000100
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefde8c7009a45100a42bb7226001df4e0877be022ec248f5bad2f0827a9e82f7ba120e0cc3b4ecf661f5c1838f627b4d3a3
        e2d03c3e73a510d392caad0bd9db84dbac00a8000009ff0100010000170000
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd29a4487fdb273ce29d9b2d46409ba2acf1c8e84cc379fdcbac2ddf30c8b3f461203a22c1d359c3250262e8a0e938263e
        2177c558d98ab0886a5ff2d4d0c9c8531a00ae000009ff0100010000170000
        """),
    RealMessage(
      stack: "wolfSSL 5.5.4",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd5b38e338a1ceb5d9e96e0d12fba1831fa3708de35a6bee84c1d49234bc88eae500130100005500290002000000330045
        00170041041033e7b66e78d3bb8ed58eecba6aa73b3396b8e2aa8d61e9960c90d152f728f8a4526515d35d7dd5e7d7dda6d6
        1bbc8b2aa0dc5cca2b2da610357875759c910f002b0002fefc
        """),
    RealMessage(
      stack: "wolfSSL 5.5.4",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefdcf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c00130100004f002b0002fefc002c0045
        00432091437a94be1fcb16a17571df41e889675e84eee8d1de0685a9b1f803027941071301b02e12807611a30982f13551cc
        413b4704fbc44f4acd12a6166b5d331a0f6034
        """),
    RealMessage(
      stack: "wolfSSL 5.5.4",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd42c9092ca19b899c77ab456a950f63dc979c23dc70e1f9a1362b5a432428f23b00130100004f0033004500170041047a
        b4ee7304af9b5b4dafc914177be978ab19e4e995206a8e76204a90fe90a82b99820bde623fff4469ca85e1a820831353145c
        4ddc78d351f6f8bf7f1c4c691f002b0002fefc
        """),
    RealMessage(
      stack: "wolfSSL 5.5.4",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd67e026b4e6b88484dc4b847229421a70460081cf1505b5887eb896ddcae492b400130500000c002900020000002b0002
        fefc
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefde699228fecdde1c1cfac510883219e76393ee30e51399c679e883a74059f6b3f2074922cf239ada258dc9fdc5bb39008
        8209dae9f77e13a0f3839ad980b709de57c02b000011ff01000100000b00040300010200170000
        """),
    RealMessage(
      stack: "gnutls 3.7.9 tools",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd9a47401488ec92613aa1be57ba2d1d36dc6ce23222c053db88e47ad9149254c920b1f12365a2a4811d7384941f457120
        c9f95565bed3190e2f6da0c3767da38d88c02c000019000b000201000017000000230000ff01000100001c00024000
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd5848f3e832dadd3379fdc047b514db3d8414b98e196b6f91f5839bf22a43a77a205d0e72dccf049f5f35f2e3a2eb8a1f
        3594d21cf87f0b0407da8953708a60c05fc02f000011ff01000100000b00040300010200170000
        """),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd6b04d6d9513cc0afd60c21ec7c95e60b400b368c63edc9ae5fb36bf9c43be29400c02f000013ff010001000017000000
        230000000b00020100
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefdc3c40991b7aa5ec657fe554f81954b05ff07c93da90160773bb165e0bfb9340c20842b6b1064fc0c022a248f054b9dcf
        1fba51ddd1eb14cbbad6d22323925a7131c03700000dff010001000016000000170000
        """),
    RealMessage(
      stack: "gnutls-serv 3.7.9, client Mbed TLS 3.6.0",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd1e0b22bcfecc04ac984f327fb437a542e53dcd4b25ded828ed1a0d9db5f1e7fe20539c6ba0042f432fa1df6bc6753b73
        b351d1c9d0bfefc37e5e873c44a84b1412c0a800000d0017000000230000ff01000100
        """),
    RealMessage(
      stack: "client libcoap 4.3.5+Mbed TLS 3.6.0, server libcoap 4.3.1+GnuTLS 3.7.9",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd1a43545f514f1915bbc5d719f93519c827c825770ffcc4749b904b86ec5bbd212026a6c1a64cc8bd516f633b889ff839
        6d696966b9117aa04d772b04b99e049bf3c0a800000900170000ff01000100
        """),
    RealMessage(
      stack: "libcoap 4.3.1 + GnuTLS 3.7.9",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefdcb5a96f321fccca19749f00bd1022f073c6c0ae2dce8f6ed6e0073d6feb3b94b20b7b3ffc8ca261ffe4887d011880e44
        57873517abe3439f6d415df2aa9014ccb6c0a800000f00170000ff01000100001c00024000
        """),
    RealMessage(
      stack: "libcoap 4.3.5 + Mbed TLS 3.6.0",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd6b04d43c024dd9588d95267ad4c5b4a8749d80f7e75af6f97bb048db679f6b04202c8e7616402ee89e2e5b23fe77f781
        9eaa0e79d8d8b081af31ce0d457e19a757c0a8000009ff0100010000170000
        """),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd6b04d55e45e50a070c4e6b66ffbfd8a56bcfadbc7bab39cc83920a2985dd4d0800c0a800000dff010001000017000000
        230000
        """),
    RealMessage(
      stack: "client libcoap 4.3.5+Mbed TLS 3.6.0, server libcoap 4.3.1+OpenSSL 3.0",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd1f7ee4b38346526bc525146da133330464270c80b35c4fab0f394a02e508627600c0a800000dff010001000023000000
        170000
        """),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd6b04d60a012e5c4f7fb16ca887ef2bf5d0e8d29414f0318497bb4ddae902bddb00c0a8000015ff010001000036000403
        beef010017000000230000
        """),
    RealMessage(
      stack: "libcoap 4.3.5 + Mbed TLS 3.6.0",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd6b04d42ab2dc0d708e172af289cb1fc6271164abd8020abcc9241222731382d72041efa0f19ecd2d84d2b6f3907fb5f2
        ad7a3acd926f4d4eadca8aff9c63e0c741c0a8000016ff010001000036000908e7097d8e72450e2400170000
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd9b8895c3ca2346e5d5b7c243068b78ce17b2aa2895214c7a231cb1bdac1e0e9a203657b693491f3681f616c5a5126569
        199270a2895754ba787e8d4ff47ebec6eac0a9000009ff0100010000170000
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefdf5c8638a21437b88344032af500f8e07ef946ba8e16ef230178ac574f716226620615fdbf2cbfdbfc3c5a483ec696432
        6d3a39dfe25ca3c935e51f5116ae8b2c88c0ae000011ff01000100000b00040300010200170000
        """),
    RealMessage(
      stack: "Mbed TLS 3.6.0 ssl_client2/ssl_server2",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd6b04d652478b219d493b600618353f949973182756623bacda5fc7dacf39ad1300c0ae000013ff010001000017000000
        230000000b00020100
        """),
    RealMessage(
      stack: "libcoap 4.3.1 + GnuTLS 3.7.9, default priorities",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefdb6afb0661760d2f89fc1c5699c6d2479f16b6a627c557c6e1ff52881b59c689220a7933bfe528e8879b4069a61a7bba0
        f580c891453e03487209bc9110c9a04f0fccac000015000b0002010000170000ff01000100001c00024000
        """),
    RealMessage(
      stack: "libcoap 4.3.1 + OpenSSL default ciphers",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        fefd97a493cb810452414807a1ac3539f92ab7738e5650524bef5b1c4a95f291404900ccac00000dff010001000023000000
        170000
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        feff3f382dac11003d950f349a368a7c6b3d2f18e1039f088b1e6e5a1dd2ad503e1b209f68c850d0be0cfe5de8061bb72a00
        37840db92ffbb4312e96c889efb6b89f0b008c00000dff010001000016000000170000
        """),
    RealMessage(
      stack: "client Mbed TLS 3.6.0, server GnuTLS 3.7.9",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        feff54d3a32c1fd3252948f0b1698b1bf10fcc41cc9bc9ff3c9268f0d85ff992450d20b45cd6fd61a8a52f120613a75779cf
        e7d620b0c897d530f143b7c56cc3029fd2008d000011001600000017000000230000ff01000100
        """),
    RealMessage(
      stack: "OpenSSL 3.0 libssl",
      type: .serverHello,
      context: DecodingContext(isFromServer: true),
      digits: """
        feff316a63ddcd72fe59f7ada426e462702c50bb22f268860895d16553f333a2bd0b205a145724d820d3b27617b5b1dbd143
        435f3e321cda87157a02e7eb7ff60d4f2cc019000015ff01000100000b0004030001020016000000170000
        """),
  ]
}
