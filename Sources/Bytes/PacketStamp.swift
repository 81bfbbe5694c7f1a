/// Which packet of which capture something was in, and when it was captured.
package struct PacketStamp: Hashable, Sendable {
  /// 1-based number of the packet in its capture, as Wireshark counts.
  package var number: Int
  /// Capture time in nanoseconds since 1970-01-01 00:00 UTC. The only clock the analysis knows.
  package var nanoseconds: Int64
  /// 0-based index of the capture among the files given.
  package var capture: Int

  /// The packet `number` of `capture`, captured at `nanoseconds`.
  package init(number: Int, nanoseconds: Int64, capture: Int = 0) {
    self.number = number
    self.nanoseconds = nanoseconds
    self.capture = capture
  }

  /// Milliseconds from an earlier packet to this one.
  package func milliseconds(since earlier: PacketStamp) -> Double {
    Double(nanoseconds &- earlier.nanoseconds) / 1e6
  }
}
