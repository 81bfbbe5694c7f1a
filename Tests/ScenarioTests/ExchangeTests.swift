import Foundation
import Testing

/// What belongs together in CoAP, in whole captures: the cases in which tools that pair messages by token and message ID
/// together, or bodies by address, go wrong.
@Suite struct ExchangeTests {
  private let report: JSON
  private let newer: JSON

  init() throws {
    report = try Fixture("coap-exchanges").report()
    newer = try Fixture("coap-newer-options").report()
  }

  /// The exchange about `path`.
  private func exchange(_ path: String, in report: JSON? = nil) throws -> JSON {
    let exchanges = (report ?? self.report)["coap"]["exchanges"].elements
    return try #require(exchanges.first { $0["uri"].text?.hasSuffix(path) == true }, "\(path)")
  }

  /// The messages of an exchange.
  private func messages(of exchange: JSON) -> [JSON] {
    report["coap"]["messages"].elements.filter { $0["exchange"] == exchange["id"] }
  }

  @Test func aPiggybackedResponse() throws {
    let exchange = try exchange("/piggybacked")
    #expect(exchange["outcome"].text == "completed" && exchange["roundTripMilliseconds"].number == 20)
    #expect(messages(of: exchange).map { $0["answers"].number } == [nil, 1])
  }

  @Test func aSeparateResponse() throws {
    let exchange = try exchange("/separate")
    let request = try #require(exchange["requestPacket"].number)
    #expect(exchange["outcome"].text == "separate" && exchange["status"].text == "2.05")
    #expect(exchange["roundTripMilliseconds"].number == 1510 && exchange["thinkMilliseconds"].number == 1500)
    let messages = messages(of: exchange)
    #expect(messages.map { $0["role"].text } == ["request", "acknowledgement", "response", "acknowledgement"])
    #expect(messages.map { $0["answers"].number } == [nil, request, request, messages[2]["packet"].number])
  }

  @Test func anObservation() throws {
    let exchange = try exchange("/observed")
    let observe = exchange["observe"]
    #expect(observe["notifications"].number == 4 && observe["stale"].number == 1)
    #expect(
      observe["cancelledBy"].text == "reset" && observe["cancelledPacket"] == messages(of: exchange).last?["packet"])
    #expect(
      messages(of: exchange).map { $0["role"].text } == [
        "request", "response", "notification", "notification", "staleNotification", "notification", "reset",
      ])
  }

  @Test func aTokenWithoutBytes() throws {
    let exchange = try exchange("/no-token")
    #expect(exchange["outcome"].text == "completed" && exchange["requestRetransmissions"].number == 1)
    #expect(exchange["roundTripMilliseconds"].number == 2520 && messages(of: exchange).count == 3)
  }

  @Test func twoDownloadsAtATime() throws {
    for port in ["40005", "40006"] {
      let exchange = try exchange("/large/\(port)")
      let block = exchange["block"]
      #expect(block["complete"] == .flag(true) && block["blocks"].number == 4 && block["bytes"].number == 112)
      #expect(block["direction"].text == "download" && block["problems"].elements.isEmpty)
      #expect(messages(of: exchange).count == 8)
      #expect(
        messages(of: exchange).allSatisfy { "\($0["source"]["port"])\($0["destination"]["port"])".contains(port) })
    }
  }

  @Test func aTokenThatIsUsedAgain() throws {
    for (path, text) in [("/first", "first"), ("/second", "second")] {
      let exchange = try exchange(path)
      #expect(messages(of: exchange).last?["payload"].text == text)
      #expect(messages(of: exchange).count == 2 && exchange["outcome"].text == "completed")
    }
  }

  @Test func aReset() throws {
    let exchange = try exchange("/reset")
    #expect(exchange["outcome"].text == "reset" && exchange["requestRetransmissions"].number == 2)
    #expect(exchange["resetPacket"] == messages(of: exchange).last?["packet"])
    #expect(messages(of: exchange).last?["answers"] == exchange["requestPacket"])
  }

  @Test func aRequestToAGroup() throws {
    let exchange = try exchange("224.0.1.187/.well-known/core")
    #expect(exchange["multicast"] == .flag(true) && exchange["responses"].number == 2)
    let sources = messages(of: exchange).dropFirst().map { $0["source"]["address"].text }
    #expect(sources == ["192.0.2.2", "192.0.2.3"] && exchange["outcome"].text == "completed")
  }

  @Test func aRequestThatIsGivenUp() throws {
    let exchange = try exchange("/gone")
    #expect(exchange["outcome"].text == "timedOut" && exchange["status"] == .null)
    #expect(exchange["retransmissionPackets"].elements.count == 4)
  }

  @Test func newerOptionsHaveTheirNamesAndValues() throws {
    #expect(newer["notices"].elements.map { $0["text"].text } == [])
    let options = newer["coap"]["messages"].elements.flatMap { $0["options"].elements }
    func values(_ name: String) -> [JSON] { options.filter { $0["name"].text == name }.map { $0["value"] } }
    #expect(values("Echo") == [.text("cafe")])
    #expect(values("No-Response") == [.number(26)])
    #expect(values("EDHOC") == [.text("")])
    #expect(values("Request-Tag") == [.text("77"), .text("77"), .text("77")])
    #expect(values("Q-Block1").map { $0["num"].number } == [0, 1, 2, 2])
    #expect(values("Q-Block2").map { $0["num"].number } == [0, 0, 2, 1])
    #expect(values("OCF-Accept-Content-Format-Version") == [.number(2048)])
    #expect(values("OCF-Content-Format-Version") == [.number(2048)])
    for (path, direction) in [("/up", "upload"), ("/down", "download")] {
      let block = try exchange(path, in: newer)["block"]
      #expect(block["complete"] == .flag(true) && block["bytes"].number == 48 && block["direction"].text == direction)
    }
    let silent = newer["coap"]["exchanges"].elements.first { $0["noResponse"].number == 26 }
    #expect(silent?["outcome"].text == "completed" && silent?["status"] == .null)
  }

  @Test func aLongToken() throws {
    let exchange = try exchange("/long", in: newer)
    #expect(exchange["outcome"].text == "completed" && exchange["responses"].number == 1)
    let token = newer["coap"]["messages"].elements.last?["token"].text
    #expect(token == "000102030405060708090a0b0c0d0e0f10111213")
  }

  @Test func anyPortWillDo() throws {
    let report = try Fixture("coap-other-port").report()
    let exchanges = report["coap"]["exchanges"].elements
    #expect(exchanges.filter { $0["uri"].text == "coap://192.0.2.1:56616/sensors/temperature" }.count == 3)
    #expect(exchanges.contains { $0["uri"].text == "coaps://192.0.2.1:41234/light" && $0["session"].number == 1 })
    #expect(exchanges.allSatisfy { $0["outcome"].text == "completed" })
  }
}
