import Testing

@testable import Metrics

@Suite struct ExpositionTests {
  @Test func eachMetricHasHelpTypeAndSamples() {
    var text = Exposition()
    text.begin("things_total", .counter, "Things seen.")
    text.add(3)
    text.begin("room", .gauge, "Room that is left.")
    text.add(-1, ["place": "here", "kind": "dry"])
    #expect(
      text.text == """
        # HELP things_total Things seen.
        # TYPE things_total counter
        things_total 3
        # HELP room Room that is left.
        # TYPE room gauge
        room{place="here",kind="dry"} -1

        """)
  }

  @Test func nothingInALabelEndsIt() {
    var text = Exposition()
    text.begin("things_total", .counter, "With a \\ and a \n and a \".")
    text.add(1, ["name": "a\"} 5\nthings_total{name=\"b\\"])
    #expect(
      text.text == """
        # HELP things_total With a \\\\ and a \\n and a ".
        # TYPE things_total counter
        things_total{name="a\\"} 5\\nthings_total{name=\\"b\\\\"} 1

        """)
    #expect(text.text.split(separator: "\n").count == 3)
  }

  @Test func bucketsHoldThoseOfTheSmallerOnes() {
    var histogram = Histogram(bounds: [0.005, 0.1, 1])
    // On a bound, between, beyond all, and before its beginning.
    for seconds in [0.005, 0.006, 0.5, 7, -3] { histogram.observe(seconds: seconds) }
    var text = Exposition()
    text.begin("time_seconds", .histogram, "Time.")
    text.add(histogram)
    #expect(
      text.text == """
        # HELP time_seconds Time.
        # TYPE time_seconds histogram
        time_seconds_bucket{le="0.005"} 2
        time_seconds_bucket{le="0.1"} 3
        time_seconds_bucket{le="1"} 4
        time_seconds_bucket{le="+Inf"} 5
        time_seconds_sum 7.511
        time_seconds_count 5

        """)
  }

  @Test(arguments: [Tally.handshakeBounds, Tally.roundTripBounds])
  func boundsAscend(_ bounds: [Double]) {
    #expect(bounds == bounds.sorted() && Set(bounds).count == bounds.count && bounds.allSatisfy { $0 > 0 })
  }
}
