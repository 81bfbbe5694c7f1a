#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The clock of this machine that is never set.
package enum MonotonicClock {
  /// Nanoseconds since some time before the process began.
  package static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
