import Bytes

/// Which packet of a capture something was in, and when it was captured.
public struct Packet: Hashable, Sendable {
  /// 1-based number in the capture, as Wireshark counts.
  public let number: Int
  /// Capture time in nanoseconds since 1970-01-01 00:00 UTC.
  public let nanoseconds: Int64

  init(_ stamp: PacketStamp) {
    number = stamp.number
    nanoseconds = stamp.nanoseconds
  }
}
