import DTLS
import TestSupport
import Testing

@testable import Analysis

@Suite struct DecryptionStatusTests {
  private func status(
    _ name: String, _ keys: String..., dropping: Set<Int> = [], session: Int = 0
  ) throws -> DecryptionStatus {
    var keyring = Keyring()
    // The key of most fixtures is an example's.
    keyring.triesOtherSpellings = false
    for (index, key) in keys.enumerated() {
      keyring.add(try PresharedKey(specification: key, index: index + 1))
    }
    return try analyze(name, keyring, dropping: dropping).began[session].decryption
  }

  private func expect(
    _ status: DecryptionStatus, _ state: DecryptionStatus.State, _ reason: String, from source: String? = nil,
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(status == DecryptionStatus(state: state, reason: reason, keySource: source), sourceLocation: location)
  }

  @Test func decryptedNamesTheKey() throws {
    let reason = "All 8 protected records were opened."
    expect(try status("lossy-drop-ch2", "esp32c3_id:esp32c3_key"), .decrypted, reason, from: "psk:esp32c3_id")
    expect(try status("lossy-drop-ch2", "wrong", "esp32c3_key"), .decrypted, reason, from: "psk:key 2")
    expect(
      try status("lossy-drop-ch2", "esp32c3_id:wrong", "esp32c3_id:esp32c3_key"), .decrypted, reason,
      from: "psk:esp32c3_id")
  }

  @Test func forgedRecordsAreCountedBeside() throws {
    expect(
      try status("lossy-badmac-injected-appdata-openssl", "esp32c3_key"), .decrypted,
      "All 12 protected records were opened. 2 more are not authentic: altered or forged on the way.",
      from: "psk:key 1")
  }

  @Test func whatWasAlteredBeforeTheKeysWereProvenIsCountedBeside() throws {
    expect(
      try status("lossy-finished-corrupted-once-openssl", "esp32c3_key"), .decrypted,
      "All 12 protected records were opened. 1 more is not authentic: altered or forged on the way.",
      from: "psk:key 1")
  }

  @Test func noKeyNamesTheIdentity() throws {
    expect(
      try status("lossy-drop-ch2"), .noKey,
      "A pre-shared key would open it, and none was given for identity \"esp32c3_id\".")
  }

  @Test func wrongKeyCountsWhatWasTried() throws {
    expect(
      try status("lossy-drop-ch2", "esp32c3_id:wrong"), .wrongKey,
      "The one key given for identity \"esp32c3_id\" does not open any record.")
    expect(
      try status("lossy-drop-ch2", "esp32c3_id:wrong", "other"), .wrongKey,
      "None of the 2 keys given for identity \"esp32c3_id\" opens any record.")
  }

  @Test func needsKeyLogSaysWhy() throws {
    expect(
      try status("ok-openssl-default-no-keylog", "esp32c3_key"), .needsKeyLog,
      "The key exchange is ephemeral (forward secret): the pre-shared key alone cannot open it; a key log of either end can."
    )
    expect(
      try status("ok-ecdhe-ecdsa-ccm8-openssl-keylog", "esp32c3_key"), .needsKeyLog,
      "The key exchange is ephemeral: only a key log of either end can open it.")
    expect(
      try status("ok-rsa-kx-noems-cbc-openssl", "esp32c3_key"), .needsKeyLog,
      "The premaster secret is encrypted to the server's RSA key; a key log of either end has it.")
    expect(
      try status("ok-resume-id-psk-openssl", "esp32c3_key", dropping: Set(1...12)), .needsKeyLog,
      "The session resumes an earlier one, whose master secret is not known; a key log of either end has it.")
  }

