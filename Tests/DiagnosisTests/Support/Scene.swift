import Analysis
import Bytes
import Capture
import DTLS
import TestSupport

@testable import Diagnosis

/// A capture in the making, and what is found in it. Its packets are put in the order of their times.
///
///     let scene = Scene()
///     let talk = scene.talk()
///     talk.client(.hello, at: 0, 1, 3, 7)
///     #expect(try scene.findings().causes == ["error server-unreachable likely 1 2 3 4"])
final class Scene {
  /// The hosts of most scenes.
  static let client = IPAddress(ipv4: 0xc000_0201)
  static let server = IPAddress(ipv4: 0xc000_0202)
  static let router = IPAddress(ipv4: 0xc000_02fe)
  static let client6 = IPAddress(high: 0x2001_0db8_0000_0000, low: 1)
  static let server6 = IPAddress(high: 0x2001_0db8_0000_0000, low: 2)
  /// When a scene begins, in seconds since 1970: late in 2026, so that clocks in randoms can be compared with it.
  static let start = 1_795_478_075.0

  /// A packet, and when it was captured.
  struct Packet {
    /// Seconds from the beginning of the scene.
    var time: Double
    /// What the capture holds of it.
    var bytes: [UInt8]
    /// Its length on the link.
    var length: Int
  }

  /// The packets, in the order in which they were added.
  var packets: [Packet] = []
  /// libpcap's number of the link type.
  private let link: Int
  private var talks = 0

  /// An empty scene, on Ethernet.
  init() {
    link = 1
  }

  /// The packets of a fixture, to be changed.
  init(replaying fixture: String) {
    let file = contents(Fixtures.path(fixture))
    func word(_ index: Int) -> Int { (0..<4).reduce(0) { $0 | Int(file[index + $1]) << (8 * $1) } }
    let isNanoseconds = word(0) == 0xa1b2_3c4d
    link = word(20)
    var index = 24
    let first = word(index)
    while index + 16 <= file.count {
      let fraction = Double(word(index + 4)) / (isNanoseconds ? 1e9 : 1e6)
      let count = word(index + 8)
      packets.append(
        Packet(
          time: Double(word(index) - first) + fraction, bytes: [UInt8](file[(index + 16)..<(index + 16 + count)]),
          length: word(index + 12)))
      index += 16 + count
    }
  }

  /// Two ends that are about to talk: each pair has random bytes of its own.
  func talk(
    from client: Endpoint = Endpoint(address: client, port: 40000),
    to server: Endpoint = Endpoint(address: server, port: 5684)
  ) -> Talk {
    talks += 1
    return Talk(in: self, client: client, server: server, seed: UInt64(talks))
  }

  // MARK: Packets

  /// Adds a packet.
  func add(_ bytes: [UInt8], at time: Double) {
    packets.append(Packet(time: time, bytes: bytes, length: bytes.count))
  }

  /// A host sends something that is neither DTLS nor CoAP.
  func sign(of host: IPAddress = server, to other: IPAddress = client, at times: Double...) {
    for time in times { add(Frames.tcp(from: host, to: other), at: time) }
  }

  /// Somebody asks for the link address of `host`.
  func request(for host: IPAddress = server, from asker: IPAddress = client, at times: Double...) {
    for time in times { add(Frames.arp(1, from: asker, target: host), at: time) }
  }

  /// A CoAP message without DTLS.
  func plain(_ message: [UInt8], from source: Endpoint, to destination: Endpoint, at times: Double...) {
    for time in times { add(Frames.udp(message, from: source, to: destination), at: time) }
  }

  /// Leaves out the packets of these 1-based numbers, in the order of time.
  func drop(_ numbers: Set<Int>) {
    packets.sort { $0.time < $1.time }
    packets = packets.enumerated().filter { !numbers.contains($0.offset + 1) }.map(\.element)
  }

  // MARK: Findings

  /// The capture as a file.
  var file: [UInt8] {
    let fields = [0xa1b2_3c4d, 0x0004_0002, 0, 0, 65535, link]
    let ordered = packets.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    return fields.flatMap { Savefile.word($0, little: true) }
      + ordered.flatMap { _, packet in
        let nanoseconds = Int64((packet.time * 1e9).rounded())
        let (seconds, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return [Int(Scene.start) + Int(seconds), Int(fraction), packet.bytes.count, packet.length].flatMap {
          Savefile.word($0, little: true)
        } + packet.bytes
      }
  }

  /// What is found in it with these keys (`IDENTITY:KEY` or `KEY`) and these lines of a key log.
  func findings(_ keys: String..., keyLog: String = "", shards: Int = 1) throws -> Found {
    try findings(keys, keyLog: keyLog, shards: shards)
  }

  /// What is found in it with these keys and these lines of a key log.
  func findings(_ keys: [String], keyLog: String = "", shards: Int = 1) throws -> Found {
    var keyring = Keyring()
    for (index, key) in keys.enumerated() { keyring.add(try PresharedKey(specification: key, index: index + 1)) }
    keyring.add(KeyLog(Array(keyLog.utf8)))
    return try findings(keyring, shards: shards)
  }

  /// What is found in it with these secrets.
  func findings(_ keyring: Keyring, shards: Int = 1) throws -> Found {
    try Self.findings(in: [self], keyring, shards: shards)
  }

  /// What is found in several captures, one after the other.
  static func findings(in scenes: [Scene], _ keyring: Keyring = Keyring(), shards: Int = 1) throws -> Found {
    let found = Found()
    let pipeline = Pipeline(Pipeline.Settings(keyring: keyring, shards: shards), report: found)
    for (index, scene) in scenes.enumerated() {
      let file = TemporaryFile(scene.file)
      try CaptureRun(try CaptureFile.open(file.path), index: index).run(pipeline)
    }
    return found
  }
}

/// What went wrong in a scene of one client and one server, as `Found.causes` has it.
func causes(_ keys: String..., of play: (Scene, Talk) -> Void) throws -> [String] {
  try found(keys, of: play).causes
}

/// What is found in a scene of one client and one server.
func found(_ keys: [String] = [], of play: (Scene, Talk) -> Void) throws -> Found {
  let scene = Scene()
  play(scene, scene.talk())
  return try scene.findings(keys)
}
