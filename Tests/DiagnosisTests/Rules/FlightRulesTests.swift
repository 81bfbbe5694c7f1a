import DTLS
import Analysis

import Testing

@testable import Diagnosis

@Suite struct FlightRulesTests {
  /// A server's flight with a certificate of so many bytes, in one datagram or one a message.
  private func certificateFlight(
    _ talk: Talk, at times: Double..., bytes: Int = 900, sending: Talk.Sending = Talk.Sending()
  ) {
    for time in times {
      talk.server(
        .serverHello, .certificate(bytes: bytes), .serverKeyExchange, .serverHelloDone, at: time, sending: sending)
    }
  }

  private func withCertificates(_ talk: Talk) { (talk.suites, talk.suite) = ([0xc0ae], 0xc0ae) }

  // MARK: Large flights

  @Test func aLargeFlightThatTheClientDoesNotGet() throws {
    let found = try found { _, talk in
      withCertificates(talk)
      talk.cookieExchange(at: 0)
      certificateFlight(talk, at: 0.03)
      talk.client(.helloWithCookie, at: 1.02)
      certificateFlight(talk, at: 1.03)
      talk.client(.helloWithCookie, at: 3.02)
      certificateFlight(talk, at: 3.03)
      talk.client(.helloWithCookie, at: 7.02)
    }
    #expect(found.causes.count == 1 && found.causes[0].hasPrefix("error cert-flight-mtu-blackhole likely 3 4 "))
  }

  /// Next to the client only what is small arrives: the record numbers show that there was more.
  @Test func aLargeFlightThatIsLostBeforeTheCapturePoint() throws {
    let found = try found { _, talk in
      withCertificates(talk)
      talk.cookieExchange(at: 0)
      for time in [1.03, 3.03, 7.03] {
        talk.server(.serverHello, at: time - 0.001)
        talk.server(.certificate(bytes: 900), .serverKeyExchange, at: time, sending: .lost)
        talk.server(.serverHelloDone, at: time + 0.001)
        talk.client(.helloWithCookie, at: time + 1)
      }
    }
    #expect(found.causes.count == 1 && found.causes[0].hasPrefix("error cert-flight-mtu-blackhole likely"))
    #expect(found.text.contains("jump over"))
  }

