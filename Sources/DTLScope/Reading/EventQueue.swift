import Synchronization

/// The events of a shard on their way to the report, which takes each when its place in the whole is known.
final class EventQueue: Sendable {
  private struct State {
    /// What was said and not taken.
    var said: [CaptureEvent] = []
    /// What is taken next.
    var ready: ArraySlice<CaptureEvent> = []
  }

  private let state = Mutex(State())

  /// Adds an event, on the shard's thread.
  func append(_ event: CaptureEvent) {
    state.withLock { $0.said.append(event) }
  }

  /// Takes the oldest event, on the report's thread.
  func removeFirst() -> CaptureEvent? {
    state.withLock { state in
      if state.ready.isEmpty {
        state.ready = state.said[...]
        state.said = []
      }
      return state.ready.popFirst()
    }
  }
}
