import Bytes
import TestSupport
import Testing

@testable import Diagnosis

/// A device's log beside the packets of its session.
@Suite struct DeviceTimelineTests {
  private static let log = """
    ESP-ROM:esp32c3-api1-20210207
    I (312) main_task: Started
    I (4511) coap: hello verification requested
    E (4512) mbedtls: ssl_tls.c:1234 |1| -0x7180
    I (4600) wifi: beacon
    I (4601) coap: closed
    """

  private func timeline(_ log: String) throws -> DeviceTimeline {
    let found = try Scene(replaying: "fail-wrongpsk-client-gnutls-server-mbedtls").findings([])
    let portrait = HandshakePortrait(try #require(found.sessions.first), number: 1)
    return DeviceTimeline(DeviceLog(Array(log.utf8)), beside: portrait)
  }

  @Test func linesWithCodesMeetTheirPackets() throws {
    let timeline = try timeline(Self.log)
    #expect(timeline.anchors == 2)
    #expect(timeline.rows.map(\.entry.line) == [3, 4, 6])
    #expect(timeline.rows.map { $0.step?.name } == ["hello_verify_request", "finished", nil])
    #expect(timeline.rows.map { $0.step?.stamp.number } == [2, 7, nil])
    // Ninety milliseconds after the first of them.
    let times = timeline.rows.compactMap(\.milliseconds)
    #expect(times.count == 3 && abs(times[2] - times[0] - 90) < 0.01)
  }

  /// The same lines at another time of the device's life meet the packets as well.
  @Test func theClockOfTheDeviceMayStandAnywhere() throws {
    let later = Self.log.replacing("(45", with: "(987645").replacing("(46", with: "(987646")
    #expect(try timeline(later).rows.map { $0.step?.stamp.number } == [2, 7, nil])
  }

  @Test func withoutACounterpartNothingIsTied() throws {
    let timeline = try timeline("I (100) coap: started\nE (200) mbedtls: -0x7F00\nI (300) wifi: connected")
    #expect(timeline.anchors == 0)
    #expect(timeline.rows.map(\.entry.line) == [1, 2])
    #expect(timeline.rows.allSatisfy { $0.step == nil && $0.milliseconds == nil })
  }

  /// What the device wrote hours before and after has no place beside this session.
  @Test func linesOfOtherTimesAreLeftOut() throws {
    let log =
      "I (10) coap: long before\n" + Self.log.replacing("(45", with: "(987645").replacing("(46", with: "(987646")
    let rows = try timeline(log).rows
    #expect(!rows.contains { $0.entry.text.contains("long before") })
  }

  @Test func rowsAreBounded() throws {
    let many = (0..<500).map { "E (\(4511 + $0 / 100)) coap: error \($0)" }.joined(separator: "\n")
    #expect(try timeline(Self.log + "\n" + many).rows.count <= DeviceTimeline.maximumRows)
  }
}
