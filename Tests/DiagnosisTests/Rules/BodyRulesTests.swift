import CoAP
import Testing

@testable import Diagnosis

/// Bodies in blocks, and observations.
@Suite struct BodyRulesTests {
  private func plain(until end: Double = 30, _ play: (PlainTalk) -> Void) throws -> Found {
    let scene = Scene()
    play(scene.plainTalk())
    scene.sign(at: end)
    return try scene.findings()
  }

  // MARK: Blocks

  /// A body of three blocks, of which so many are fetched, in messages of these lengths and with these ETags.
  private func download(
    _ count: UInt8, lengths: [Int] = [64, 64, 10], tags: [UInt8] = [1, 1, 1], until end: Double = 30
  ) throws -> Found {
    try plain(until: end) { talk in
      for number in 0..<count {
        let time = Double(number) / 10
        let asked = number == 0 ? [] : [Coded.block(.block2, number, more: false)]
        talk.client(Coded.request(number + 1, .get, asked), at: time)
        talk.server(
          Coded.response(
            number + 1, .content,
            [CoAP.Option(.eTag, [tags[Int(number)]]), Coded.block(.block2, number, more: number < 2)],
            length: lengths[Int(number)]), at: time + 0.01)
      }
    }
  }

  @Test func aBodyThatIsWhole() throws {
    #expect(try download(3).all == [])
  }

  @Test func aBodyThatIsNotFetchedToItsEnd() throws {
    let found = try download(2)
    #expect(found.all == ["warning coap-block-incomplete likely 3 4 #0"])
    #expect(found.text(of: .coapBlockIncomplete).contains("128 bytes came from 192.0.2.2:5683"))
    // The next block may be asked for yet.
    #expect(try download(2, until: 5).all == [])
  }

  @Test func aBodyThatChanges() throws {
    #expect(try download(3, tags: [1, 1, 2]).all == ["warning coap-block-etag-changed certain 5 6 #0"])
  }

  @Test func blocksThatAreTooShort() throws {
    let found = try download(3, lengths: [64, 60, 10])
    #expect(found.named(.coapBlockMalformed) == ["warning coap-block-malformed certain 4 5 #0"])
    #expect(found.text(of: .coapBlockMalformed).contains("a block has 60 bytes where its option says 64"))
  }

  @Test func anUploadThatIsRefused() throws {
    let found = try plain {
      $0.client(Coded.request(1, .put, [Coded.block(.block1, 0, more: true)], String(repeating: "a", count: 64)), at: 0)
      $0.server(Coded.response(1, .requestEntityTooLarge, [Coded.block(.block1, 0, more: true)], length: 0), at: 0.01)
    }
    #expect(found.all == [])
  }

  @Test func anUploadThatStops() throws {
    let found = try plain {
      $0.client(Coded.request(1, .put, [Coded.block(.block1, 0, more: true)], String(repeating: "a", count: 64)), at: 0)
      $0.server(Coded.response(1, .continue, [Coded.block(.block1, 0, more: true)], length: 0), at: 0.01)
    }
    #expect(found.all == ["warning coap-block-incomplete likely 1 #0"])
    #expect(found.text(of: .coapBlockIncomplete).contains("64 bytes went to 192.0.2.2:5683"))
  }

  // MARK: Observations

  /// A registration that is taken, with Max-Age of 200 s, and what comes then.
  private func observation(
    until end: Double = 30, answer options: [CoAP.Option] = [Coded.observe(5), CoAP.Option(.maxAge, [200])],
    _ play: (PlainTalk) -> Void
  ) throws -> Found {
    try plain(until: end) {
      $0.client(Coded.request(1, .get, [Coded.observe(0)]), at: 0)
      $0.server(Coded.response(1, .content, options), at: 0.01)
      play($0)
    }
  }

  @Test func notificationsInOrder() throws {
    let found = try observation { talk in
      for number in 6...9 as ClosedRange<UInt8> {
        talk.server(Coded.notification(number, numbered: number, token: 1), at: Double(number))
      }
    }
    #expect(found.all == [])
  }

  @Test func notificationsOutOfOrder() throws {
    let found = try observation {
      $0.server(Coded.notification(1, numbered: 7, token: 1), at: 1)
      $0.server(Coded.notification(2, numbered: 6, token: 1), at: 1.1)
    }
    #expect(found.all == ["info coap-stale-notification certain 1 4 #0"])
    let many = try observation { talk in
      for number in 0...3 as ClosedRange<UInt8> {
        talk.server(Coded.notification(number, numbered: number, token: 1), at: Double(number) + 1)
      }
    }
    #expect(many.all == ["warning coap-stale-notification certain 1 3 #0"])
  }

  @Test func aServerThatGoesOnAfterTheEnd() throws {
    func end(notifiedAt time: Double) throws -> [String] {
      try observation {
        $0.client(
          Coded.message(
            .confirmable, .get, 2, token: [1], [Coded.observe(1), CoAP.Option(.uriPath, Array("light".utf8))]), at: 2)
        $0.server(Coded.message(.acknowledgement, .content, 2, token: [1], [], [0x61]), at: 2.01)
        $0.server(Coded.notification(3, numbered: 8, token: 1), at: time)
      }.named(.coapNotifiedAfterCancellation)
    }
    #expect(try end(notifiedAt: 10) == ["warning coap-notified-after-cancellation likely 3 5 #0"])
    #expect(try end(notifiedAt: 2.5) == [])
  }

  @Test func aStateThatGrewTooOld() throws {
    let options = [Coded.observe(5), CoAP.Option(.maxAge, [10])]
    let late = try observation(answer: options) { $0.server(Coded.notification(1, numbered: 7, token: 1), at: 20) }
    #expect(late.all == ["info coap-observe-not-renewed likely 1 3 #0"])
    #expect(try observation(answer: options) { _ in }.all == ["info coap-observe-not-renewed likely 1 2 #0"])
    let renewed = try observation(until: 15, answer: options) {
      $0.client(
        Coded.message(
          .confirmable, .get, 2, token: [1], [Coded.observe(0), CoAP.Option(.uriPath, Array("light".utf8))]), at: 10)
      $0.server(Coded.message(.acknowledgement, .content, 2, token: [1], options, [0x61]), at: 10.01)
    }
    #expect(renewed.all == [])
  }

  @Test func aResourceThatCannotBeObserved() throws {
    #expect(try observation(answer: []) { _ in }.all == ["info coap-not-observed certain 1 2 #0"])
  }

  @Test func aTokenThatIsUsedTwice() throws {
    let found = try observation {
      $0.client(Coded.message(.confirmable, .get, 2, token: [1], [CoAP.Option(.uriPath, Array("other".utf8))]), at: 2)
      $0.server(Coded.message(.acknowledgement, .content, 2, token: [1], [], [0x61]), at: 2.01)
    }
    #expect(found.named(.coapTokenReused) == ["warning coap-token-reused certain 1 3 #0"])
  }
}
