import Rendering
import Testing

@testable import Watch

/// Whole screens as they are to look.
@Suite struct GoldenTests {
  private func screen(_ name: String, _ keys: [Key], width: Int, height: Int) throws -> String {
    let model = try watch(name)
    let size = WatchScreen.Size(width: width, height: height)
    var screen = WatchScreen(source: "eth0")
    for key in keys { _ = screen.press(key, model, size, plain) }
    return screen.lines(model, size, plain).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  @Test func aTableOfManySessions() throws {
    let shown = try screen("ok-20-clients-interleaved-mbedtls", [.down, .down], width: 80, height: 8)
    #expect(
      shown == """
        eth0  20 sessions  20 came up                                             2.14 s
          #  Client → server                   State      RTT  Last CoAP       Findings
         20  10.77.0.21:5684 → 10.77.0.2:5684  closed  2.7 ms  GET /time 2.05
        ▸19  10.77.0.19:5684 → 10.77.0.2:5684  closed  1.8 ms  GET /time 2.05
         18  10.77.0.16:5684 → 10.77.0.2:5684  closed  1.0 ms  GET /time 2.05
         17  10.77.0.30:5684 → 10.77.0.2:5684  closed  0.9 ms  GET /time 2.05
         16  10.77.0.18:5684 → 10.77.0.2:5684  closed  0.2 ms  GET /time 2.05
        ↑↓ select  Enter ladder  s sort: newest  p pause  q quit  ? help
        """)
  }

  @Test func aTableOnANarrowScreen() throws {
    let shown = try screen("fail-wrongpsk-client-gnutls-server-mbedtls", [.down], width: 60, height: 4)
    #expect(
      shown == """
        eth0  1 session  1 failed                             2.9 ms
         #  Client → server               State   Findings
        ▸1  10.77.0.1:42414 → 10.77.0.2…  failed  psk-mismatch-alert
        ↑↓ select  Enter ladder  s sort: newest  p pause  q quit  ?…
        """)
  }

  @Test func aLadderWithARetransmission() throws {
    let shown = try screen("lossy-drop-ch2", [.enter, .home], width: 100, height: 24)
    #expect(
      shown == """
        Session 1  closed  10.77.0.1:33894 → 10.77.0.2:5684
        DTLS 1.2  TLS_PSK_WITH_AES_128_CCM_8  handshake 505 ms  repeated 3  RTT 0.2 ms
               time  packet  flight   client                                                          server
           0.000000       1       1   ├─ client_hello 0 ──────────────────────────────────────────────────▶│
           0.003220       2       2   │◀────────────────────────────────────────── hello_verify_request 0 ─┤
           0.003327       3       3   ├─ client_hello 1 ──────────────────────────────────────────────────▶│
           0.504323       4           ├─ client_hello 1  [↻ repeats 3] ───────────────────────────────────▶│
           0.504954       5       4   │◀────────────────────────────────────────────────── server_hello 1 ─┤
           0.504954       5           │◀───────────────────────────────────────────── server_hello_done 2 ─┤
           0.505089       6       5   ├─ client_key_exchange 2 ───────────────────────────────────────────▶│
           0.505089       6           ├─ change_cipher_spec ──────────────────────────────────────────────▶│
           0.505089       6           ├─ finished 3 ──────────────────────────────────────────────────────▶│
           0.505452       7       6   │◀──────────────────────────────────────────── new_session_ticket 3 ─┤
           0.505452       7           │◀────────────────────────────────────────────── change_cipher_spec ─┤
           0.505452       7           │◀────────────────────────────────────────────────────── finished 4 ─┤
           0.505586       8           ├─ CON GET /light ──────────────────────────────────────────────────▶│
           0.505825       9           │◀─────────────────────── ACK 2.05 Content, 2 bytes  [after 0.2 ms] ─┤
           0.505914      10           ├─ CON GET /light  [↻ repeats 8] ───────────────────────────────────▶│
           0.506307      11           │◀──────────────────────── ACK 2.05 Content, 2 bytes  [↻ repeats 9] ─┤
           0.506355      12           │◀────────────────────────────────────── alert warning close_notify ─┤
           0.506464      13           ├─ alert warning close_notify ──────────────────────────────────────▶│

        INFO: The server's flight was lost once, and the handshake recovered   f4-lost, possible
        ↑↓ scroll  ←→ other session  p pause  Esc back  ? help
        """)
  }

  @Test func aLadderThatEndsWithItsFinding() throws {
    let shown = try screen("fail-wrongpsk-client-gnutls-server-mbedtls", [.enter, .home], width: 72, height: 20)
    #expect(
      shown == """
        Session 1  failed  10.77.0.1:42414 → 10.77.0.2:5684
        DTLS 1.2  TLS_PSK_WITH_AES_128_CCM_8
               time  packet  flight   client                              server
           0.000000       1       1   ├─ client_hello 0 ──────────────────────▶│
           0.001075       2       2   │◀────────────── hello_verify_request 0 ─┤
           0.001264       3       3   ├─ client_hello 1 ──────────────────────▶│
           0.001934       4       4   │◀────────────────────── server_hello 1 ─┤
           0.001934       4           │◀───────────────── server_hello_done 2 ─┤
           0.002121       5       5   ├─ client_key_exchange 2 ───────────────▶│
           0.002159       6           ├─ change_cipher_spec ──────────────────▶│
           0.002172       7         ! ├─ handshake, encrypted, 40 bytes ──────▶│
           0.002867       8         ! │◀────────── alert fatal bad_record_mac ─┤

        ERROR: The two ends have different pre-shared keys   psk-mismatch-alert…
          The server cannot read the client's Finished: the two ends derived
          different keys from the pre-shared key for identity "esp32c3_id". None
          of the keys you gave, nor a common other spelling of one, opens the
          client's Finished.
          ! packet 7: the client's Finished
        ↑↓ scroll  ←→ other session  p pause  Esc back  ? help
        """)
  }

  @Test func aLadderOnANarrowScreen() throws {
    let shown = try screen("lossy-drop-ch2", [.enter, .home], width: 48, height: 9)
    #expect(
      shown == """
        Session 1  closed  10.77.0.1:33894 → 10.77.0.2:…
        DTLS 1.2  TLS_PSK_WITH_AES_128_CCM_8  handshake…
               time   client                      server
           0.000000   ├─ client_hello 0 ──────────────▶│
           0.003220   │◀────── hello_verify_request 0 ─┤
           0.003327   ├─ client_hello 1 ──────────────▶│
           0.504323   ├─ client_hello 1  [↻ repeats… ─▶│
           0.504954   │◀────────────── server_hello 1 ─┤
        ↑↓ scroll  ←→ other session  p pause  Esc back …
        """)
  }
}
