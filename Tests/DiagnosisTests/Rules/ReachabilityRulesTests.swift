import Capture
import DTLS
import Testing

@testable import Diagnosis

@Suite struct ReachabilityRulesTests {
  private static func client(_ port: UInt16, _ address: IPAddress = Scene.client) -> Endpoint {
    Endpoint(address: address, port: port)
  }

  // MARK: ICMP

  @Test func nobodyListens() throws {
    let found = try found { _, talk in
      talk.client(.hello, at: 0, 1, 3, 7)
      talk.icmp(at: 0.001, 1.001, 3.001, 7.001)
    }
    #expect(found.causes == ["error dtls-port-closed certain 1 2 4 6"])
    #expect(!found.text.contains("without DTLS"))
  }

  @Test func nobodyListensOnAHostThatSpeaksPlainCoAP() throws {
    let found = try found { scene, talk in
      let plain = Endpoint(address: Scene.server, port: 5683)
      scene.plain(Message.plainGet(1), from: Self.client(40007), to: plain, at: 0)
      scene.plain(Message.plainContent(1), from: plain, to: Self.client(40007), at: 0.01)
      talk.client(.hello, at: 1)
      talk.icmp(at: 1.001)
    }
    #expect(found.causes == ["error dtls-port-closed certain 3 4"])
    #expect(found.text.contains("only the DTLS endpoint is missing"))
  }

  @Test func nobodyListensByICMPv6() throws {
    let scene = Scene()
    let talk = scene.talk(
      from: Self.client(40000, Scene.client6), to: Endpoint(address: Scene.server6, port: 5684))
    talk.client(.hello, at: 0)
    talk.icmp(1, 4, at: 0.001)
    #expect(try scene.findings().causes == ["error dtls-port-closed certain 1 2"])
  }

  @Test func anICMPErrorAboutAGoodbye() throws {
    let found = try causes { _, talk in
      talk.comeUp()
      talk.client(.get(1), at: 1)
      talk.server(.content(1), at: 1.01)
      talk.client(.closeNotify, at: 2)
      talk.icmp(at: 2.001)
    }
    #expect(found == [])
  }

