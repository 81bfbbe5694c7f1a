import Foundation

/// Wireshark's command line, which reads what the tool writes: if it is installed.
struct Tshark {
  /// A CoAP message as tshark lists it.
  struct Message: Hashable {
    /// The number of its frame.
    var frame: Int
    /// Nanoseconds since 1970, in digits.
    var time: String
    var source: String
    var destination: String
    var ports: [Int]
    var type: String
    var code: String
    var messageID: Int
    var token: String

    /// What tells it from others, wherever and whenever it was.
    var content: String { "\(type) \(code) \(messageID)" }
  }

  private let executable: URL

  /// That of this machine; nil if there is none.
  static let installed: Tshark? = ["/usr/bin/tshark", "/usr/local/bin/tshark"].lazy
    .map(URL.init(fileURLWithPath:))
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }.map(Tshark.init)

  private static let fields = [
    "frame.number", "frame.time_epoch", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "udp.srcport", "udp.dstport",
    "coap.type", "coap.code", "coap.mid", "coap.token",
  ]

  /// The CoAP messages of a capture file, with no other options than are given.
  func messages(_ path: String, _ options: [String] = []) throws -> [Message] {
    let fields = Self.fields.flatMap { ["-e", $0] }
    let rows = try lines(["-n", "-r", path] + options + ["-Y", "coap", "-T", "fields", "-E", "separator=|"] + fields)
    return rows.flatMap(Self.messages)
  }

  /// The messages of a frame: seldom more than one.
  private static func messages(_ row: String) -> [Message] {
    let values = row.split(separator: "|", omittingEmptySubsequences: false)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    guard values.count == fields.count else { return [] }
    return values[10].indices.map { index in
      let value = { (field: Int) in values[field].indices.contains(index) ? values[field][index] : values[field][0] }
      let code = Int(value(9)) ?? -1
      let digits = code % 32
      return Message(
        frame: Int(value(0)) ?? 0, time: value(1).filter(\.isNumber), source: value(2) + value(4),
        destination: value(3) + value(5), ports: [value(6), value(7)].compactMap(Int.init),
        type: Int(value(8)).map { ["CON", "NON", "ACK", "RST"][$0 & 3] } ?? "",
        code: "\(code / 32).\(digits < 10 ? "0" : "")\(digits)", messageID: Int(value(10)) ?? -1,
        token: value(11).filter { $0 != ":" })
    }
  }

  /// What it prints, with the arguments given.
  func lines(_ arguments: [String]) throws -> [String] {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    // Nothing that a user has set.
    process.environment = ["HOME": scratch.path, "PATH": "/usr/bin:/bin"]
    let output = try scratch.handle("stdout")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return String(decoding: try scratch.bytes("stdout"), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
