import Bytes
import CoAP
import Testing

@Suite struct TransmissionTests {
  /// The defaults that RFC 7252 table 3 gives for what it derives.
  @Test func derivedTimesAreThoseOfTheRFC() {
    let second: Int64 = 1_000_000_000
    #expect(Transmission.maxTransmitSpanNanoseconds == 45 * second)
    #expect(Transmission.maxTransmitWaitNanoseconds == 93 * second)
    #expect(Transmission.maxRTTNanoseconds == 202 * second)
    #expect(Transmission.exchangeLifetimeNanoseconds == 247 * second)
    #expect(Transmission.nonLifetimeNanoseconds == 145 * second)
  }
}
