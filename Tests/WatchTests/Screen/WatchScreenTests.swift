import Analysis
import Bytes
import DTLS
import Rendering
import Testing

@testable import Watch

@Suite struct WatchScreenTests {
  static let sizes = [(80, 24), (40, 10), (200, 50), (20, 5), (1, 1), (3, 2)].map {
    WatchScreen.Size(width: $0.0, height: $0.1)
  }

  private func press(_ keys: [Key], _ screen: inout WatchScreen, _ model: WatchModel, _ size: WatchScreen.Size) -> Bool
  {
    for key in keys { guard screen.press(key, model, size, plain) else { return false } }
    return true
  }

  @Test(
    arguments: [
      "lossy-drop-ch2", "fail-wrongpsk-client-gnutls-server-mbedtls", "ok-20-clients-interleaved-mbedtls",
      "ok-ipv6-ccm8-mbedtls", "coap-exchanges", "fail-no-server-icmp-openssl", "ok-dtls13-psk-ke-ccm8",
    ])
  func everyScreenFits(_ name: String) throws {
    let model = try watch(name)
    for size in Self.sizes {
      for keys: [Key] in [
        [], [.down, .down], [.enter], [.enter, .up, .up], [.enter, .home, .right], [.character("?")],
      ] {
        var screen = WatchScreen(source: "eth0")
        #expect(press(keys, &screen, model, size))
        let lines = screen.lines(model, size, plain)
        #expect(lines.count == size.height)
        for line in lines { #expect(TextWidth.columns(line) <= size.width, "\(size): \(line)") }
        // Colours are all that colours add.
        #expect(screen.lines(model, size, colored).map(withoutColors) == lines)
        #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
      }
    }
  }

  @Test func noSessionIsSaid() {
    let lines = WatchScreen(source: "eth0").lines(WatchModel(), .init(width: 80, height: 5), plain)
    #expect(
      lines == [
        "eth0  0 sessions", "", "No session yet: they appear with their first packet.", "",
        "↑↓ select  Enter ladder  s sort: newest  p pause  q quit  ? help",
      ])
  }

  // MARK: Keys

  private func model(_ count: Int) -> WatchModel {
    var model = WatchModel()
    for number in 1...count { model.add(session(number)) }
    return model
  }

  @Test func keysMoveTheSelection() {
    let model = model(50)
    let size = WatchScreen.Size(width: 80, height: 13)
    var screen = WatchScreen(source: "")
    for (key, number) in [
      (Key.down, 50), (.down, 49), (.character("j"), 48), (.up, 49), (.character("k"), 50), (.up, 50), (.pageDown, 40),
      (.character(" "), 30), (.pageUp, 40), (.end, 1), (.down, 1), (.home, 50), (.character("G"), 1),
      (.character("g"), 50), (.character("x"), 50), (.left, 50),
    ] {
      #expect(press([key], &screen, model, size))
      #expect(screen.selection == .session(number), "\(key)")
      let marked = screen.lines(model, size, plain).filter { $0.hasPrefix("▸") }
      #expect(marked.count == 1 && marked.first?.contains(":\(40000 + number) ") == true)
    }
  }

  @Test func theSelectionStaysWithItsSession() {
    var model = model(3)
    let size = WatchScreen.Size(width: 80, height: 24)
    var screen = WatchScreen(source: "")
    #expect(press([.end], &screen, model, size))
    model.add(session(4))
    #expect(screen.selection == .session(1))
    #expect(screen.lines(model, size, plain).first { $0.hasPrefix("▸") }?.contains(":40001 ") == true)
  }

  @Test func escapeGoesBackAndThenLeaves() {
    let model = model(2)
    let size = WatchScreen.Size(width: 80, height: 24)
    for leave in [Key.escape, .character("q")] {
      var screen = WatchScreen(source: "")
      #expect(press([.enter], &screen, model, size) && screen.place == .ladder(.session(2), from: nil))
      #expect(press([.right], &screen, model, size) && screen.place == .ladder(.session(1), from: nil))
      #expect(press([.right], &screen, model, size) && screen.place == .ladder(.session(1), from: nil))
      #expect(press([.left], &screen, model, size) && screen.place == .ladder(.session(2), from: nil))
      #expect(press([.character("?")], &screen, model, size) && screen.isHelpShown)
      #expect(press([leave], &screen, model, size) && !screen.isHelpShown)
      #expect(press([leave], &screen, model, size) && screen.place == .table)
      #expect(!press([leave], &screen, model, size))
    }
  }

  @Test func thereIsNothingToOpenInAnEmptyTable() {
    var screen = WatchScreen(source: "")
    let size = WatchScreen.Size(width: 80, height: 24)
    #expect(press([.enter, .down, .up, .pageDown, .end], &screen, WatchModel(), size))
    #expect(screen.place == .table && screen.selection == nil)
  }

  @Test func rowsAreSorted() {
    var model = WatchModel()
    for (number, state) in [(1, WatchedSession.State.established), (2, .failed), (3, .handshake)] {
      model.add(session(number, state))
    }
    model.change(.session(1), at: stamp(9)) { session in
      session.add(LadderEvent(stamp: stamp(9), sender: .client, content: .ack(records: 1)))
    }
    var screen = WatchScreen(source: "")
    let size = WatchScreen.Size(width: 80, height: 24)
    func order() -> [WatchedSession.Key] { screen.sorted(model).map(\.key) }
    #expect(order() == [.session(3), .session(2), .session(1)])
    #expect(press([.character("s")], &screen, model, size) && screen.order == .lastHeard)
    #expect(order() == [.session(1), .session(3), .session(2)])
    #expect(press([.character("s")], &screen, model, size) && screen.order == .state)
    #expect(order() == [.session(2), .session(3), .session(1)])
    #expect(
      press([.character("s"), .character("s"), .character("s")], &screen, model, size) && screen.order == .newest)
  }

  @Test func pauseHoldsWhatIsShown() {
    var model = model(1)
    let size = WatchScreen.Size(width: 80, height: 24)
    var screen = WatchScreen(source: "")
    #expect(press([.character("p")], &screen, model, size))
    let before = screen.lines(model, size, plain)
    #expect(before.last?.hasPrefix("paused  ") == true)
    model.add(session(2))
    #expect(screen.lines(model, size, plain) == before)
    #expect(press([.character("p")], &screen, model, size))
    #expect(screen.lines(model, size, plain).contains { $0.contains(":40002 ") })
  }

  @Test func aLadderFollowsUntilItIsScrolled() {
    var model = model(1)
    let size = WatchScreen.Size(width: 80, height: 10)
    func add(_ number: Int) {
      model.change(.session(1)) {
        $0.add(LadderEvent(stamp: stamp(number), sender: .client, content: .data(bytes: number, isOpened: true)))
      }
    }
    for number in 1...20 { add(number) }
    var screen = WatchScreen(source: "")
    func shows(_ number: Int) -> Bool {
      screen.lines(model, size, plain).contains { $0.contains("data, \(number) byte") }
    }
    #expect(press([.enter], &screen, model, size) && shows(20))
    #expect(press([.home], &screen, model, size) && shows(1) && shows(6) && !shows(7))
    #expect(press([.down], &screen, model, size) && !shows(1) && shows(7))
    add(21)
    #expect(shows(7) && !shows(21))
    #expect(press([.pageDown, .pageDown, .pageDown, .pageDown], &screen, model, size) && shows(21))
    add(22)
    #expect(shows(22))
  }
}
