import TestSupport
import Testing

@testable import Rendering

/// What is wrong, as programs read it.
@Suite struct NoticeJSONTests {
  private static let broken = packet(hex("4f01 1234"), port: 5683)
  private static let repeated = packet(hex("4001 1235 c1 00 01 00"), port: 5683)
  /// A ClientHello, and one of the same message_seq with another random.
  private static let contradiction = [
    packet(Records.clientHello()), packet(Records.clientHello().dropLast(4) + [9, 9, 9, 9]),
  ]

  @Test func everyNoticeIsALine() throws {
    let lines = try Form.ndjson.render(packets: [Self.broken, Self.repeated]).split(separator: "\n")
    let notices = lines.filter { $0.hasPrefix(#"{"kind":"notice","#) }
    #expect(notices.count == 2)
    #expect(
      notices.first.map(String.init)
        == #"{"kind":"notice","packet":1,"timestamp":0.000005000,"session":null,"source":{"address":"192.0.2.1","#
        + #""port":40000},"destination":{"address":"192.0.2.2","port":5683},"id":"malformed-coap","#
        + #""text":"malformed CoAP message: CoAP.TKL at 0: 15 is reserved"}"#)
    #expect(notices.last?.contains(#""id":"coap-option-rule","text":"CoAP option rule broken: "#) == true)
  }

  @Test func theDocumentHasThemInOrder() throws {
    let json = try Form.json.render(packets: [Self.broken, Self.repeated])
    #expect(json.contains(#""notices":["#))
    let first = try #require(json.firstRange(of: #""packet":1,"#))
    let second = try #require(json.firstRange(of: #""id":"coap-option-rule""#))
    #expect(first.lowerBound < second.lowerBound)
    #expect(json.contains(#""omittedNotices":0"#))
    #expect(try Form.json.render(packets: [packet(hex("4001 1234"), port: 5683)]).contains("\"notices\":[],"))
  }

  @Test(arguments: [Form.json, .ndjson])
  func whatIsWrongWithARecordIsOneToo(_ form: Form) throws {
    // An alert in epoch 0 of three bytes.
    let alert = hex("15 fefd 0000 000000000001 0003 022800")
    let json = try form.render(packets: [packet(Records.clientHello()), packet(alert)])
    #expect(json.contains(#""session":1,"source":{"address":"192.0.2.1","port":40000}"#))
    #expect(json.contains(#""id":"malformed-record","text":"malformed alert: Alert"#))
  }

  @Test func theDocumentHoldsABoundedNumber() throws {
    let count = JSONReport.maximumNotices + 7
    let packets = Array(repeating: Self.broken, count: count)
    let json = try Form.json.render(packets: packets)
    #expect(json.split(separator: "\n").filter { $0.contains(#""id":"malformed-coap""#) }.count == count - 7)
    #expect(json.contains(#""omittedNotices":7"#))
    let file = TemporaryFile(Savefile.pcap(packets))
    let several = try Form.json.render([file.path, file.path])
    #expect(several.split(separator: "\n").filter { $0.contains(#""id":"malformed-coap""#) }.count == count - 7)
    #expect(several.contains(#""omittedNotices":\#(count + 7)"#))
    #expect(try Form.ndjson.render(packets: packets).split(separator: "\n").count == count + 1)
  }
}
