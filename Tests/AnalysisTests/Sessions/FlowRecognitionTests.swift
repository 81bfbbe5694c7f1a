import Bytes
import Capture
import TestSupport
import Testing

@testable import Analysis

/// What one datagram of a flow says about the next.
@Suite struct FlowRecognitionTests {
  static let request = RecognitionTests.request
  static let query = hex("14fe 0100 0001 0000 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001")

  private func endpoint(_ port: UInt16) -> Endpoint { Endpoint(address: Talk.server.address, port: port) }

  @Test(arguments: [53, 5353, 5355, 50000] as [UInt16])
  func aDNSQueryIsNoDTLS(_ port: UInt16) {
    let talk = Talk()
    for _ in 0..<3 { talk.give(Self.query, from: Talk.client, to: endpoint(port)) }
    talk.give([0x3f] + Self.query, from: Talk.client, to: endpoint(port))
    #expect(talk.heard.began.isEmpty && talk.heard.notices.isEmpty && talk.heard.messages.isEmpty)
  }

  /// RFC 7983 §7, RFC 9443 §3: what begins with a byte of another protocol shares the socket.
  @Test(arguments: [5684, 50000] as [UInt16], UInt8.min...UInt8.max)
  func whatSharesTheSocketDoesNotDisturbTheSession(_ port: UInt16, _ first: UInt8) {
    guard !(20...63).contains(first) else { return }
    let talk = Talk()
    let server = endpoint(port)
    let other = [first, 0x60, 0x00, 0x04] + hex("2112a442 16fefd000000000000000000 0c0100")
    talk.give(other, from: Talk.client, to: server)
    talk.give(Records.clientHello(), from: Talk.client, to: server)
    talk.give(other, from: server, to: Talk.client)
    talk.give(Records.serverHello(), from: server, to: Talk.client)
    talk.give(other, from: Talk.client, to: server)
    #expect(talk.heard.began.count == 1 && talk.heard.records.count == 2)
    #expect(talk.heard.notices.isEmpty && talk.heard.messages.isEmpty)
  }

  @Test func aRecordThatMayBeSomethingElseDoesNotDecideAboutTheNext() {
    let talk = Talk()
    // On the port of DTLS any record counts, but what follows is looked at on its own.
    talk.fromClient(RecognitionTests.ciphertext)
    #expect(talk.heard.records.count == 1)
    talk.fromClient(hex("16 0303 000102"))
    #expect(talk.heard.records.count == 1 && talk.heard.notices.isEmpty)
    talk.fromClient(Self.request)
    #expect(talk.heard.messages.count == 1)
  }

  @Test func aPrivilegedPortNeedsADatagramFullOfRecords() {
    let talk = Talk()
    talk.give(Records.clientHello() + [0], from: Talk.client, to: endpoint(443))
    #expect(talk.heard.began.isEmpty)
    talk.give(Records.clientHello(), from: Talk.client, to: endpoint(443))
    #expect(talk.heard.began.count == 1)
  }

  @Test(arguments: ["40010004 ff000001", "40010004 ff010001", "40010000", "40010003 b17400ab", "4f010004 deadbeef"])
  func channelDataBesideDTLSIsNoCoAP(_ text: String) {
    for isFirst in [true, false] {
      let talk = Talk()
      if isFirst { talk.fromClient(hex(text)) }
      talk.fromClient(Records.clientHello())
      talk.fromClient(hex(text))
      #expect(talk.heard.messages.isEmpty && talk.heard.notices.isEmpty)
    }
  }

  @Test func plainCoAPOnThePortOfDTLSIsShown() {
    let talk = Talk()
    talk.fromClient(Self.request)
    talk.fromServer(hex("60000001"))
    talk.fromClient(Self.request)
    #expect(talk.heard.messages.map(\.retransmissionOf) == [nil, nil, 1])
  }

  @Test(arguments: [5684, 50000] as [UInt16])
  func oneLuckyDatagramDoesNotMakeTheRestCoAP(_ port: UInt16) {
    let talk = Talk()
    talk.give(Self.request, from: Talk.client, to: endpoint(port))
    for byte in 0x40..<0x80 as Range<UInt8> {
      talk.give([byte, 0xfe, 0xdc, 0xba, 0xff], from: Talk.client, to: endpoint(port))
    }
    #expect(talk.heard.messages.count == 1)
    #expect(talk.heard.notices.count == 1)
  }

  @Test func onThePortOfCoAPEveryBrokenMessageIsNamed() {
    let talk = Talk()
    for _ in 0..<3 { talk.give(hex("40 fe dcba ff"), from: Talk.client, to: endpoint(5683)) }
    #expect(talk.heard.notices.count == 3)
  }
}
