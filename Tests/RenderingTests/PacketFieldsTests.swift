import Bytes
import TestSupport
import Testing

@testable import Rendering

/// What `packets -v` shows of what is broken, empty or no text.
@Suite struct PacketFieldsTests {
  @Test func aMalformedMessageShowsWhatCouldBeReadAndItsBytes() throws {
    let text = try Form.fields.render(packets: [packet(hex("4201 1234 abcd b1 61 0f"), port: 5683)])
    #expect(
      text.contains(
        """
        malformed CoAP message: CoAP.Option Length at 8: 15 is reserved
                Type: CON
                Code: 0.01 GET
                Message ID: 4660
                Token: abcd
                Uri-Path: a
                data: 42011234abcdb1610f

        """))
  }

  @Test func acknowledgedRecordsAreListed() throws {
    let text = try Form.fields.render("built-dtls13-connection-ids")
    #expect(
      text.contains(
        """
        ack of 1 record  epoch 3 record 0
                record: ack, version DTLS 1.3, epoch 3, sequence_number 0, cid c1, length 35
                record_numbers
                  RecordNumber
                    epoch: 2
                    sequence_number: 1

        """))
    #expect(text.contains("        new_connection_id: message_seq 3, length 12,"))
    #expect(text.contains("            ConnectionId: aabbccdd\n            ConnectionId: 5e0102\n"))
  }

  @Test func aMalformedHandshakeMessageShowsItsBytes() throws {
    // A HelloVerifyRequest whose cookie is longer than it.
    let fragment = hex("03 000003 0000 000000 000003 feff 20")
    let record = hex("16 fefd 0000 000000000000") + Packets.bytes16(fragment.count) + fragment
    let text = try Form.fields.render(packets: [packet(record)])
    #expect(text.contains("[malformed: "))
    #expect(text.contains("        data: 030000030000000000000003feff20\n"))
    #expect(try !Form.fields.render(packets: [packet(Records.clientHello())]).contains("data: "))
  }

  @Test func bytesAreNotTakenForText() throws {
    let text = try Form.fields.render(packets: [packet(hex("4001 1234 41 aa 72 fffe 04 66666665"), port: 5683)])
    #expect(text.contains("        ETag: 0xaa\n"))
    #expect(text.contains("        Uri-Path: 0xfffe\n"))
    #expect(text.contains("        Uri-Path: fffe\n"))
    let json = try Form.json.render(packets: [packet(hex("4001 1234 b2 fffe 04 66666665"), port: 5683)])
    #expect(
      json.contains(
        #""value":"fffe","encoding":"hex"},{"number":11,"name":"Uri-Path","value":"fffe","encoding":"utf-8"}"#))
  }

  @Test func whatIsEmptyIsSaidToBe() throws {
    let text = try Form.fields.render(packets: [packet(hex("4001 1234 50 60"), port: 5683)])
    #expect(text.contains("        Token: (empty)\n        If-None-Match\n        Uri-Path: (empty)\n"))
    #expect(try Form.fields.render("lossy-drop-ch2").contains("session_id: (empty)\n"))
  }

  @Test(
    arguments: [
      (-500_000_000, "   -0.500000"), (-12_000_001_000, "  -12.000001"), (-1_000_000_000_000_000, "-1000000.000000"),
      (0, "    0.000000"), (1_500_000_000, "    1.500000"), (-999, "   -0.000000"),
    ] as [(Int64, String)])
  func aSignStandsByItsDigits(_ nanoseconds: Int64, _ expected: String) {
    var text = TextBuffer(capacity: 32)
    text.append(seconds: nanoseconds, width: 12)
    #expect(text.string == expected)
  }

  @Test func oneIsSingular() throws {
    let text = try Form.packets.render(packets: [packet(hex("4002 1234 ff 61"), port: 5683)])
    #expect(text.contains("  1 byte\n"))
    let summary = try Form.text.render(packets: [[0x45]])
    #expect(summary.contains("1 packet (RAW)") && summary.contains(", 1 malformed packet\n"))
  }
}
