import Analysis
import ArgumentParser
import Capture
import DTLS
import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `dtlscope live`: what happens on an interface, while it happens.
struct Live: CaptureCommand {
  static let configuration = CommandConfiguration(
    abstract: "Captures on interfaces, or reads a capture that goes on, and shows what happens as it happens.",
    discussion: """
      A line a record or CoAP message; what went wrong as soon as it is certain; a paragraph when a session is over.
      Ctrl-C ends the capture with a report of it; a second one at once. Key log and psk file are read again when
      they change. Privileges are given up once the capture has begun (Docs/live.md).

      EXAMPLES
        dtlscope live -i eth0 --psk esp32c3_id:esp32c3_key
        dtlscope live -i any --keylog keys.log -w out.pcapng --ring 10:100M
        ssh gateway tcpdump -i eth0 -U -w - udp | dtlscope live -
      """)

  /// The forms of the report.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, ndjson
  }

  @Argument(help: ArgumentHelp("- for a capture on standard input, or a pipe.", valueName: "file"), completion: .file())
  var file: String?

  @Option(
    name: [.customShort("i"), .customLong("interface")],
    help: ArgumentHelp("An interface to capture on, or any. May be repeated.", valueName: "interface"),
    completion: .interfaces)
  var interfaces: [String] = []

  @OptionGroup var keys: KeyOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup var capture: CaptureOptions

  @Option(
    help: ArgumentHelp(
      "Captures what matches, in the language of pcap-filter(7), instead of UDP, ICMP and ARP.", valueName: "bpf"))
  var filter: String?

  @Option(
    name: .customShort("w"),
    help: ArgumentHelp("Writes what is captured to OUT as well, readable by you alone.", valueName: "out.pcapng"),
    completion: .file(extensions: ["pcapng"]))
  var recordPath: String?

  @Option(
    help: ArgumentHelp(
      "Writes files named after OUT of SIZE bytes (K, M, G) each, and keeps the last FILES.", valueName: "files:size"))
  var ring: String?

  @Option(help: ArgumentHelp("Ends the capture after so long: 90, 90s, 10m, 1h30m, 2d.", valueName: "time"))
  var duration: TimeSpan?

  @Option(help: ArgumentHelp("Ends the capture after so many packets.", valueName: "n"))
  var count: Int?

  @Option(
    help: ArgumentHelp(
      "Ends a session that was silent for so long; one with connection IDs, after 24 times as long.",
      valueName: "time"))
  var idleTimeout = TimeSpan(nanoseconds: Patience.usual)

  @Option(
    help: ArgumentHelp("Captures so many bytes of a packet; as many as it has, if not given.", valueName: "bytes"))
  var snaplen: Int?

  @Option(help: ArgumentHelp("MiB in which the kernel keeps packets that were not read yet.", valueName: "mib"))
  var bufferSize: Int = 32

  @Flag(help: "Captures packets for other hosts, too.")
  var promiscuous = false

  @Option(
    help: ArgumentHelp(
      "Whom root becomes once the capture has begun; if not given, who called sudo.", valueName: "name"))
  var user: String?

  @Option(help: "text for people, ndjson (a line an object) for programs.")
  var format = Format.text

  @Flag(help: "Shows the sessions as a table that changes in place; keys select one and show its ladder.")
  var watch = false

  @Option(
    help: ArgumentHelp(
      "Serves counters for Prometheus at http://127.0.0.1:PORT/metrics, or at ADDRESS:PORT.",
      valueName: "port"))
  var metrics: String?

  func validate() throws {
    guard (file == nil) != interfaces.isEmpty else {
      throw ValidationError("Give -i INTERFACE, or - for a capture on standard input")
    }
    if file != nil, filter != nil || snaplen != nil || promiscuous {
      throw ValidationError("--filter, --snaplen and --promiscuous are for interfaces")
    }
    if watch, format != .text { throw ValidationError("--watch is for people; it has no other format than text") }
    if ring != nil, recordPath == nil { throw ValidationError("--ring: needs -w OUT.pcapng") }
    guard count.map({ $0 > 0 }) ?? true, duration.map({ $0.nanoseconds > 0 }) ?? true, idleTimeout.nanoseconds > 0
    else { throw ValidationError("--duration, --count and --idle-timeout: give a number above 0") }
    guard snaplen.map({ (64...262_144).contains($0) }) ?? true, (1...1024).contains(bufferSize) else {
      throw ValidationError("--snaplen is 64 to 262144, --buffer-size 1 to 1024")
    }
  }

  func run() throws {
    let ring = try ring.map(Self.ring)
    let secrets = try keys.secrets()
    var settings = try settings(secrets)
    let account = try user.map(Self.account) ?? Privileges.Account(ofSudo: Self.environment)
    let source = try openSource()
    StopSignals.install()
    try Privileges.drop(to: account)
    // What is written is opened by whom it is written by.
    let descriptions = (source as? LiveSource)?.descriptions ?? []
    let recorder = try recordPath.map { try PacketRecorder(path: $0, ring: ring, descriptions: descriptions) }
    let output = Output()
    let display = try LiveDisplay(self, output)
    var limits = LiveRun.Limits()
    limits.duration = duration?.nanoseconds
    limits.count = count
    let files = KeyFiles(
      keyLog: secrets.keylog, keyFile: secrets.pskFile, otherKeys: secrets.presharedKeys, report: Diagnostics.warn)
    if display.isWatched {
      limits.attention = LiveDisplay.attention
      settings.shards = 1
    }
    let run = LiveRun(source, Pipeline(settings, report: display.report), recorder: recorder, limits: limits)
    let facts = try run.run(shouldStop: { StopSignals.cameIn || !display.goesOn() }) { consumer, counts in
      files.look(consumer.receive)
      display.note(counts)
    }
    display.close()
    display.report.finish()
    try output.finish()
    if let damage = facts.damage { throw UserError("\(damage); what came before was analyzed") }
    if facts.isCut { Diagnostics.warn("\(facts.path): ends in mid-packet; what came before was analyzed") }
  }

  /// How the analysis is run. The key log is read while the capture runs, from its start.
  private func settings(_ secrets: Secrets) throws -> Pipeline.Settings {
    var fixed = secrets
    fixed.keylog = nil
    var settings = try capture.settings(fixed)
    settings.patience = Patience(idle: idleTimeout.nanoseconds)
    settings.expectsKeys = secrets.keylog != nil || secrets.pskFile != nil
    if let path = secrets.keylog, access(path, R_OK) != 0 {
      guard errno == ENOENT else { throw UserError("\(path): \(String(cString: strerror(errno)))") }
      Diagnostics.note("\(path): is not there yet; it is read when it appears")
    }
    return settings
  }

  private func openSource() throws -> any CaptureSource {
    if let file { return try CaptureFile.open(file) }
    var options = InterfaceOptions()
    if let filter { options.filter = .expression(filter) }
    options.snapLength = snaplen
    options.bufferSize = bufferSize << 20
    options.isPromiscuous = promiscuous
    return try LiveSource(interfaces, options)
  }

  private static func ring(_ text: String) throws -> PacketRecorder.Ring {
    guard let ring = PacketRecorder.Ring(text) else {
      throw UserError("--ring \(text): give FILES:SIZE, as in 10:100M; SIZE is at least 256K")
    }
    return ring
  }

  private static func account(_ name: String) throws -> Privileges.Account {
    guard let account = Privileges.Account(named: name) else {
      throw UserError("--user \(name): there is no such user")
    }
    return account
  }

  private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