  /// Small datagrams that the client does not get have nothing to do with their size.
  @Test func aSmallFlightThatTheClientDoesNotGet() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      for time in [1.0, 3, 7] {
        talk.serverFlight(at: time)
        talk.client(.helloWithCookie, at: time + 0.02)
      }
      talk.client(.helloWithCookie, at: 15)
    }
    #expect(found == ["error client-deaf likely 3 4 4 5 7 9"])
  }

  @Test func aLargeFlightThatComesThroughInPiecesAtLast() throws {
    let found = try causes { _, talk in
      withCertificates(talk)
      talk.cookieExchange(at: 0)
      certificateFlight(talk, at: 0.03)
      talk.client(.helloWithCookie, at: 1.02, 3.02)
      certificateFlight(talk, at: 3.03, sending: .inFragments(4))
      talk.client(.clientKeyExchange, .changeCipherSpec, .finished, at: 3.1)
      talk.server(.changeCipherSpec, .finished, at: 3.2)
    }
    #expect(found == [])
  }

  @Test func aClientsCertificateThatIsTooLargeForTheServer() throws {
    let found = try causes { _, talk in
      withCertificates(talk)
      talk.cookieExchange(at: 0)
      talk.server(
        .serverHello, .certificate(bytes: 200), .serverKeyExchange, .certificateRequest, .serverHelloDone, at: 0.03)
      for time in [0.04, 1.04, 3.04] {
        talk.client(
          .certificate(bytes: 900), .clientKeyExchange, .certificateVerify, .changeCipherSpec, .finished, at: time)
      }
    }
    #expect(found.count == 1 && found[0].hasPrefix("error in-content-len-too-small possible"))
  }

  @Test func aClientsCertificateThatIsSmall() throws {
    let found = try causes { _, talk in
      withCertificates(talk)
      talk.cookieExchange(at: 0)
      talk.server(
        .serverHello, .certificate(bytes: 200), .serverKeyExchange, .certificateRequest, .serverHelloDone, at: 0.03)
      for time in [0.04, 1.04, 3.04] {
        talk.client(
          .certificate(bytes: 200), .clientKeyExchange, .certificateVerify, .changeCipherSpec, .finished, at: time)
      }
    }
    #expect(found.count == 1 && found[0].hasPrefix("error handshake-stalled possible"))
  }

  // MARK: Ends that stop

  @Test func aClientThatHasNoKey() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03, 1.03, 3.03)
    }
    #expect(found == ["error psk-missing-on-client likely 4"])
  }

  @Test func aClientThatSaysThatItHasNoKey() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.client(.alert(.fatal, .internalError), at: 0.04)
    }
    #expect(found == ["error psk-missing-on-client likely 4 5"])
  }

  @Test func aClientThatDidNotGetTheServersFlight() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.client(.helloWithCookie, at: 1.02, 3.02)
    }
    #expect(found == ["error client-deaf likely 3 4 4 5 6"])
  }

  @Test func aClientThatMayAnswerYet() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03, 1.03)
    }
    #expect(found == [])
  }

  @Test func aServerThatBeginsTwice() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0, 1)
      talk.server(.serverHello(1), .serverHelloDone, at: 1.5)
      talk.server(.serverHello(2), .serverHelloDone, at: 1.6)
      talk.clientFlight(at: 1.7)
      talk.server(.alert(.fatal, .unexpectedMessage), at: 1.8)
    }
    #expect(found.count == 1 && found[0].hasPrefix("error concurrent-handshakes likely"))
  }

  // MARK: The last flight

  @Test func aServerThatTakesTheHandshakeForDone() throws {
    let found = try causes { _, talk in
      talk.comeUp()
      talk.clientFlight(at: 1.04, 3.04, 7.04)
    }
    #expect(found == ["error final-flight-lost-deadlock likely 6 7 8 9"])
  }

  @Test func aServerThatSendsItsLastFlightAgain() throws {
    let found = try causes { _, talk in
      talk.comeUp()
      talk.clientFlight(at: 1.04)
      talk.serverFinish(at: 1.05)
    }
    #expect(found == [])
  }

  @Test func aLastFlightThatWasOnItsWay() throws {
    let found = try causes { _, talk in
      talk.comeUp()
      talk.clientFlight(at: 1.04)
      talk.client(.get(1), at: 1.1)
      talk.server(.content(1), at: 1.2)
    }
    #expect(found == [])
  }

  // MARK: What no other rule explains

  @Test func anAlertThatFitsNoPattern() throws {
    let found = try found { _, talk in
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.clientFlight(at: 0.04)
      talk.server(.alert(.fatal, .unexpectedMessage), at: 0.05)
    }
    #expect(found.causes == ["error fatal-alert certain 5 6"])
    #expect(found.text.contains("unexpected_message"))
  }

  @Test func aClientThatGivesUpWhereNothingElseIsKnown() throws {
    let found = try causes { _, talk in
      withCertificates(talk)
      talk.cookieExchange(at: 0)
      certificateFlight(talk, at: 0.03, bytes: 100)
      for time in [0.04, 1.04, 3.04, 7.04] {
        talk.client(.clientKeyExchange, .changeCipherSpec, .finished, at: time)
      }
      talk.client(.alert(.fatal, .internalError), at: 46)
    }
    #expect(found.count == 1 && found[0].hasPrefix("error handshake-abandoned-early likely"))
  }

  @Test func aHandshakeThatStalls() throws {
    let found = try causes { _, talk in
      withCertificates(talk)
      talk.cookieExchange(at: 0)
      certificateFlight(talk, at: 0.03, bytes: 100)
      for time in [0.04, 1.04, 3.04, 7.04] {
        talk.client(.clientKeyExchange, .changeCipherSpec, .finished, at: time)
      }
    }
    #expect(found.count == 1 && found[0].hasPrefix("error handshake-stalled possible"))
  }

  /// Wherever the capture of a handshake ends, nothing is wrong yet.
  @Test(arguments: 1...6)
  func aHandshakeWhoseCaptureEnds(_ count: Int) throws {
    let scene = Scene()
    scene.talk().comeUp()
    scene.drop(Set((count + 1)...7))
    #expect(try scene.findings("esp32c3_key").causes == [])
    #expect(try scene.findings().causes == [])
  }

  /// Wherever the capture begins, nothing is wrong.
  @Test(arguments: 1...8)
  func aSessionWhoseCaptureBeginsLate(_ count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.client(.get(1), at: 1)
    talk.server(.content(1), at: 1.01)
    talk.close(at: 2)
    scene.drop(Set(1...count))
    #expect(try scene.findings("esp32c3_key").causes == [])
    #expect(try scene.findings().causes == [])
  }

  /// Any packet that the capture does not hold, and any that it holds twice.
  @Test(arguments: 1...10)
  func aSessionOfWhichOnePacketIsMissingOrThereTwice(_ number: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.client(.get(1), at: 1)
    talk.server(.content(1), at: 1.01)
    talk.close(at: 2)
    var copy = scene.packets[number - 1]
    copy.time += 0.0001
    scene.packets.append(copy)
    #expect(try scene.findings("esp32c3_key").causes == [])
    scene.packets.removeLast()
    scene.drop([number])
    #expect(try scene.findings("esp32c3_key").causes == [])
    #expect(try scene.findings().causes == [])
  }
}
