import Analysis
import ArgumentParser
import Bytes
import Capture
import DTLS
import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How captures are read, for every command that reads some.
struct CaptureOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Takes UDP payloads from and to PORT for dtls or coap, whatever they look like. May be repeated.",
      valueName: "port=dtls|coap"),
    completion: .list(["5684=dtls", "5683=coap"]))
  var decodeAs: [String] = []

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "No progress, no warnings: only errors and the report.")
  var isQuiet = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Threads that analyze, beside the one that reads and writes. (default: one a processor) The output is the same.",
      valueName: "n"))
  var threads: Int?

  /// How the analysis is run with the secrets of `keys`.
  func settings(_ keys: KeyOptions) throws -> Pipeline.Settings { try settings(try keys.secrets()) }

  /// How the analysis is run with `secrets`.
  ///
  /// - Parameter keyring: what there is of them for DTLS, and more that comes from elsewhere; nil for no more.
  func settings(_ secrets: Secrets, keyring: Keyring? = nil) throws -> Pipeline.Settings {
    var settings = Pipeline.Settings(
      keyring: try keyring ?? secrets.keyring(), recognition: try recognition(secrets.statedPorts), shards: try shards()
    )
    settings.oscoreContexts = try secrets.oscoreContexts()
    return settings
  }

  private func shards() throws -> Int {
    guard let threads else { return Pipeline.Settings.usualShards }
    guard 1...Pipeline.Settings.maximumShards ~= threads else {
      throw UserError("--threads \(threads): give 1 to \(Pipeline.Settings.maximumShards)")
    }
    return threads
  }

  /// How payloads are told apart.
  ///
  /// - Parameter statedPorts: what is known of ports, unless an option says otherwise.
  private func recognition(_ statedPorts: [StatedPort]) throws -> Recognition {
    let options = try decodeAs.map { text in
      guard let stated = StatedPort(text) else { throw UserError("--decode-as \(text): give \(StatedPort.form)") }
      return stated
    }
    var recognition = Recognition()
    for stated in statedPorts + options { recognition.statedPorts[stated.port] = stated.kind }
    return recognition
  }
}

/// What a port's payloads are, as the user says.
struct StatedPort {
  /// How it is written.
  static let form = "PORT=dtls or PORT=coap"

  let port: UInt16
  let kind: PayloadProtocol

  /// Reads `5684=dtls`.
  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1)
    let protocols: [Substring: PayloadProtocol] = ["dtls": .dtls, "coap": .coap]
    guard parts.count == 2, let port = UInt16(parts[0]), let kind = protocols[parts[1]] else { return nil }
    (self.port, self.kind) = (port, kind)
  }
}

/// A command that reads captures.
protocol CaptureCommand: ParsableCommand {
  var capture: CaptureOptions { get }
}

/// Runs captures through an analyzer.
enum Run {
  /// Looks at every capture before the first is read, so that a wrong path is found before anything is written.
  static func open(_ paths: [String]) throws -> [PendingCapture] {
    guard paths.count(where: { $0 == "-" }) <= 1 else { throw UserError("-: standard input can be read only once") }
    return try paths.map { try PendingCapture($0) }
  }

  /// Refuses to write something over what it is made from.
  static func check(_ option: String, _ path: String, isNoneOf inputs: [String]) throws {
    guard let output = FileIdentity(path: path), !output.isDevice else { return }
    let identities = inputs.map { $0 == "-" ? FileIdentity(descriptor: STDIN_FILENO) : FileIdentity(path: $0) }
    guard !identities.contains(output) else {
      throw UserError("\(option) \(path): is one of the inputs, which the report would replace; give another path")
    }
  }

  /// Reads the captures in order, and warns of those that could not be read to their end.
  static func read(
    _ captures: [PendingCapture], _ settings: Pipeline.Settings, into report: any Report, _ progress: Progress
  ) throws {
    let pipeline = Pipeline(settings, report: report)
    for (index, capture) in captures.enumerated() {
      let source = try capture.open()
      let facts = try CaptureRun(source, index: index).run(pipeline) { packets, fraction in
        progress.update(source.path, packets: packets, fraction: fraction)
      }
      progress.clear()
      guard facts.isCut else { continue }
      if let damage = facts.damage {
        Diagnostics.warn("\(damage); what came before was analyzed")
      } else {
        let packets = facts.counters.packets
        let verb = packets == 1 ? "was" : "were"
        Diagnostics.warn(
          "\(facts.path): ends in mid-packet; the \(packets.counted("packet")) before that \(verb) analyzed")
      }
    }
    report.finish()
  }
}
