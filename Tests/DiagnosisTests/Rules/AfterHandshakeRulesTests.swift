import Capture
import DTLS
import Testing

@testable import Diagnosis

@Suite struct AfterHandshakeRulesTests {
  private static let key = "esp32c3_key"

  /// A session that came up, and one request that was answered: 8 packets.
  private func established(_ talk: Talk) {
    talk.comeUp()
    talk.client(.get(1), at: 1)
    talk.server(.content(1), at: 1.01)
  }

  // MARK: A server that falls silent

  @Test func aServerThatLostItsSession() throws {
    let found = try found([Self.key]) { _, talk in
      established(talk)
      talk.client(.get(2), at: 30, 32.5, 37.5)
    }
    #expect(found.causes == ["error server-lost-session likely 8 9 10 11"])
    #expect(found.text.contains("until packet 8"))
  }

  /// Without keys the doubled pauses between records of one length tell that the client waits.
  @Test func theSameWithoutKeys() throws {
    let found = try causes { _, talk in
      (talk.clientKey, talk.serverKey) = ([1, 2, 3], [1, 2, 3])
      established(talk)
      talk.client(.get(2), at: 30, 32.5, 37.5, 47.5)
    }
    #expect(found == ["error server-lost-session possible 8 9 12"])
  }

  @Test func aServerThatAnswersTheSecondRepetition() throws {
    let found = try causes(Self.key) { _, talk in
      established(talk)
      talk.client(.get(2), at: 30, 32.5, 37.5)
      talk.server(.content(2), at: 37.6)
    }
    #expect(found == [])
  }

  @Test func aRequestThatMayBeAnsweredYet() throws {
    let found = try causes(Self.key) { _, talk in
      established(talk)
      talk.client(.get(2), at: 30, 32.5)
    }
    #expect(found == [])
  }

  /// Nobody answers messages that are not confirmable, and nobody has to.
  @Test(arguments: [["esp32c3_key"], []])
  func aClientThatReportsAndExpectsNoAnswer(_ keys: [String]) throws {
    let found = try found(keys) { _, talk in
      established(talk)
      for number in 1...20 as ClosedRange<UInt8> {
        talk.client(.data([0x50, 2, 0, number, 0xb1, 0x74, 0xff, number]), at: 10 * Double(number))
      }
    }
    #expect(found.causes == [])
  }

  @Test func anApplicationThatDoesNotAnswer() throws {
    let found = try causes(Self.key) { _, talk in
      talk.comeUp()
      talk.client(.get(2), at: 1, 3.5, 8.5)
    }
    #expect(found == ["error coap-no-answer-dtls-ok likely 7 8 9"])
  }

  @Test func aServerThatSaidGoodbye() throws {
    let found = try causes(Self.key) { _, talk in
      established(talk)
      talk.server(.closeNotify, at: 10)
      talk.client(.get(2), at: 30, 32.5, 37.5)
    }
    #expect(found == [])
  }

  @Test func aServerWhoseProcessEnded() throws {
    let found = try causes(Self.key) { _, talk in
      established(talk)
      talk.client(.get(2), at: 30)
      talk.icmp(at: 30.001)
    }
    #expect(found == ["error server-process-gone likely 10"])
  }

  @Test func aServerThatAnsweredTheGoodbyeWithItsEnd() throws {
    let found = try causes(Self.key) { _, talk in
      established(talk)
      talk.client(.closeNotify, at: 30)
      talk.icmp(at: 30.001)
    }
    #expect(found == [])
  }

  @Test func aFatalAlertUnderTheKeys() throws {
    let found = try causes(Self.key) { _, talk in
      established(talk)
      talk.server(.sealedAlert(.fatal, .badRecordMAC), at: 2)
    }
    #expect(found == ["error fatal-alert certain 9"])
  }

  @Test func aGoodbyeThatCallsItselfFatal() throws {
    let found = try causes(Self.key) { _, talk in
      established(talk)
      talk.server(.sealedAlert(.fatal, .closeNotify), at: 2)
    }
    #expect(found == [])
  }

  // MARK: Ports that change

  private static let moved = Talk.Sending.from(port: 40001)

  @Test func aClientWhosePortChangedInMidSession() throws {
    let found = try found { _, talk in
      established(talk)
      talk.client(.get(2), at: 60, 62.5, 67.5, sending: Self.moved)
    }
    #expect(found.causes == ["error nat-rebind-no-cid likely 1 9 11 #2"])
    #expect(found.text.contains("192.0.2.1:40001") && found.text.contains("record 2 of epoch 1"))
  }

  @Test func aClientWhosePortChangedAndThatIsAnswered() throws {
    let found = try causes { _, talk in
      established(talk)
      talk.client(.get(2), at: 60, 62.5, sending: Self.moved)
      talk.server(.content(2), at: 62.6, sending: Self.moved)
    }
    #expect(found == [])
  }

  @Test func aClientWhosePortChangedAndThatMayBeAnsweredYet() throws {
    let found = try causes { _, talk in
      established(talk)
      talk.client(.get(2), at: 60, sending: Self.moved)
    }
    #expect(found == [])
  }

  /// Records with numbers that would fit, while the session they would fit goes on.
  @Test func anotherClientWhoseHandshakeWasNotCaptured() throws {
    let scene = Scene()
    let talk = scene.talk()
    established(talk)
    let other = scene.talk(from: Endpoint(address: Scene.client, port: 40001))
    other.comeUp(at: -100)
    other.client(.get(1), .get(2), at: -99, sending: .lost)
    scene.packets.removeAll { $0.time < 0 }
    other.client(.get(3), at: 60, 62.5)
    talk.client(.get(2), at: 90)
    talk.server(.content(2), at: 90.01)
    #expect(try scene.findings().causes == [])
  }

  // MARK: Connection IDs

  private func withConnectionID(_ scene: Scene, at times: Double...) {
    let client = Endpoint(address: Scene.client, port: 40000)
    let server = Endpoint(address: Scene.server, port: 5684)
    for (number, time) in times.enumerated() {
      let record: [UInt8] = [25, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, UInt8(number)] + Array("12345678".utf8) + [0, 40]
      scene.add(Frames.udp(record + [UInt8](repeating: UInt8(number), count: 40), from: client, to: server), at: time)
    }
  }

  @Test func aConnectionIDThatTheServerDoesNotKnow() throws {
    let scene = Scene()
    scene.sign(at: 0)
    withConnectionID(scene, at: 1, 3.5, 8.5, 18.5)
    #expect(try scene.findings().causes == ["error cid-unknown possible 2 5"])
  }

  @Test func aCaptureOfOneDirection() throws {
    let scene = Scene()
    withConnectionID(scene, at: 1, 3.5, 8.5, 18.5)
    #expect(try scene.findings().causes == [])
  }
}
