import DTLS

extension StackSign {
  /// What clients of each stack do, from their sources and from captures of them.
  static let ofClients: [StackSign] = [
    StackSign(.mbedTLS, .telling, "extensions in the order of Mbed TLS 3") {
      $0.hasExtensions(inOrder: [0, 16, 10, 13, 11, 256, 54, 1, 22, 23, 14, 35]) && $0.has(13, before: 23)
    },
    StackSign(.mbedTLS, .telling, "extensions in the order of Mbed TLS 2") {
      $0.hasExtensions(inOrder: [0, 13, 10, 11, 256, 254, 54, 1, 4, 22, 23, 35, 16, 14]) && $0.has(13, before: 10)
    },
    StackSign(.mbedTLS, .telling, "signature algorithms of Mbed TLS: ECDSA and RSA in turn, the longest hash first") {
      $0.hasSignatureAlgorithms(beginningWith: [0x0603, 0x0601, 0x0503, 0x0501])
    },
    StackSign(.mbedTLS, .weak, "its clock in ClientHello.random") { $0.hasClock },
    StackSign(.mbedTLS, .weak, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV as the last suite", \.endsWithSCSV),
    StackSign(.mbedTLS, .weak, "DTLS 1.2 in the header of its first record") {
      $0.recordVersion == .dtls12 && $0.clientHello?.clientVersion == .dtls12
    },
    StackSign(.mbedTLS, .weak, "repeats after 1, 3, 7, 15 s to the hundredth") {
      $0.repeats(after: [1000, 3000, 7000, 15_000, 31_000, 63_000], within: 15)
    },

    StackSign(.openSSL, .telling, "extensions in the order of OpenSSL") {
      $0.hasExtensions(inOrder: [
        65281, 0, 1, 12, 11, 10, 35, 5, 13172, 16, 14, 22, 18, 23, 50, 49, 13, 43, 45, 51, 21, 41,
      ])
        && ($0.has(11, before: 10) || $0.has(23, before: 13))
    },
    StackSign(.openSSL, .telling, "signature algorithms of OpenSSL: ECDSA and EdDSA first") {
      $0.hasSignatureAlgorithms(beginningWith: [0x0403, 0x0503, 0x0603, 0x0807, 0x0808])
    },
    StackSign(.openSSL, .weak, "all three point formats of RFC 4492") {
      $0.clientHello?.extensions.ecPointFormats?.map(\.rawValue) == [0, 1, 2]
    },
    StackSign(.openSSL, .weak, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV as the last suite", \.endsWithSCSV),
    StackSign(.openSSL, .weak, "DTLS 1.0 in the header of its first record", \.beginsWithDTLS10),
    StackSign(.openSSL, .weak, "repeats after a little more than 1, 3, 7, 15 s") {
      $0.repeats(after: [1030, 3050, 7150, 15_300, 31_500], within: 250) && $0.repetitions[0] > 1005
    },

    StackSign(.gnuTLS, .telling, "extensions in the order of GnuTLS") {
      $0.hasExtensions(inOrder: [5, 19, 20, 10, 11, 13, 12, 14, 15, 22, 23, 35, 65281, 0, 16, 1, 28])
        && $0.extensionTypes.contains(65281)
    },
    StackSign(.gnuTLS, .telling, "signature algorithms of GnuTLS: one for each hash in turn") {
      $0.hasSignatureAlgorithms(beginningWith: [0x0401, 0x0809, 0x0804, 0x0403])
    },
    StackSign(.gnuTLS, .weak, "record_size_limit") { $0.extensionTypes.contains(28) },
    StackSign(.gnuTLS, .weak, "renegotiation_info instead of a suite that signals it") {
      $0.extensionTypes.contains(65281) && !$0.endsWithSCSV
    },
    StackSign(.gnuTLS, .telling, "repeats after 1, 4, 10, 22 s") {
      $0.repeats(after: [1000, 4000, 10_000, 22_000], within: 150)
    },

    StackSign(.tinyDTLS, .telling, "the four suites of tinyDTLS, in its order") {
      $0.suites == [0xc0ae, 0xc0ac, 0xc0a8, 0xc0a4]
    },
    StackSign(.tinyDTLS, .telling, "certificate types before everything else, raw public keys first") {
      $0.extensionTypes.starts(with: [19, 20]) && $0.clientHello?.extensions.serverCertificateTypes == [.rawPublicKey]
    },
    StackSign(.tinyDTLS, .telling, "DTLS 1.2 without signature_algorithms, and nothing but extended_master_secret") {
      $0.extensionTypes == [23] && $0.clientHello?.clientVersion == .dtls12
    },
    StackSign(.tinyDTLS, .weak, "no suite but CCM with AES-128") {
      !$0.suites.isEmpty && Set($0.suites).isSubset(of: [0xc0ae, 0xc0ac, 0xc0a8, 0xc0a4])
    },
    StackSign(.tinyDTLS, .weak, "DTLS 1.0 in the header of its first record", \.beginsWithDTLS10),
    StackSign(.tinyDTLS, .weak, "repeats after 2, 6, 14 s") { $0.repeats(after: [2000, 6000, 14_000], within: 150) },

    StackSign(.wolfSSL, .telling, "the numbers that drafts gave ChaCha20 suites, those with ECDSA first") {
      $0.suites.contains([0xcc14, 0xcc13, 0xcc15])
    },
    StackSign(.wolfSSL, .telling, "extensions in the order of wolfSSL") {
      $0.has(43, before: 13) && $0.has(13, before: 10) && $0.has(10, before: 22)
        || $0.has(13, before: 11) && $0.has(11, before: 10)
    },
    StackSign(.wolfSSL, .telling, "signature algorithms of wolfSSL: ECDSA first, SHA-1 included") {
      $0.hasSignatureAlgorithms(beginningWith: [0x0603, 0x0503, 0x0403, 0x0203])
    },
    StackSign(.wolfSSL, .weak, "no signal that it renegotiates securely") {
      !$0.endsWithSCSV && !$0.extensionTypes.contains(65281) && $0.clientHello?.cipherSuites.isEmpty == false
    },
    StackSign(.wolfSSL, .weak, "offers DTLS 1.3") {
      $0.clientHello?.extensions.supportedVersions?.contains(.dtls13) == true
    },

    StackSign(.californium, .telling, "extensions in the order of Californium") {
      $0.hasExtensions(inOrder: [10, 11, 13, 19, 20, 23, 54, 53, 28, 1, 0]) && $0.has(11, before: 13)
    },
    StackSign(.californium, .telling, "extended_master_secret before connection_id and record_size_limit") {
      $0.hasExtensions(inOrder: [10, 11, 13, 19, 20, 23, 54, 53, 28, 1, 0])
        && ($0.has(23, before: 54) || $0.has(23, before: 53) || $0.has(23, before: 28) || $0.has(23, before: 1))
    },
    StackSign(.californium, .weak, "its clock in ClientHello.random") { $0.hasClock },
    StackSign(.californium, .weak, "repeats after 2, 6, 14 s") {
      $0.repeats(after: [2000, 6000, 14_000], within: 150)
    },

    StackSign(.pion, .telling, "signature_algorithms and renegotiation_info before everything else") {
      $0.extensionTypes.starts(with: [13, 65281])
    },
    StackSign(.pion, .telling, "extensions in the order of pion") {
      $0.hasExtensions(inOrder: [13, 65281, 50, 10, 11, 14, 23, 0, 16, 54]) && $0.has(13, before: 65281)
    },
    StackSign(.pion, .weak, "its clock in ClientHello.random") { $0.hasClock },
  ]
}

extension HandshakeTraits {
  /// Whether a client that offers DTLS 1.2 has DTLS 1.0 in the header of its first record (RFC 6347 §4.2.1).
  fileprivate var beginsWithDTLS10: Bool {
    recordVersion == .dtls10 && clientHello?.clientVersion == .dtls12
  }
}
