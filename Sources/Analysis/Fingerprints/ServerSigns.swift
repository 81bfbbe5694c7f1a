import DTLS

extension StackSign {
  /// What servers of each stack do, from their sources and from captures of them.
  static let ofServers: [StackSign] = [
    StackSign(.mbedTLS, .telling, "HelloVerifyRequest says DTLS 1.2 and has a cookie of 32 bytes") {
      $0.demandsCookie(of: 32, saying: .dtls12)
    },
    StackSign(.mbedTLS, .peculiar, "cookie begins with a clock") { $0.hasClockInCookie },
    StackSign(.mbedTLS, .telling, "its clock in ServerHello.random") {
      $0.hasClock && $0.serverHello != nil
        && $0.hasExtensions(inOrder: [65281, 1, 54, 254, 22, 23, 35, 11, 256, 16, 14])
    },
    StackSign(.mbedTLS, .weak, "extensions in the order of Mbed TLS") {
      $0.hasExtensions(inOrder: [65281, 1, 54, 254, 22, 23, 35, 11, 256, 16, 14])
    },
    StackSign(.mbedTLS, .weak, "its flight in one datagram") { $0.packing == .oneDatagram },

    StackSign(.openSSL, .telling, "HelloVerifyRequest says DTLS 1.0 and has a cookie of 20 bytes") {
      $0.demandsCookie(of: 20, saying: .dtls10)
    },
    StackSign(.openSSL, .weak, "HelloVerifyRequest says DTLS 1.0 and has a cookie of 32 bytes") {
      $0.demandsCookie(of: 32, saying: .dtls10) && $0.recordVersion == .dtls10
    },
    StackSign(.openSSL, .telling, "extensions in the order of OpenSSL") {
      $0.hasExtensions(inOrder: [65281, 0, 1, 11, 10, 35, 5, 13172, 16, 14, 22, 23])
        && $0.has(65281, before: 23) && ($0.has(11, before: 23) || $0.has(35, before: 23))
    },
    StackSign(.openSSL, .weak, "renegotiation_info before everything else") { $0.extensionTypes.first == 65281 },
    StackSign(.openSSL, .telling, "its flight in one datagram, and again in one for each message") {
      $0.packing == .oneDatagram && $0.repeatsPerMessage
    },
    StackSign(.openSSL, .weak, "its flight in one datagram") { $0.packing == .oneDatagram },
    StackSign(.openSSL, .weak, "ServerHello without a clock") { $0.serverHello != nil && !$0.hasClock },

    StackSign(.gnuTLS, .telling, "HelloVerifyRequest says DTLS 1.0 and has a cookie of 16 bytes") {
      $0.demandsCookie(of: 16, saying: .dtls10)
    },
    StackSign(.gnuTLS, .telling, "renegotiation_info after other extensions, and a session ID of 32 bytes") {
      ($0.has(23, before: 65281) || $0.has(35, before: 65281)) && $0.serverHello?.sessionID.count == 32
    },
    StackSign(.gnuTLS, .weak, "record_size_limit") { $0.extensionTypes.contains(28) },
    StackSign(.gnuTLS, .weak, "its flight in one datagram for each message") { $0.packing == .datagramPerMessage },

    StackSign(.tinyDTLS, .peculiar, "HelloVerifyRequest says DTLS 1.2 in a record that says 1.0, cookie of 16 bytes") {
      $0.demandsCookie(of: 16, saying: .dtls12) && $0.recordVersion == .dtls10
    },
    StackSign(.tinyDTLS, .telling, "renegotiation_info after other extensions, and no session ID") {
      $0.has(23, before: 65281) && $0.serverHello?.sessionID.isEmpty == true
        && $0.hasExtensions(inOrder: [19, 20, 11, 23, 65281])
    },
    StackSign(.tinyDTLS, .weak, "its flight in one datagram for each message") { $0.packing == .datagramPerMessage },

    StackSign(.wolfSSL, .telling, "HelloVerifyRequest says DTLS 1.0 in a record that says 1.2, cookie of 32 bytes") {
      $0.demandsCookie(of: 32, saying: .dtls10) && $0.recordVersion == .dtls12
    },
    StackSign(.wolfSSL, .telling, "point formats before extended_master_secret, and no renegotiation_info") {
      $0.has(11, before: 23) && !$0.extensionTypes.contains(65281)
    },
    StackSign(.wolfSSL, .telling, "key_share before supported_versions") { $0.has(51, before: 43) },
    StackSign(.wolfSSL, .weak, "DTLS 1.3") { $0.serverHello?.negotiatedVersion == .dtls13 },

    StackSign(.californium, .telling, "HelloVerifyRequest says DTLS 1.2 and has a cookie of 32 bytes, without a clock")
    {
      $0.demandsCookie(of: 32, saying: .dtls12) && !$0.hasClockInCookie
    },
    StackSign(.californium, .weak, "extensions in the order of Californium") {
      $0.hasExtensions(inOrder: [23, 65281, 19, 20, 11, 28, 1, 0, 54, 53])
    },

    StackSign(.pion, .telling, "HelloVerifyRequest says DTLS 1.2 and has a cookie of 20 bytes") {
      $0.demandsCookie(of: 20, saying: .dtls12)
    },
    StackSign(.pion, .weak, "extensions in the order of pion") {
      $0.hasExtensions(inOrder: [50, 23, 14, 65281, 11, 16, 54])
    },
  ]
}
