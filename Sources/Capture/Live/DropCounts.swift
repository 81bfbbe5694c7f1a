/// What an interface received, and what of it the capture does not hold, since the capture began.
package struct DropCounts: Hashable, Sendable {
  /// Packets that passed the filter, those that were dropped included.
  package var received: UInt64 = 0
  /// Packets that the kernel dropped because its buffer was full: they were not read soon enough.
  package var droppedByKernel: UInt64 = 0
  /// Packets that the interface or its driver dropped; 0 where it does not tell.
  package var droppedByInterface: UInt64 = 0

  /// Nothing received.
  package init() {}

  package static func + (one: DropCounts, other: DropCounts) -> DropCounts {
    var sum = one
    sum.received += other.received
    sum.droppedByKernel += other.droppedByKernel
    sum.droppedByInterface += other.droppedByInterface
    return sum
  }
}
