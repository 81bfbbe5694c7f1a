import Analysis
import Bytes
import Capture
import DTLS
import OSCORE
import Rendering
import TestSupport

/// The forms of the report.
enum Form: CaseIterable {
  case text, colored, json, ndjson, html, packets, fields

  func report(_ output: Output, hasSeveralCaptures: Bool) -> any Report {
    let plain = Style(isTerminal: false, noColor: nil)
    let colored = Style(isTerminal: true, noColor: nil)
    return switch self {
    case .text: TextReport(output: output, style: plain, hasSeveralCaptures: hasSeveralCaptures)
    case .colored: TextReport(output: output, style: colored, hasSeveralCaptures: hasSeveralCaptures)
    case .json: JSONReport(output: output, hasSeveralCaptures: hasSeveralCaptures)
    case .ndjson: NDJSONReport(output: output, hasSeveralCaptures: hasSeveralCaptures)
    case .html: HTMLReport(output: output)
    case .packets: PacketListing(output: output, style: plain, isVerbose: false)
    case .fields: PacketListing(output: output, style: plain, isVerbose: true)
    }
  }

  /// The report of the captures at `paths`.
  func render(
    _ paths: [String], key: String? = "esp32c3_key", shards: Int = 1, oscoreContexts: [SecurityContext] = []
  ) throws -> String {
    let file = TemporaryFile([])
    let output = try Output(path: file.path)
    let report = report(output, hasSeveralCaptures: paths.count > 1)
    var keyring = Keyring()
    // The key of most fixtures is an example's.
    keyring.triesOtherSpellings = false
    if let key { keyring.add(try PresharedKey(specification: key, index: 1)) }
    var settings = Pipeline.Settings(keyring: keyring, shards: shards)
    settings.oscoreContexts = oscoreContexts
    let pipeline = Pipeline(settings, report: report)
    for (index, path) in paths.enumerated() {
      try CaptureRun(try CaptureFile.open(path), index: index).run(pipeline)
    }
    report.finish()
    try output.finish()
    return String(decoding: contents(file.path), as: UTF8.self)
  }

  /// The report of a fixture.
  func render(_ name: String, key: String? = "esp32c3_key", shards: Int = 1) throws -> String {
    try render([Fixtures.path(name)], key: key, shards: shards)
  }

  /// The report of packets that are made up; they follow each other by a second.
  func render(packets: [[UInt8]], key: String? = nil) throws -> String {
    let file = TemporaryFile(Savefile.pcap(packets))
    return try render([file.path], key: key).replacing(file.path, with: "made-up.pcap")
  }
}

/// A packet from 192.0.2.1:40000 to port 5684 or 5683 of 192.0.2.2.
func packet(_ payload: [UInt8], port: Int = 5684, from: Int = 40000) -> [UInt8] {
  Packets.ipv4(Packets.udp(payload, ports: (from, port)))
}
