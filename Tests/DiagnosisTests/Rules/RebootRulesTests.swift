import Capture
import DTLS
import Testing

@testable import Diagnosis

/// Devices whose clock counts from power-on.
@Suite struct RebootRulesTests {
  /// Seconds that the bytes of a cookie of this byte say.
  private func seconds(_ byte: UInt8) -> UInt32 { (0..<4).reduce(0) { sum, _ in sum << 8 | UInt32(byte) } }

  /// A handshake with a server whose clock is that in a cookie of this byte, and `later` seconds on in its random.
  private func talk(_ scene: Scene, port: UInt16, at time: Double, clock byte: UInt8, later: UInt32 = 0) -> Talk {
    let talk = scene.talk(from: .init(address: Scene.client, port: port))
    let value = seconds(byte) + later
    talk.serverRandom.replaceSubrange(0..<4, with: (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) })
    talk.client(.hello, at: time)
    talk.server(.helloVerifyRequest(cookie: byte), at: time + 0.01)
    talk.client(.clientHello(cookie: byte), at: time + 0.02)
    return talk
  }

  private func finish(_ talk: Talk, at time: Double) {
    talk.serverFlight(at: time + 0.03)
    talk.clientFlight(at: time + 0.04)
    talk.serverFinish(at: time + 0.05)
  }

  @Test func aClockThatWasNeverSet() throws {
    let scene = Scene()
    finish(talk(scene, port: 40000, at: 0, clock: 1), at: 0)
    let found = try scene.findings()
    #expect(found.named(.deviceClockUnset).count == 1)
    #expect(found.named(.deviceClockUnset)[0].hasPrefix("info device-clock-unset likely"))
    #expect(found.text(of: .deviceClockUnset).contains("With pre-shared keys that does no harm."))
    let healthy = Scene()
    healthy.talk().comeUp()
    #expect(try healthy.findings().named(.deviceClockUnset) == [])
  }

  @Test func aDeviceThatRestartedBetweenSessions() throws {
    let scene = Scene()
    finish(talk(scene, port: 40000, at: 0, clock: 1), at: 0)
    finish(talk(scene, port: 40001, at: 20, clock: 0, later: 5), at: 20)
    let found = try scene.findings()
    #expect(found.named(.deviceClockUnset).map { $0.prefix(26) } == ["warning device-clock-unset"])
    #expect(found.text(of: .deviceClockUnset).contains("It began anew 1 time"))
  }

  @Test func aDeviceThatWentOn() throws {
    let scene = Scene()
    finish(talk(scene, port: 40000, at: 0, clock: 0, later: 5), at: 0)
    finish(talk(scene, port: 40001, at: 20, clock: 0, later: 25), at: 20)
    #expect(try !scene.findings().text(of: .deviceClockUnset).contains("began anew"))
  }

  /// The server takes the client's flight, falls silent, and is there again with a clock that shows `uptime` at 21 s.
  private func crash(uptime: UInt32) throws -> Found {
    let scene = Scene()
    let first = talk(scene, port: 40000, at: 0, clock: 1)
    first.serverFlight(at: 0.03)
    first.clientFlight(at: 0.04, 1.04, 3.04, 7.04)
    finish(talk(scene, port: 40001, at: 21, clock: 0, later: uptime), at: 21)
    return try scene.findings()
  }

  @Test func aDeviceThatCrashedInMidHandshake() throws {
    let found = try crash(uptime: 15)
    #expect(found.causes.first?.hasPrefix("error device-crash-mid-handshake likely 4") == true)
  }

  @Test func aDeviceThatWasUpAllTheTime() throws {
    #expect(try crash(uptime: 40).named(.deviceCrashMidHandshake) == [])
  }
}