  @Test func aKeyLogAndAPrivateKeyOpenWhatNeedsThem() throws {
    var keyring = Keyring()
    keyring.add(KeyLog(contents(Fixtures.path("ok-ecdhe-ecdsa-ccm8-openssl-keylog", "keys.keylog"))))
    let key = RSAPrivateKey(contents(Fixtures.path("ok-rsa-kx-noems-cbc-openssl", "server-key.der")))
    keyring.add(try #require(key))
    for (name, source) in [
      ("ok-ecdhe-ecdsa-ccm8-openssl-keylog", "keylog"), ("ok-rsa-kx-noems-cbc-openssl", "rsa-key"),
    ] {
      let status = try analyze(name, keyring).began[0].decryption
      expect(status, .decrypted, "All 12 protected records were opened.", from: source)
    }
  }

  /// RFC 4279 §4: the server's key, or a key log in its place, and the pre-shared key.
  @Test func rsaPSKNeedsTwoKeys() throws {
    let name = "ok-rsa-psk-openssl"
    let log = String(decoding: contents(Fixtures.path(name, "keys.keylog")), as: UTF8.self)
    func status(rsaKey: String? = nil, psk: String? = nil, keyLog label: String? = nil) throws -> DecryptionStatus {
      var keyring = Keyring()
      if let rsaKey { keyring.add(try #require(RSAPrivateKey(contents(Fixtures.path(rsaKey, "server-key.pem"))))) }
      if let psk { keyring.add(try PresharedKey(specification: psk, index: 1)) }
      if let label {
        let lines = log.split(separator: "\n").filter { $0.hasPrefix(label + " ") }
        #expect(lines.count == 1)
        keyring.add(KeyLog(Array(lines.joined().utf8)))
      }
      return try analyze(name, keyring).began[0].decryption
    }
    let reason = "All 6 protected records were opened."
    let key = "esp32c3_id:esp32c3_key"
    expect(try status(rsaKey: name, psk: key), .decrypted, reason, from: "psk:esp32c3_id (with rsa-key)")
    expect(try status(psk: key, keyLog: "RSA"), .decrypted, reason, from: "psk:esp32c3_id (with keylog)")
    expect(try status(keyLog: "CLIENT_RANDOM"), .decrypted, reason, from: "keylog")
    expect(
      try status(rsaKey: name), .noKey,
      "A pre-shared key would open it, and none was given for identity \"esp32c3_id\".")
    expect(
      try status(psk: key), .needsKeyLog,
      "The premaster secret is encrypted to the server's RSA key; a key log of either end has it.")
    expect(
      try status(rsaKey: name, psk: "esp32c3_id:wrong"), .wrongKey,
      "The one key given for identity \"esp32c3_id\" does not open any record.")
    #expect(try status(rsaKey: "ok-rsa-kx-openssl", psk: key).state == .decrypted)
  }

  /// The line `RSA` of a key log, and a server's key that is not the session's.
  @Test func theEncryptedPremasterSecretMayBeInAKeyLog() throws {
    let name = "ok-rsa-kx-openssl"
    let log = String(decoding: contents(Fixtures.path(name, "keys.keylog")), as: UTF8.self)
    var keyring = Keyring()
    keyring.add(KeyLog(Array(log.split(separator: "\n").filter { $0.hasPrefix("RSA ") }.joined().utf8)))
    expect(
      try analyze(name, keyring).began[0].decryption, .decrypted, "All 6 protected records were opened.",
      from: "keylog")
    var wrong = Keyring()
    let key = RSAPrivateKey(contents(Fixtures.path("ok-rsa-kx-noems-cbc-openssl", "server-key.der")))
    wrong.add(try #require(key))
    expect(
      try analyze(name, wrong).began[0].decryption, .wrongKey, "The one key given does not open any record.")
  }

  @Test func handshakeNotCapturedSaysWhatIsMissing() throws {
    expect(
      try status("lossy-drop-ch2", "esp32c3_key", dropping: [1, 2, 3, 4, 5, 6, 7]), .handshakeNotCaptured,
      "The handshake is not in the capture, so no keys can be derived.")
    expect(
      try status("partial-capture-loses-frames", "esp32c3_key"), .handshakeNotCaptured,
      "The capture lacks the part of the handshake that the keys come from.")
    expect(
      try status("lossy-swap-ccs-finished", "esp32c3_key", dropping: [6]), .handshakeNotCaptured,
      "Message 2 of the client was not captured, and the keys depend on it.")
  }

  @Test func whatWasBridgedIsSaid() throws {
    expect(
      try status("lossy-swap-ccs-finished", "esp32c3_key", dropping: [5]), .decrypted,
      "All 8 protected records were opened. Gaps in the handshake were bridged: server_hello_done (seq 2) of the server.",
      from: "psk:key 1")
  }

  @Test func recordsThatTheCaptureCutsAreSaidToBeCut() {
    let talk = Talk()
    talk.fromClient(Records.clientHello())
    talk.fromServer(Records.serverHello())
    talk.fromClient([UInt8](Records.sealedData(64).prefix(30)), length: 77)
    expect(
      talk.heard.began[0].decryption, .handshakeNotCaptured,
      "The capture cuts the records short, so they cannot be authenticated.")
  }

  @Test func whatIsNotSupportedIsNamed() throws {
    expect(
      try status("ok-dtls13-keyupdate", "esp32c3_key"), .needsKeyLog,
      "The secrets of DTLS 1.3 come from a key log of either end, and none was given for this session.")
    let talk = Talk()
    talk.fromClient(Records.clientHello(suite: 0xfafb))
    talk.fromServer(Records.serverHello(suite: 0xfafb))
    talk.fromClient(Records.handshake(16, [0, 1, 0x61], sequence: 1, number: 1))
    talk.fromClient(Records.sealedData())
    let status = talk.heard.began[0].decryption
    #expect(status.state == .unsupportedSuite)
    #expect(status.reason.contains("0xfafb") && status.reason.hasSuffix(" is not supported."))
  }

  /// DTLS 1.3: with psk_ke the key decides, with psk_dhe_ke only the binder can tell whether it is the right one.
  @Test func presharedKeysOfDTLS13() throws {
    let all = "All 12 protected records were opened."
    expect(try status("ok-dtls13-psk-ke-ccm8", "esp32c3_id:esp32c3_key"), .decrypted, all, from: "psk:esp32c3_id")
    expect(
      try status("ok-dtls13-psk-ke-ccm8"), .noKey,
      "A pre-shared key would open it, and none was given for identity \"esp32c3_id\".")
    expect(
      try status("ok-dtls13-psk-ke-ccm8", "wrong"), .wrongKey,
      "The one key given for identity \"esp32c3_id\" does not open any record.")
    let needed =
      "The session uses psk_dhe_ke, an ephemeral key exchange besides the pre-shared key: it takes a key log."
    expect(try status("ok-dtls13-psk-dhe-ke"), .needsKeyLog, needed)
    expect(
      try status("ok-dtls13-psk-dhe-ke", "esp32c3_key"), .needsKeyLog,
      needed + " The binder shows that the client has the key given.")
    expect(
      try status("ok-dtls13-psk-dhe-ke", "wrong"), .needsKeyLog,
      needed + " The binder shows that the client has another key than the one given.")
    expect(
      try status("ok-dtls13-psk-dhe-ke", "wrong", "wrong too"), .needsKeyLog,
      needed + " The binder shows that the client has none of the 2 keys given.")
  }

  @Test func aTicketIsAsGoodAsTheSessionThatItCameIn() throws {
    let heard = try analyze("ok-dtls13-psk-ke-resume", "esp32c3_key")
    #expect(heard.began.map(\.decryption.state) == [.decrypted, .decrypted])
    #expect(heard.began.map(\.association.handshake.isResumed) == [false, true])
    #expect(heard.began[1].decryption.keySource == "psk:key 1")
    expect(
      try status("ok-dtls13-psk-ke-resume", "esp32c3_key", dropping: Set(1...14)), .needsKeyLog,
      "The session resumes an earlier one, whose master secret is not known; a key log of either end has it.")
  }

  @Test func withoutProtectedRecordsNoKeyIsNeeded() throws {
    expect(try status("fail-cookie-rejected-openssl"), .notNeeded, "No protected record was seen.")
  }
}
