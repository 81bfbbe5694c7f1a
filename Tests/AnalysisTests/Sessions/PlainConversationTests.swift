import Bytes
import Capture
import CoAP
import TestSupport
import Testing

@testable import Analysis

@Suite struct PlainConversationTests {
  private let get: [UInt8] = [0x40, 1, 0x12, 0x34]
  private let content: [UInt8] = [0x60, 0x45, 0x12, 0x34, 0xff, 0x31]
  private let plainPort: UInt16 = 5683

  private func conversations(_ play: (Talk, Endpoint) -> Void) -> [PlainConversation] {
    let talk = Talk()
    play(talk, Endpoint(address: Talk.server.address, port: plainPort))
    talk.finish()
    return talk.heard.conversations
  }

  @Test func whoSpeaksFirstIsItsSource() throws {
    let found = conversations { talk, server in
      talk.give(get, from: Talk.client, to: server)
      talk.give(content, from: server, to: Talk.client)
    }
    let conversation = try #require(found.first)
    #expect(found.count == 1 && conversation.source == Talk.client && conversation.destination.port == plainPort)
    #expect(conversation.firstCode == Code(rawValue: 1) && conversation.first.number == 1)
    #expect(conversation.sent.count == 1 && conversation.received.count == 1)
    #expect(conversation.sent.last?.number == 1 && conversation.received.last?.number == 2)
  }

  @Test func repetitionsAreCounted() throws {
    let found = conversations { talk, server in
      for time in [0, 2, 6] { talk.give(get, from: Talk.client, to: server, at: time) }
    }
    #expect(found.first?.sent.count == 3 && found.first?.sent.retransmissions == 2)
    #expect(found.first?.received.count == 0 && found.first?.received.last == nil)
  }

  @Test func eachPairOfEndpointsHasItsOwn() {
    let found = conversations { talk, server in
      for port in [40001, 40002, 40001] as [UInt16] {
        talk.give(get, from: Endpoint(address: Talk.client.address, port: port), to: server)
      }
    }
    #expect(found.map(\.source.port) == [40001, 40002])
  }

  @Test func whatIsNoMessageBeginsNone() {
    #expect(conversations { talk, server in talk.give([0x40], from: Talk.client, to: server) }.isEmpty)
  }

  @Test func messagesUnderDTLSAreNone() throws {
    #expect(try analyze("ok-ccm8-put-get-openssl", "esp32c3_key").conversations.isEmpty)
  }
}
