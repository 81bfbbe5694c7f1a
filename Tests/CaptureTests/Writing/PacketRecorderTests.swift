import Bytes
import Foundation
import TestSupport
import Testing

@testable import Capture

@Suite struct PacketRecorderTests {
  /// A folder that exists as long as this value.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("recorder-\(UUID().uuidString)").path
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
  }

  /// Packet `number`, which has its number in its bytes.
  private func give(_ number: Int, to recorder: PacketRecorder, link: UInt16 = 101, interface: Int = 0) {
    let bytes = Packets.bytes32(number) + [UInt8](repeating: 0xaa, count: 996)
    recorder.append(
      Frame(
        number: number, nanoseconds: Int64(number), linkType: LinkType(rawValue: link), bytes: bytes.span.bytes,
        originalLength: bytes.count, interface: interface))
  }

  private func numbers(_ path: String) -> [Int] {
    readAll(path).packets.map { $0.prefix(4).reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test(arguments: [
    ("10:100M", PacketRecorder.Ring(files: 10, size: 100 << 20)),
    ("1:1g", PacketRecorder.Ring(files: 1, size: 1 << 30)),
    ("2:262144", PacketRecorder.Ring(files: 2, size: 262_144)),
    ("3:256K", PacketRecorder.Ring(files: 3, size: 256 << 10)),
    ("0:1M", nil), ("1:255K", nil), ("1M", nil), ("1:", nil), (":1M", nil), ("1:1M:1", nil), ("a:1M", nil),
    ("1:-1M", nil), ("1:99999999999999999G", nil), ("70000:1M", nil), ("", nil),
  ])
  func aRingIsFilesAndSize(_ text: String, _ ring: PacketRecorder.Ring?) {
    #expect(PacketRecorder.Ring(text) == ring)
  }

  @Test(arguments: [
    ("out.pcapng", "out_00001_20261124145632.pcapng"), ("/a.b/out", "/a.b/out_00001_20261124145632"),
    ("./.out", "./.out_00001_20261124145632"),
  ])
  func filesAreNamedByNumberAndTime(_ path: String, _ name: String) {
    #expect(PacketRecorder.name(path, 1, 1_795_532_192) == name)
  }

  @Test func aRingKeepsTheLastFilesWhole() throws {
    let folder = try Folder()
    let recorder = try PacketRecorder(
      path: folder.path + "/r.pcapng", ring: PacketRecorder.Ring(files: 3, size: 1 << 18), seconds: 0)
    for number in 1...2000 {
      give(number, to: recorder)
      if recorder.isFull { try recorder.rotate([], nanoseconds: 1_000_000_000) }
    }
    try recorder.finish([], nanoseconds: 0)
    #expect(folder.names.count == 3)
    let kept = folder.names.flatMap { numbers(folder.path + "/" + $0) }
    // Without a gap, to the last one.
    let first = try #require(kept.first)
    #expect(first > 1 && kept == Array(first...2000))
    for name in folder.names {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect((attributes[.size] as? Int ?? 0) < 1 << 18 + 2048)
    }
  }

  @Test func whatWasFlushedIsThereWithoutAnEnd() throws {
    let folder = try Folder()
    let path = folder.path + "/w.pcapng"
    let recorder = try PacketRecorder(path: path)
    for number in 1...10 { give(number, to: recorder) }
    #expect(numbers(path).isEmpty)
    try recorder.flush()
    #expect(numbers(path) == Array(1...10))
  }

  @Test func interfacesAreKeptApart() throws {
    let folder = try Folder()
    let path = folder.path + "/w.pcapng"
    let recorder = try PacketRecorder(path: path, descriptions: [("lo", "udp"), ("eth0", "")])
    give(1, to: recorder, link: 101, interface: 0)
    give(2, to: recorder, link: 1, interface: 1)
    give(3, to: recorder, link: 101, interface: 0)
    try recorder.finish([DropCounts(), DropCounts()], nanoseconds: 3)
    var seen: [Int] = []
    let source = try CaptureFile.open(path)
    while try source.next({ seen.append($0.interface) }) {}
    #expect(seen == [0, 1, 0])
    #expect(source.linkTypes.map(\.rawValue) == [101, 1])
  }

  @Test func moreInterfacesThanASectionHasBeginAnother() throws {
    let folder = try Folder()
    let path = folder.path + "/w.pcapng"
    let recorder = try PacketRecorder(path: path)
    for number in 0..<(PacketSection.maximumInterfaces + 5) { give(number, to: recorder, interface: number) }
    try recorder.flush()
    #expect(numbers(path) == Array(0..<(PacketSection.maximumInterfaces + 5)))
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    let folder = try Folder()
    #expect(throws: CaptureWriter.WriteError.self) { try PacketRecorder(path: folder.path + "/no/out.pcapng") }
    #expect(throws: CaptureWriter.WriteError.self) { try PacketRecorder(path: folder.path) }
    let full = try PacketRecorder(path: folder.path + "/w.pcapng")
    give(1, to: full)
    try full.flush()
  }
}
