import Capture
import Testing

@testable import Diagnosis

@Suite struct StormRulesTests {
  // MARK: Cookies

  @Test func cookiesThatAreNeverTaken() throws {
    let found = try found { _, talk in
      talk.client(.hello, at: 0)
      for turn in 1...3 as ClosedRange<UInt8> {
        talk.server(.helloVerifyRequest(cookie: turn), at: Double(turn) * 0.1)
        talk.client(.clientHello(cookie: turn), at: Double(turn) * 0.1 + 0.01)
      }
    }
    #expect(found.causes == ["error cookie-never-accepted certain 2 7 7"])
    #expect(found.text.contains("does not recognize its own cookies"))
  }

  @Test func cookiesThatTheClientAlters() throws {
    let found = try found { _, talk in
      talk.client(.hello, at: 0)
      for turn in 1...3 as ClosedRange<UInt8> {
        talk.server(.helloVerifyRequest(cookie: turn), at: Double(turn) * 0.1)
        talk.client(.clientHello(cookie: turn + 100), at: Double(turn) * 0.1 + 0.01)
      }
    }
    #expect(found.causes == ["error cookie-never-accepted certain 2 7 7"])
    #expect(found.text.contains("The client changed the cookie"))
  }

  @Test func oneCookieThatIsNotTaken() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.server(.helloVerifyRequest(cookie: 2), at: 0.03)
      talk.client(.clientHello(cookie: 2), at: 0.04)
      talk.serverFlight(at: 0.05)
      talk.clientFlight(at: 0.06)
      talk.serverFinish(at: 0.07)
    }
    #expect(found == [])
  }

  /// Each of three hellos that were long on the way gets its own demand, and the first one's answer is taken.
  @Test func demandsThatCrossTheHellos() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0, 1, 3)
      talk.server(.helloVerifyRequest, at: 3.5)
      talk.client(.helloWithCookie, at: 3.51)
      talk.server(.helloVerifyRequest, at: 4.5, 6.5)
      talk.serverFlight(at: 7)
      talk.clientFlight(at: 7.01)
      talk.serverFinish(at: 10.5)
    }
    #expect(found == [])
  }

  // MARK: Ports

  @Test func aPortThatChangesBetweenTheHellos() throws {
    let found = try found { _, talk in
      talk.client(.hello, at: 0)
      talk.server(.helloVerifyRequest, at: 0.01)
      let moved = Talk.Sending.from(port: 40001)
      talk.client(.helloWithCookie, at: 0.02, sending: moved)
      talk.server(.helloVerifyRequest(cookie: 2), at: 0.03, sending: moved)
      talk.client(.clientHello(cookie: 2), at: 0.04, sending: moved)
      talk.serverFlight(at: 0.05, sending: moved)
      talk.clientFlight(at: 0.06, sending: moved)
      talk.serverFinish(at: 0.07, sending: moved)
    }
    #expect(found.causes == ["warning nat-rebind-during-hello likely 1 3 4 #2"])
  }

  @Test func aPortThatChangesWithEveryHello() throws {
    let found = try found { _, talk in
      talk.client(.hello, at: 0)
      for turn in 1...4 as ClosedRange<UInt8> {
        let before = Talk.Sending.from(port: 40000 + UInt16(turn) - 1)
        talk.server(.helloVerifyRequest(cookie: turn), at: Double(turn) - 0.5, sending: before)
        talk.client(.clientHello(cookie: turn), at: Double(turn), sending: .from(port: 40000 + UInt16(turn)))
      }
    }
    #expect(found.causes == ["error nat-rebind-during-hello likely 1 3 4 #2"])
    #expect(found.text.contains("5 ports"))
  }

  @Test func anotherPortWhoseCookieIsTaken() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0)
      talk.server(.helloVerifyRequest, at: 0.01)
      let moved = Talk.Sending.from(port: 40001)
      talk.client(.helloWithCookie, at: 0.02, sending: moved)
      talk.serverFlight(at: 0.05, sending: moved)
      talk.clientFlight(at: 0.06, sending: moved)
      talk.serverFinish(at: 0.07, sending: moved)
    }
    #expect(found == [])
  }

  @Test func twoClientsOfOneHost() throws {
    let scene = Scene()
    for index in 0..<2 {
      let talk = scene.talk(from: .init(address: Scene.client, port: 40000 + UInt16(index)))
      talk.comeUp(at: Double(index))
    }
    #expect(try scene.findings().causes == [])
  }

  // MARK: Keys

  private func exchange(every pause: Double, _ count: Int) throws -> Found {
    try found { _, talk in
      talk.cookieExchange(at: 0)
      for turn in 0..<count {
        talk.serverFlight(at: 0.03 + Double(turn) * pause)
        talk.clientFlight(at: 0.03 + Double(turn) * pause + 0.005)
      }
    }
  }

  @Test func endsThatAnswerEachOthersRepetitionsAtOnce() throws {
    let found = try exchange(every: 0.01, 30)
    #expect(found.causes == ["error psk-mismatch-storm likely 5 7 9 63"])
    #expect(found.text.contains("29 repeated datagrams of the client and 29 of the server"))
  }

  @Test func repetitionsOnATimer() throws {
    #expect(try exchange(every: 2, 30).causes.first?.contains("psk-rejected-by-server-stack") == true)
  }
}
