import Bytes
import Testing

@testable import CoAP

/// What is gathered of a conversation; the findings that are made of it have the cases (`ConversationRulesTests`).
@Suite struct ConversationFactsTests {
  /// A conversation in the making.
  private struct Talk {
    var conversation = Conversation()
    let book = ExchangeBook()
    private var number = 0

    mutating func say(_ message: Message, from sender: Peer, at seconds: Double) throws {
      number += 1
      let bytes = try #require(message.encode())
      let stamp = PacketStamp(number: number, nanoseconds: Int64(seconds * 1e9), capture: 0)
      let view = try MessageView(bytes.span.bytes)
      let first = conversation.log(view, from: sender, at: stamp)
      _ = conversation.receive(
        view, copyOf: first, from: sender, at: stamp, book, began: { _ in }, ended: { _ in })
    }

    /// A request and its response.
    mutating func exchange(
      _ id: UInt16, _ code: Code = .get, path: String = "light", value payload: [UInt8] = [], answer status: Code
    ) throws {
      let token = [UInt8(truncatingIfNeeded: id)]
      try say(
        Message(
          type: .confirmable, code: code, messageID: id, token: token,
          options: [Option(.uriPath, Array(path.utf8))], payload: payload), from: .one, at: Double(id))
      try say(
        Message(type: .acknowledgement, code: status, messageID: id, token: token), from: .other, at: Double(id) + 0.1)
    }

    mutating func finish() -> ConversationFacts {
      conversation.finish(at: PacketStamp(number: number + 1, nanoseconds: 1_000_000_000_000, capture: 0)) { _ in }
      return conversation.facts
    }
  }

  private func facts(_ play: (inout Talk) throws -> Void) rethrows -> ConversationFacts {
    var talk = Talk()
    try play(&talk)
    return talk.finish()
  }

  @Test func whatIsWellLeavesNothing() throws {
    let facts = try facts { talk in for id in 1...20 as ClosedRange<UInt16> { try talk.exchange(id, answer: .content) }
    }
    #expect(facts.exchanges == 20 && facts.answered == 20)
    #expect(facts.incidents.isEmpty && facts.omitted == 0 && facts.writes.isEmpty)
  }

  @Test func whatIsAlikeIsCounted() throws {
    let facts = try facts { talk in
      for id in 1...3 as ClosedRange<UInt16> { try talk.exchange(id, answer: .notFound) }
      try talk.exchange(4, .put, answer: .notFound)
    }
    #expect(facts.incidents.map(\.kind) == [.error(.notFound), .error(.notFound)])
    #expect(facts.incidents.map(\.count) == [3, 1] && facts.incidents.map(\.method) == [.get, .put])
    #expect(facts.incidents[0].steps.map(\.stamp.number) == [1, 2])
    #expect(facts.incidents[0].steps.map(\.role) == [.request, .response])
  }

  @Test func incidentsAreBounded() throws {
    let facts = try facts { talk in
      for id in 1...30 as ClosedRange<UInt16> { try talk.exchange(id, path: "\(id)", answer: .notFound) }
    }
    #expect(facts.incidents.count == ConversationFacts.maximumIncidents && facts.omitted == 14)
  }

  @Test func aLongPathIsCut() throws {
    let facts = try facts { talk in try talk.exchange(1, path: String(repeating: "a", count: 200), answer: .notFound) }
    #expect(facts.incidents.first?.resource == Array(("/" + String(repeating: "a", count: 79) + "…").utf8))
  }

  @Test func theLastShortValuesAreKept() throws {
    let facts = try facts { talk in
      for id in 1...10 as ClosedRange<UInt16> { try talk.exchange(id, .put, value: [UInt8(id)], answer: .changed) }
      try talk.exchange(
        11, .put, value: [UInt8](repeating: 1, count: ConversationFacts.maximumValue + 1), answer: .changed)
      try talk.exchange(12, .post, value: [1], answer: .changed)
    }
    #expect(facts.writes.map(\.value) == (3...10).map { [$0] })
    #expect(facts.writes.allSatisfy { $0.status == .changed && $0.resource == Array("/light".utf8) })
  }
}
