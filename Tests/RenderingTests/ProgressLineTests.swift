import Testing

@testable import Rendering

@Suite struct ProgressLineTests {
  private let line = ProgressLine(name: "capture.pcap", packets: 1_200_000, fraction: 0.35, seconds: 4)

  @Test func itTellsHowFarHowFastAndHowLong() {
    #expect(
      line.text(width: 100)
        == "capture.pcap  [#######.............] 35 %  1200000 packets, 300000/s, 8 s left")
  }

  @Test func whatDoesNotFitIsLeftOut() {
    #expect(line.text(width: 70) == "capture.pcap  35 %  1200000 packets, 300000/s, 8 s left")
    #expect(line.text(width: 50) == "capture.pcap  35 %  1200000 packets, 8 s left")
    #expect(line.text(width: 30) == "captu…pcap  35 %")
    #expect(line.text(width: 0) == "35 %")
    for width in 10...120 { #expect(line.text(width: width).count <= width) }
  }

  @Test func aPipeHasNoEnd() {
    let line = ProgressLine(name: "-", packets: 4096, fraction: nil, seconds: 2)
    #expect(line.text(width: 80) == "-  4096 packets, 2048/s")
  }

  @Test func whatIsImpossibleDoesNotHurt() {
    #expect(ProgressLine(name: "a", packets: 1, fraction: 2, seconds: -1).text(width: 80).contains("100 %"))
    #expect(!ProgressLine(name: "a", packets: 1, fraction: 0, seconds: 1).text(width: 80).contains("left"))
    let slow = ProgressLine(name: "a\u{1b}[2J", packets: 1, fraction: 0.01, seconds: 60)
    #expect(slow.text(width: 80).hasPrefix("a\\u{1b}[2J  [") && slow.text(width: 80).hasSuffix("1 h 39 min left"))
  }
}
