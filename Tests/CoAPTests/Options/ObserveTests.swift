import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct ObserveTests {
  @Test func readsUpToThreeBytes() {
    let values = ["", "01", "0000ff", "ffffff"].map { text in
      let bytes = hex(text)
      return Observe(bytes.span.bytes)?.value
    }
    let long = hex("00000001")
    #expect(values == [0, 1, 255, 0xff_ffff])
    let tooLong = Observe(long.span.bytes)
    #expect(tooLong == nil)
    #expect(Observe.register.description == "0")
  }

  /// RFC 7641 §3.4: the three conditions and their edges.
  @Test(
    arguments: [
      (1, 2, 0, true), (2, 1, 0, false), (5, 5, 0, false),
      (0, 0x7f_ffff, 0, true), (0, 0x80_0000, 0, false),
      (0x80_0001, 0, 0, true), (0x80_0000, 0, 0, false), (0xff_ffff, 0, 0, true),
      (2, 1, 128_000_000_000, false), (2, 1, 128_000_000_001, true),
    ] as [(UInt32, UInt32, Int64, Bool)])
  func freshness(_ earlier: UInt32, _ later: UInt32, _ nanoseconds: Int64, _ expected: Bool) {
    #expect(Observe(value: later).isFresher(than: Observe(value: earlier), after: nanoseconds) == expected)
  }
}
