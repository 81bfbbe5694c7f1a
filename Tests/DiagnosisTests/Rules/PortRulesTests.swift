import Capture
import Testing

@testable import Diagnosis

@Suite struct PortRulesTests {
  private static let plainServer = Endpoint(address: Scene.server, port: 5683)
  private static let server = Endpoint(address: Scene.server, port: 5684)
  private static let client = Endpoint(address: Scene.client, port: 40000)

  // MARK: DTLS to the port of CoAP

  private func toPlainPort(_ play: (Talk) -> Void) throws -> [String] {
    let scene = Scene()
    play(scene.talk(to: Self.plainServer))
    return try scene.findings().causes
  }

  @Test func aClientThatSpeaksDTLSToThePlainPort() throws {
    let found = try toPlainPort { $0.client(.hello, at: 0, 1, 3, 7) }
    #expect(found == ["error dtls-sent-to-coap-port certain 1 2 3 4"])
  }

  @Test func aServerThatHasDTLSOnThatPort() throws {
    #expect(try toPlainPort { $0.comeUp() } == [])
  }

  @Test func aHelloThatMayBeAnsweredYet() throws {
    #expect(try toPlainPort { $0.client(.hello, at: 0, 1) } == [])
  }

  @Test func nobodyListensOnThatPort() throws {
    let found = try toPlainPort {
      $0.client(.hello, at: 0, 1, 3)
      $0.icmp(at: 0.001)
    }
    #expect(found == ["error dtls-port-closed certain 1 2"])
  }

  // MARK: CoAP to the port of DTLS

  private func toSecurePort(_ play: (Scene) -> Void) throws -> Found {
    let scene = Scene()
    play(scene)
    return try scene.findings()
  }

  @Test func aClientThatSpeaksPlainCoAPToTheDTLSPort() throws {
    let found = try toSecurePort { $0.plain(Message.plainGet(1), from: Self.client, to: Self.server, at: 0, 2.5, 7.5) }
    #expect(found.causes == ["error coap-sent-to-dtls-port certain 1 3 #0"])
    #expect(found.text.contains("192.0.2.1:40000") && found.text.contains("repeated it 2 times"))
  }

  @Test func aRequestThatMayBeAnsweredYet() throws {
    let found = try toSecurePort { $0.plain(Message.plainGet(1), from: Self.client, to: Self.server, at: 0) }
    #expect(found.causes == [])
  }

  @Test func aRequestThatNobodyAnsweredInTime() throws {
    let found = try toSecurePort {
      $0.plain(Message.plainGet(1), from: Self.client, to: Self.server, at: 0)
      $0.sign(at: 3)
    }
    #expect(found.causes == ["error coap-sent-to-dtls-port likely 1 #0"])
  }

  @Test func aServerThatHasPlainCoAPOnThatPort() throws {
    let found = try toSecurePort {
      $0.plain(Message.plainGet(1), from: Self.client, to: Self.server, at: 0, 2.5)
      $0.plain(Message.plainContent(1), from: Self.server, to: Self.client, at: 2.6)
    }
    #expect(found.causes == [])
  }

  @Test func aConversationThatTheCaptureBeganInTheMiddleOf() throws {
    let found = try toSecurePort {
      $0.plain(Message.plainContent(1), from: Self.server, to: Self.client, at: 0, 2.5, 7.5)
    }
    #expect(found.causes == [])
  }
}
