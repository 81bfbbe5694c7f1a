import Capture
import DTLS
import TestSupport
import Testing

@testable import Diagnosis

/// IP fragments that do not arrive, or that nobody puts together.
@Suite struct FragmentRulesTests {
  /// The server's flight, with a certificate that takes two fragments, is sent again and again, and the client repeats
  /// its hello. Of each datagram of the flight, these fragments are captured.
  private func scene(capturing fragments: [Int]) -> Scene {
    let scene = Scene()
    let talk = scene.talk()
    talk.suite = 0xc0ae
    talk.cookieExchange(at: 0)
    talk.client(.helloWithCookie, at: 1.02, 3.02, 7.02)
    let start = scene.packets.count
    talk.server(.serverHello, .certificate(bytes: 1600), .serverHelloDone, at: 0.03, 1.03, 3.03, 7.03)
    let whole = Array(scene.packets[start...])
    scene.packets.removeSubrange(start...)
    for (index, packet) in whole.enumerated() {
      let parts = Self.fragments(of: packet, identification: index + 1)
      for part in fragments { scene.packets.append(parts[part]) }
    }
    return scene
  }

  /// An IPv4 packet in two fragments, the first of 1480 bytes.
  private static func fragments(of packet: Scene.Packet, identification: Int) -> [Scene.Packet] {
    let (link, header, payload) = (packet.bytes[..<14], packet.bytes[14..<34], packet.bytes[34...])
    func part(_ bytes: ArraySlice<UInt8>, _ offset: Int, more: Bool) -> Scene.Packet {
      var ip = Array(header)
      ip.replaceSubrange(
        2..<8,
        with: Packets.bytes16(20 + bytes.count) + Packets.bytes16(identification)
          + Packets.bytes16(offset / 8 | (more ? 0x2000 : 0)))
      let all = link + ip + bytes
      return Scene.Packet(time: packet.time + Double(offset) * 1e-6, bytes: Array(all), length: all.count)
    }
    let middle = payload.startIndex + 1480
    return [part(payload[..<middle], 0, more: true), part(payload[middle...], 1480, more: false)]
  }

  @Test func fragmentsThatAreLost() throws {
    let found = try scene(capturing: [0]).findings()
    #expect(found.causes.map { $0.prefix(33) } == ["error ip-fragments-dropped likely"])
    #expect(found.text.contains("1480 bytes in 1 fragment of the first"))
  }

  @Test func fragmentsThatTheClientDoesNotPutTogether() throws {
    let found = try scene(capturing: [0, 1]).findings()
    #expect(found.causes == ["error ip-fragments-dropped likely 5 14"])
  }

  @Test func aFlightThatIsWholeWasNotDroppedAsFragments() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.suite = 0xc0ae
    talk.cookieExchange(at: 0)
    talk.client(.helloWithCookie, at: 1.02, 3.02, 7.02)
    talk.server(.serverHello, .certificate(bytes: 1200), .serverHelloDone, at: 0.03, 1.03, 3.03, 7.03)
    #expect(try scene.findings().named(.ipFragmentsDropped) == [])
  }

  @Test func fragmentsThatTheClientDoesPutTogether() throws {
    let scene = scene(capturing: [0, 1])
    let talk = scene.talk()
    talk.clientRandom[0] = 0
    scene.packets.removeAll { $0.time > 0.9 }
    let found = try scene.findings()
    #expect(found.named(.ipFragmentsDropped) == [])
  }

  @Test func anAnswerThatWasLostInAnEstablishedSession() throws {
    let found = try Scene(replaying: "ok-ipfrag-response-fragment-missing").findings("esp32c3_key")
    #expect(found.named(.ipFragmentsDropped) == ["info ip-fragments-dropped possible 13"])
    let whole = try Scene(replaying: "ok-ipfrag-bigresponse").findings("esp32c3_key")
    #expect(whole.named(.ipFragmentsDropped) == [])
  }
}
