import LiveSupport
import Rendering
import Testing

@testable import Watch

@Suite struct WatchLinesTests {
  private func lines(_ name: String) throws -> String {
    var text = ""
    let lines = WatchLines(style: plain) { text += $0 }
    try observe(name, lines)
    for (_, findings) in try judged(name) { lines.note(findings) }
    return text
  }

  @Test func aSessionThatRecovers() throws {
    #expect(
      try lines("lossy-drop-ch2") == """
            0.000000  #1  10.77.0.1:33894 → 10.77.0.2:5684  begins
            0.505452  #1  10.77.0.1:33894 → 10.77.0.2:5684  established in 505 ms  DTLS 1.2  \
        TLS_PSK_WITH_AES_128_CCM_8  repeated 1
            0.506464  #1  10.77.0.1:33894 → 10.77.0.2:5684  over, 4 CoAP messages

        """)
  }

  @Test func aSessionThatFails() throws {
    #expect(
      try lines("fail-wrongpsk-client-gnutls-server-mbedtls") == """
            0.000000  #1  10.77.0.1:42414 → 10.77.0.2:5684  begins
            0.002867  #1  10.77.0.1:42414 → 10.77.0.2:5684  failed
            0.002867  #1  10.77.0.1:42414 → 10.77.0.2:5684  over, 0 CoAP messages
                      #1  ERROR: The two ends have different pre-shared keys   psk-mismatch-alert

        """)
  }
}
