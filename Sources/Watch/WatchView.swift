import Rendering

/// Sessions of a live capture on the terminal, in place. `poll` is to be called often, at least ten times a second, by the
/// thread that made it; it does nothing most of the time, and never waits.
package final class WatchView {
  /// Between two looks at the keyboard.
  private static let keyInterval = Duration.milliseconds(30)
  /// Between two frames that no key asked for.
  private static let frameInterval = Duration.milliseconds(100)

  private let listener: WatchListener
  private let terminal: Terminal
  private let style: Style
  private let clock = ContinuousClock()
  private var screen: WatchScreen
  private var keys = KeyReader()
  private var diff = FrameDiff()
  private var lastLook: ContinuousClock.Instant
  private var lastFrame: ContinuousClock.Instant?
  private var shownRevision = -1
  private var shownSize: WatchScreen.Size?
  private var isOpen = true

  /// Takes the terminal over and shows what `listener` hears; nil if the process has no terminal.
  ///
  /// - Parameters:
  ///   - source: what is captured, in words.
  ///   - noColor: the variable NO_COLOR.
  package init?(_ listener: WatchListener, source: String, noColor: String?) {
    guard let terminal = Terminal(), terminal.enter() else { return nil }
    self.listener = listener
    self.terminal = terminal
    style = Style(isTerminal: true, noColor: noColor)
    screen = WatchScreen(source: SafeText.string(source))
    lastLook = clock.now - Self.keyInterval
    _ = poll()
  }

  /// Reads keys and shows what changed; false when the user wants to leave, and after `close`.
  package func poll() -> Bool {
    let now = clock.now
    guard isOpen, now - lastLook >= Self.keyInterval else { return isOpen }
    lastLook = now
    var mustDraw = false
    if terminal.needsRedraw() {
      diff.reset()
      mustDraw = true
    }
    let size = terminal.size
    if size != shownSize {
      diff.reset()
      mustDraw = true
    }
    for key in keys.keys(in: terminal.read()) {
      mustDraw = true
      guard screen.press(key, listener.snapshot, size, style) else {
        close()
        return false
      }
    }
    let isTime = lastFrame.map { now - $0 >= Self.frameInterval } ?? true
    if mustDraw || isTime && listener.revision != shownRevision { draw(size, now) }
    return true
  }

  /// Gives the terminal back.
  package func close() {
    isOpen = false
    terminal.leave()
  }

  private func draw(_ size: WatchScreen.Size, _ now: ContinuousClock.Instant) {
    // A terminal that is slow gets fewer frames, and always a whole one. What it has not taken is drawn at the next look.
    guard terminal.isReady else {
      shownRevision = -1
      return
    }
    let model = listener.snapshot
    terminal.write(diff.text(for: screen.lines(model, size, style)))
    (shownRevision, shownSize, lastFrame) = (model.revision, size, now)
  }
}
