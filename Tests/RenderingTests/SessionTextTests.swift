import TestSupport
import Testing

@testable import Rendering

@Suite struct SessionTextTests {
  @Test func aRecoveredSessionIsAParagraph() throws {
    #expect(
      try Form.text.render("lossy-drop-ch2").hasPrefix(
        """
        Session 1  10.77.0.1:33894 → 10.77.0.2:5684   established in 505 ms
          version     DTLS 1.2, TLS_PSK_WITH_AES_128_CCM_8, extended master secret
          identity    esp32c3_id
          stacks      client Mbed TLS, server Mbed TLS
          JA4         dd2d020500_fc89edc58d8d_eaab4af2d5ab
          packets     1–13 over 506 ms, from 2026-11-24 00:13:37.020027 UTC
          cookie      requested in packet 2 (saying DTLS 1.2), echoed, accepted in packet 5
          flights     client: client_hello
                      server: hello_verify_request   +3.2 ms
                      client: client_hello   +0.1 ms   repeated after 501 ms
                      server: server_hello, server_hello_done   +0.6 ms
                      client: client_key_exchange, finished   +0.1 ms
                      server: new_session_ticket, finished   +0.4 ms
          time        505 ms: 501 ms waiting for timers, 0.2 ms the client's answers, 4.2 ms the server's answers
          repeated    retransmitted datagrams: 1 of the client, 0 of the server
          alert       packet 12: warning close_notify from the server (encrypted)
          alert       packet 13: warning close_notify from the client (encrypted)
          records     client 2 of 2 application data opened, server 2 of 2 application data opened
          decryption  decrypted with psk:key 1
          CoAP        4 messages: 2 GET, 2 2.05 Content
          exchanges   packet 8: GET /light → 2.05 Content, 1 retransmission, 0.2 ms


        """))
  }

  @Test func whatWentWrongIsSaid() throws {
    let unknown = try Form.text.render("fail-unknown-identity-openssl")
    #expect(unknown.contains("   failed\n"))
    #expect(unknown.contains("\n  identity    nobody   (hint \"CoAP\")\n"))
    #expect(unknown.contains("\n  alert       packet 6: fatal unknown_psk_identity from the server\n"))
    let unreachable = try Form.text.render("fail-no-server-icmp-openssl")
    #expect(unreachable.contains("\n  version     none chosen; the client offers DTLS 1.2 with 49 cipher suites\n"))
    #expect(unreachable.contains("\n  ICMP        packet 2: 10.77.0.2 reports port unreachable to the client\n"))
    let cookies = try Form.text.render("fail-cookie-rejected-openssl")
    #expect(cookies.contains("\n  cookie      requested in packet 2, echoed, refused 4 times, not accepted\n"))
  }

  @Test func whatBindersProveIsSaid() throws {
    #expect(
      try Form.text.render("fail-dtls13-wrongpsk").contains(
        "\n  PSK         \"esp32c3_id\" offered; the key given does not verify its binder: the client has another key\n"
      ))
    #expect(
      try Form.text.render("ok-dtls13-psk-dhe-ke", key: "other:esp32c3_key").contains(
        "\n  PSK         \"esp32c3_id\" offered; its binder is verified by psk:other, a key of another identity\n"))
    let resumed = try Form.text.render("ok-dtls13-psk-ke-resume")
    #expect(resumed.contains("\n  PSK         a ticket of 146 bytes offered; its binder is verified by psk:key 1\n"))
    #expect(try !Form.text.render("ok-dtls13-psk-ke-ccm8", key: nil).contains("  PSK  "))
    #expect(resumed.contains("\n  acks        1 of the client, 1 of the server\n"))
  }

  @Test func whatCouldNotBeOpenedHasAReason() throws {
    let wrong = try Form.text.render("lossy-drop-ch2", key: "esp32c3_id:wrong")
    #expect(
      wrong.contains(
        "\n  decryption  wrongKey: The one key given for identity \"esp32c3_id\" does not open any record.\n"))
    #expect(wrong.contains("\n  records     client 0 of 2 application data opened"))
    #expect(wrong.contains("\n  alert       packet 12: encrypted, cannot be read from the server\n"))
    #expect(!wrong.contains("CoAP"))
    let partial = try Form.text.render("lossy-badmac-injected-appdata-openssl")
    #expect(partial.contains("\n  decryption  decrypted with psk:key 1: All 12 protected records were opened. 2 more"))
  }

  @Test func whatWasBridgedIsSaid() throws {
    let text = try Form.text.render("gap-all", key: "esp32c3_id:esp32c3_key")
    #expect(
      text.contains(
        """

          bridged     client_hello (seq 1) of the client: it is the one before it with the cookie that was demanded
          bridged     server_hello_done (seq 2) of the server: it has no body
          bridged     client_key_exchange (seq 2) of the client: it holds the identity of a key that was given, "esp32c3_id"
          bridged     change_cipher_spec of the client: records of the next epoch follow it
          bridged     change_cipher_spec of the server: records of the next epoch follow it

        """))
    #expect(!text.contains("Noticed"))
    let lines = try Form.fields.render("gap-all", key: "esp32c3_id:esp32c3_key")
    #expect(lines.contains("  #1  bridged: server_hello_done (seq 2) of the server: it has no body\n"))
  }

  @Test func anEpochThatWasNotInUseIsSaid() throws {
    #expect(
      try Form.text.render("gap-unused-epoch").contains(
        "\n  decryption  decrypted with psk:key 1: All 8 protected records were opened. 1 more claims an epoch"))
  }

  @Test func lossBeforeTheCaptureIsCounted() throws {
    let text = try Form.text.render("lossy-udpproxy-1")
    #expect(
      text.contains(
        "\n  repeated    retransmitted datagrams: 5 of the client, 3 of the server; records lost before the capture: 0 of the client, 6 of the server\n"
      ))
    #expect(text.contains("   repeated after 501 ms, 1.51 s, 1.51 s, 1.51 s\n"))
  }

  @Test func anOutcomeThatIsNotCertainIsPutInWords() throws {
    #expect(try Form.text.render("partial-capture-ends-in-handshake").contains("   handshake incomplete\n"))
    let data = try Form.text.render(packets: [packet(Records.sealedData())])
    #expect(data.contains("(roles guessed by port)   no handshake in the capture\n"))
    #expect(try Form.text.render("mixed-client-hard-reconnect-same-port-mbedtls").contains("Session 2  "))
    #expect(try Form.text.render("ok-resume-id-psk-openssl").contains(", resumed\n"))
  }

  @Test func malformedStructuresAreCounted() throws {
    let hello = packet(Records.clientHello())
    let one = try Form.text.render(packets: [hello, packet(Records.record(21, [1], number: 1))])
    #expect(one.contains("\n  malformed   1 structure could not be decoded\n"))
    let two = try Form.text.render(
      packets: [hello, packet(Records.record(21, [1], number: 1)), packet(Records.record(21, [2], number: 2))])
    #expect(two.contains("\n  malformed   2 structures could not be decoded\n"))
  }
}
