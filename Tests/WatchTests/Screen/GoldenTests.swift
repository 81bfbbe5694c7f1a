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
        A
        """)
  }

  @Test func aTableOnANarrowScreen() throws {
    let shown = try screen("fail-wrongpsk-client-gnutls-server-mbedtls", [.down], width: 60, height: 4)
    #expect(
      shown == """
        B
        """)
  }

  @Test func aLadderWithARetransmission() throws {
    let shown = try screen("lossy-drop-ch2", [.enter, .home], width: 100, height: 24)
    #expect(
      shown == """
        C
        """)
  }

  @Test func aLadderThatEndsWithItsFinding() throws {
    let shown = try screen("fail-wrongpsk-client-gnutls-server-mbedtls", [.enter, .home], width: 72, height: 20)
    #expect(
      shown == """
        D
        """)
  }

  @Test func aLadderOnANarrowScreen() throws {
    let shown = try screen("lossy-drop-ch2", [.enter, .home], width: 48, height: 9)
    #expect(
      shown == """
        E
        """)
  }
}