  /// What the client's host says of the server's late records says nothing of the server.
  @Test func anICMPErrorOfTheClientsHost() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.client(.get(1), at: 1)
    talk.server(.content(1), at: 1.01)
    scene.add(
      Frames.error(3, 3, from: Scene.client, quoting: [23, 0xfe, 0xfd], from: talk.server, to: talk.client), at: 1.02)
    #expect(try scene.findings().causes == [])
  }

  @Test(arguments: [9, 10, 13] as [UInt8])
  func aFirewallForbidsIt(_ code: UInt8) throws {
    let found = try found { _, talk in
      talk.client(.hello, at: 0)
      talk.icmp(3, code, from: Scene.router, at: 0.001)
    }
    #expect(found.causes == ["error icmp-filtered possible 1 2"])
    #expect(found.text.contains("192.0.2.254"))
  }

  @Test(arguments: [0, 1] as [UInt8])
  func aRouterDoesNotReachTheServer(_ code: UInt8) throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0)
      talk.icmp(3, code, from: Scene.router, at: 0.001)
    }
    #expect(found == ["error server-unreachable certain 1 2"])
  }

  @Test func aPathThatBreaksInMidHandshake() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.icmp(3, 1, from: Scene.router, at: 0.03)
    }
    #expect(found == ["error server-unreachable likely 3 4"])
  }

  @Test func anErrorAboutTheSizeIsNoRejection() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0)
      talk.icmp(3, 4, from: Scene.router, at: 0.001)
      talk.server(.helloVerifyRequest, at: 0.01)
    }
    #expect(found == [])
  }

  @Test func aServerThatWasThereBefore() throws {
    let scene = Scene()
    let before = scene.talk()
    before.comeUp()
    before.close(at: 1)
    let talk = scene.talk(from: Self.client(40001))
    talk.client(.hello, at: 20)
    talk.icmp(at: 20.001)
    #expect(try scene.findings().causes == ["error server-process-gone likely 9 10 #2"])
  }

  @Test func aServerThatComesUpAfterTheFirstHello() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0)
      talk.icmp(at: 0.001)
      talk.client(.hello, at: 1)
      talk.server(.helloVerifyRequest, at: 1.01)
      talk.client(.helloWithCookie, at: 1.02)
      talk.serverFlight(at: 1.03)
      talk.clientFlight(at: 1.04)
      talk.serverFinish(at: 1.05)
    }
    #expect(found.allSatisfy { $0.hasPrefix("warning") })
  }

  // MARK: Silence

  @Test func nothingComesFromTheServer() throws {
    let found = try found { _, talk in talk.client(.hello, at: 0, 1, 3, 7) }
    #expect(found.causes == ["error server-unreachable likely 1 2 3 4"])
    #expect(found.text.contains("sent 4 times within 7.0 s"))
  }

  @Test func nobodyAnswersForTheServersAddress() throws {
    let found = try causes { scene, talk in
      scene.request(at: 0, 1, 2)
      talk.client(.hello, at: 0.5, 1.5, 3.5)
    }
    #expect(found == ["error server-unreachable certain 1 2 4 6"])
  }

  @Test func helloThatMayBeAnsweredYet() throws {
    #expect(try causes { _, talk in talk.client(.hello, at: 0, 1) } == [])
  }

  @Test func copiesOfOneHelloAreNoRepetitions() throws {
    #expect(try causes { _, talk in for _ in 0..<4 { talk.client(.hello, at: 0, sending: .twice) } } != [])
    let scene = Scene()
    let talk = scene.talk()
    talk.client(.hello, at: 0)
    for _ in 0..<4 { scene.packets.append(scene.packets[0]) }
    #expect(try scene.findings().causes == [])
  }

  /// The client began anew, with other random bytes, and came up.
  @Test func anAttemptThatTheNextOneReplaces() throws {
    let found = try causes { scene, talk in
      talk.client(.hello, at: 0)
      scene.talk().comeUp(at: 0.5)
    }
    #expect(found == [])
  }

  @Test(arguments: [-25.0, 3, 36])
  func aServerThatIsAliveAndDoesNotAnswer(_ time: Double) throws {
    let found = try causes { scene, talk in
      scene.sign(at: 30 + time)
      talk.client(.hello, at: 30, 31, 33, 37)
    }
    #expect(found.count == 1 && found[0].hasPrefix("error server-deaf likely"))
  }

  @Test func aServerThatWasAliveLongBefore() throws {
    let found = try causes { scene, talk in
      scene.sign(at: 0)
      talk.client(.hello, at: 100, 101, 103)
    }
    #expect(found == ["error server-unreachable likely 2 3 4"])
  }

  @Test func aServerThatAnswersOnlyPlainCoAP() throws {
    let found = try causes { scene, talk in
      let plain = Endpoint(address: Scene.server, port: 5683)
      scene.plain(Message.plainGet(1), from: Self.client(40007), to: plain, at: 0)
      scene.plain(Message.plainContent(1), from: plain, to: Self.client(40007), at: 0.01)
      talk.client(.hello, at: 1, 2, 4)
    }
    #expect(found == ["error dtls-server-role-off possible 3 4 5"])
  }

  @Test func aServerThatAnswersOthers() throws {
    let scene = Scene()
    let other = scene.talk(from: Self.client(40001))
    other.comeUp()
    scene.talk().client(.hello, at: 10, 11, 13)
    #expect(
      try scene.findings().causes == ["error server-heap-or-session-limit possible 1 7 8 9 #2"])
  }

  @Test func aServerThatManyLeftHalfOpen() throws {
    let scene = Scene()
    for index in 0..<6 {
      let half = scene.talk(from: Self.client(41000 + UInt16(index)))
      half.client(.hello, at: Double(index))
      half.server(.helloVerifyRequest, at: Double(index) + 0.01)
    }
    scene.talk().client(.hello, at: 10, 11, 13)
    let found = try scene.findings().causes
    // The capture tells it of the server, too.
    #expect(found == ["error half-open-flood possible 13 14 15 #7", "warning half-open-flood likely 1 11 #0"])
  }

  /// Clients that nobody answers either leave nothing half open.
  @Test func aServerThatAnswersNobody() throws {
    let scene = Scene()
    scene.sign(at: 0)
    for index in 0..<6 { scene.talk(from: Self.client(41000 + UInt16(index))).client(.hello, at: 1, 2, 4) }
    let found = try scene.findings().causes
    #expect(found.count == 6 && found.allSatisfy { $0.hasPrefix("error server-deaf likely") })
  }

  @Test func aClientHelloInFragments() throws {
    let found = try found { scene, talk in
      scene.sign(at: 0)
      talk.client(.hello, at: 1, 2, 4, sending: .inFragments(3))
    }
    #expect(found.causes == ["error clienthello-fragmented likely 2 5 8"])
    #expect(found.text.contains("into 3 handshake fragments"))
  }

  @Test func aClientHelloInFragmentsThatIsAnswered() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0, 1, 3, sending: .inFragments(3))
      talk.server(.helloVerifyRequest, at: 3.1)
    }
    #expect(found == [])
  }

  // MARK: Cookies

  @Test func aCookieThatIsDemandedOnce() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0)
      talk.server(.helloVerifyRequest, at: 0.01)
      talk.client(.hello, at: 1, 3, 7)
    }
    #expect(found == ["error hvr-not-resent possible 1 2 3 4 5"])
  }

  @Test func aClientThatHearsNoDemand() throws {
    let found = try causes { _, talk in
      for time in [0, 1, 3, 7.0] {
        talk.client(.hello, at: time)
        talk.server(.helloVerifyRequest, at: time + 0.01)
      }
      talk.client(.hello, at: 15)
    }
    #expect(found == ["error client-deaf likely 1 2 3 5 7 9"])
  }

  @Test func aDemandThatWasLostOnce() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0)
      talk.server(.helloVerifyRequest, at: 0.01)
      talk.comeUp(at: 1)
    }
    #expect(found == [])
  }

  @Test func aHelloWithItsCookieThatNobodyAnswers() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.client(.helloWithCookie, at: 1.02, 3.02, 7.02)
    }
    #expect(found == ["error server-deaf-after-cookie likely 2 3 4 5 6"])
  }

  @Test func aHelloWithItsCookieThatMayBeAnsweredYet() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.client(.helloWithCookie, at: 1.02)
    }
    #expect(found == [])
  }

  // MARK: Old sessions

  @Test func aClientThatBeginsAnewOnItsPortsAndIsIgnored() throws {
    let scene = Scene()
    let before = scene.talk()
    before.comeUp()
    before.client(.get(1), at: 1)
    before.server(.content(1), at: 1.01)
    scene.talk().client(.hello, at: 10, 11, 13)
    #expect(try scene.findings().causes == ["error client-restart-same-port certain 8 9 10 11 #2"])
  }

  @Test func aClientThatSaidGoodbyeBefore() throws {
    let scene = Scene()
    let before = scene.talk()
    before.comeUp()
    before.close(at: 1)
    scene.talk().client(.hello, at: 5, 6, 8)
    let found = try scene.findings().causes
    #expect(found.count == 1 && !found[0].contains("client-restart-same-port"))
  }

  /// A client whose requests were not answered any more begins anew because of that.
  @Test func aClientThatBeginsAnewBecauseTheServerIsGone() throws {
    let scene = Scene()
    let before = scene.talk()
    before.comeUp()
    before.client(.get(1), at: 1)
    before.server(.content(1), at: 1.01)
    before.client(.get(2), at: 10, 12.5, 17.5, 27.5)
    scene.talk().client(.hello, at: 50, 51, 53)
    let found = try scene.findings("esp32c3_key").causes
    #expect(found.first?.hasPrefix("error server-lost-session likely") == true)
    #expect(!found.contains { $0.contains("client-restart-same-port") })
  }

  /// A record that the snapshot length cut is no sign that it arrived so.
  @Test func whatTheCaptureCutsIsNotCutOnTheWay() throws {
    #expect(
      try Scene(replaying: "fail-clienthello-truncated-openssl").findings().causes.first?.hasPrefix(
        "error datagrams-cut-on-the-way likely") == true)
    let found = try Scene(replaying: "partial-snaplen-64-cert").findings()
    #expect(found.causes == [] && found.named(.captureTruncated).count == 1)
    #expect(found.named(.datagramsCutOnTheWay) == [])
  }
}
