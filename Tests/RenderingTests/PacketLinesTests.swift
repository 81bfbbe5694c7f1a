import TestSupport
import Testing

@testable import Rendering

@Suite struct PacketLinesTests {
  private func lines(_ name: String, key: String? = "esp32c3_key") throws -> [Substring] {
    try Form.packets.render(name, key: key).split(separator: "\n")
  }

  private func lines(packets: [[UInt8]]) throws -> [Substring] {
    try Form.packets.render(packets: packets).split(separator: "\n")
  }

  @Test func aLineHasNumberTimeEndsSessionAndMessage() throws {
    let lines = try lines("lossy-drop-ch2")
    #expect(
      lines[0]
        == "     1     0.000000  10.77.0.1:33894 → 10.77.0.2:5684  #1  DTLS 1.2  client_hello (seq 0, 94 bytes)  epoch 0 record 0"
    )
    #expect(lines[3].hasSuffix("client_hello (seq 1, 126 bytes)  epoch 0 record 2  [retransmission of 3]"))
    #expect(lines.contains { $0.hasSuffix("#1  CoAP CON GET /light  mid 4660 token 746f6b6e") })
    #expect(
      lines.contains {
        $0.hasSuffix(
          "  CoAP ACK 2.05 Content  mid 4660 token 746f6b6e  2 bytes text/plain; charset=utf-8  [answers 8 after 0.239 ms]"
        )
      })
    #expect(lines.contains { $0.hasSuffix("  alert warning close_notify  epoch 1 record 3") })
  }

  @Test(arguments: [
    (
      "lossy-cert-frag-reorder",
      "certificate (seq 2, bytes 750–1125 of 2372)  epoch 0 record 4  [records missing before it: 2]"
    ),
    ("lossy-cert-frag-reorder", "certificate (seq 2, bytes 0–375 of 2372)  epoch 0 record 2  [out of order]"),
    ("lossy-cert-frag-reorder", "bytes 375–750 of 2372)  epoch 0 record 3  [complete]  [out of order]"),
    ("lossy-cert-frag-reorder", "handshake, encrypted, 48 bytes  epoch 1 record 0  [not opened]"),
    ("lossy-dup-all", "hello_verify_request (seq 0, 35 bytes)  epoch 0 record 0  [duplicate]"),
    ("lossy-drop-ccs-only", "change_cipher_spec  epoch 0 record 5  [retransmission]"),
    ("lossy-serverview-dup-reorder", "mid 4660 token 746f6b6e  [retransmission of 10]  [records missing before it: 1]"),
    ("lossy-badmac-injected-appdata-openssl", "2 bytes text/plain; charset=utf-8  [not authentic: altered or forged]"),
    ("partial-snaplen-64-cert", "application_data 30 bytes  epoch 1 record 1  [cut short]"),
    ("ok-ccm8-blockwise-put-get-openssl", "mid 51237 token 01 block1 0/1/256  256 bytes"),
    ("ok-dtls13-keyupdate", "  [not opened]"),
    ("ok-dtls13-psk-ke-ccm8", "  DTLS 1.3  ack of 1 record  epoch 3 record 0"),
    ("built-dtls13-connection-ids", "  DTLS 1.2  ack of 0 records  epoch 0 record 1"),
    ("built-dtls13-connection-ids", "  request_connection_id (seq 2, 1 byte)  epoch 3 record 0"),
    (
      "fail-no-server-icmp-openssl",
      "  10.77.0.2 → 10.77.0.1  #1  ICMP port unreachable (type 3, code 3) about 10.77.0.1:59768 → 10.77.0.2:5684"
    ),
    (
      "fail-no-server-icmp-ipv6-openssl",
      "  fd77::2 → fd77::1  #1  ICMPv6 port unreachable (type 1, code 4) about [fd77::1]:50243 → [fd77::2]:5684"
    ),
    ("ok-ccm8-async-separate-response", "  CoAP ACK empty  mid 3320  [acknowledges 7 after 0.258 ms]"),
    (
      "ok-ccm8-async-separate-response",
      "CoAP CON 2.05 Content  mid 33164  4 bytes text/plain; charset=utf-8  [answers 7 after 2000.6 ms]"
    ),
    ("ok-ccm8-blockwise-put-get-openssl", "block1 8/0/256  128 bytes  [body of 2176 bytes whole with it]"),
  ])
  func whatIsRemarkableIsMarked(_ name: String, _ end: String) throws {
    #expect(try lines(name).contains { $0.hasSuffix(end) })
  }

  @Test func aRecordThatWaitedHasASecondLine() throws {
    let text = try Form.packets.render("lossy-swap-ccs-finished")
    #expect(!text.contains("held"))
    // ClientKeyExchange after Finished.
    let late = TemporaryFile(Savefile.moving(5, to: 7, in: contents(Fixtures.path("lossy-swap-ccs-finished"))))
    let lines = try Form.packets.render([late.path]).split(separator: "\n")
    let held = try #require(lines.first { $0.hasSuffix("[held until there are keys]") })
    #expect(held.contains("handshake, encrypted, 40 bytes  epoch 1 record 0"))
    #expect(lines.contains { $0.hasSuffix("finished (seq 3, 12 bytes)  epoch 1 record 0  [held, opened now]") })
  }

  @Test func malformedAndOddRecordsAreMarked() throws {
    let found = try lines(packets: [
      packet(Records.clientHello()), packet(Records.record(21, [1], number: 1)),
      packet(Records.alert(1, 90, number: 1)), packet(Records.record(24, [1, 2, 3], number: 2)),
      packet(Records.record(22, [1, 0, 0], number: 3)),
    ])
    #expect(found[1].hasSuffix("alert 1 byte  epoch 0 record 1  [malformed: Alert.description at 1: needs 1, has 0]"))
    #expect(found[2].hasSuffix("alert warning user_canceled  epoch 0 record 1  [record number used again]"))
    #expect(found[3].hasSuffix("heartbeat 3 bytes  epoch 0 record 2"))
    #expect(found[4].hasSuffix("handshake  epoch 0 record 3  [malformed: Handshake.length at 1: needs 3, has 2]"))
  }

  @Test func aRecordFarBehindIsReplayedOrVeryLate() throws {
    let found = try lines(packets: [packet(Records.clientHello(number: 100)), packet(Records.alert(1, 90, number: 3))])
    #expect(found[1].hasSuffix("epoch 0 record 3  [replayed or very late]"))
  }

  @Test func coapIsPutShort() throws {
    let long = [UInt8](repeating: 0xab, count: 20)
    let found = try lines(packets: [
      packet([0x4d, 1, 0, 1, 7] + long, port: 5683), packet(hex("40000002"), port: 5683),
      packet(hex("700000 02"), port: 5683), packet(hex("50010003 b3612f62 43783d31 02793d"), port: 5683),
      packet(hex("60450004 6105 ff00"), port: 5683),
    ])
    #expect(found[0].hasSuffix("CoAP CON GET /  mid 1 token abababababababababababababababab…"))
    #expect(found[1].hasSuffix("CoAP CON ping  mid 2"))
    #expect(found[2].hasSuffix("CoAP RST empty  mid 2"))
    #expect(found[3].hasSuffix("CoAP NON GET /a%2Fb?x=1&y=  mid 3"))
    #expect(found[4].hasSuffix("CoAP ACK 2.05 Content  mid 4 observe 5  1 byte  [its request is not known]"))
  }

  @Test func fieldsAreBelowTheirLine() throws {
    let lines = try Form.fields.render("lossy-drop-ch2").split(separator: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("     2 ") })
    #expect(
      lines[(start + 1)...(start + 4)].map(String.init) == [
        "        record: handshake, version DTLS 1.2, epoch 0, sequence_number 0, length 47",
        "        hello_verify_request: message_seq 0, length 35, fragment_offset 0, fragment_length 35",
        "          server_version: DTLS 1.2 (0xfefd)",
        "          cookie: 6b04d6b1a7e80b45dfd5f3f176cdaf8c58ef32ff8fd13fc1fac8d83aeefa83d1",
      ])
    let message = try #require(lines.lastIndex { $0.contains("  CoAP ACK 2.05 Content") })
    #expect(
      lines[(message + 1)...(message + 7)].map(String.init) == [
        "        record: application_data, epoch 1, sequence_number 2", "        Type: ACK",
        "        Code: 2.05 Content",
        "        Message ID: 4660", "        Token: 746f6b6e", "        Content-Format: text/plain; charset=utf-8",
        "        Payload (2 bytes, utf-8): ON",
      ])
  }

  @Test func whatIsWrongIsALineOfItsOwn() throws {
    let found = try lines(packets: [packet(hex("48010001"), port: 5683)])
    #expect(
      found == [
        "     1     0.000000  192.0.2.1:40000 → 192.0.2.2:5683  malformed CoAP message: CoAP.Token at 4: needs 8, has 0"
      ])
  }
}
