import Analysis
import Bytes
import Capture
import LiveSupport
import Rendering
import TestSupport

@testable import Watch

/// No colours.
let plain = Style(isTerminal: false, noColor: nil)
/// Colours.
let colored = Style(isTerminal: true, noColor: nil)

/// What is known after a fixture, and what was found in it.
func watch(_ name: String, key: String? = "esp32c3_key") throws -> WatchModel {
  let listener = WatchListener()
  try observe(name, listener, key: key)
  for (session, findings) in try judged(name, key: key) { listener.note(findings, of: session) }
  return listener.snapshot
}

/// Text without its colours.
func withoutColors(_ text: String) -> String {
  text.replacing(/\u{1b}\[[0-9]+m/, with: "")
}

func stamp(_ number: Int, _ nanoseconds: Int64? = nil) -> PacketStamp {
  PacketStamp(number: number, nanoseconds: nanoseconds ?? Int64(number) * 1_000_000)
}

func endpoint(_ last: UInt8, port: UInt16) -> Endpoint {
  Endpoint(address: IPAddress(ipv4: 0xc000_0200 | UInt32(last)), port: port)
}

/// A session that began with a packet of its number.
func session(_ number: Int, _ state: WatchedSession.State = .handshake) -> WatchedSession {
  WatchedSession(
    .session(number), client: endpoint(1, port: UInt16(truncatingIfNeeded: 40000 + number)),
    server: endpoint(2, port: 5684), at: stamp(number), state: state)
}
