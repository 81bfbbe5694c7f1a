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
      valueName: "port=dtls|coap"))
  var decodeAs: [String] = []

  /// How the analysis is run with the secrets of `keys`.
  ///
  /// - Parameter keyring: what there is of them for DTLS, and more that comes from elsewhere; nil for no more.
  func settings(_ keys: KeyOptions, keyring: Keyring? = nil) throws -> Pipeline.Settings {
    let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    var settings = Pipeline.Settings(
      keyring: try keyring ?? keys.keyring(), recognition: try recognition(), shards: processors)
    settings.oscoreContexts = try keys.oscoreContexts()
    return settings
  }

  /// How payloads are told apart.
  private func recognition() throws -> Recognition {
    var recognition = Recognition()
    for text in decodeAs {
      let parts = text.split(separator: "=", maxSplits: 1)
      let protocols: [Substring: PayloadProtocol] = ["dtls": .dtls, "coap": .coap]
      guard parts.count == 2, let port = UInt16(parts[0]), let kind = protocols[parts[1]] else {
        throw UserError("--decode-as \(text): give PORT=dtls or PORT=coap")
      }
      recognition.statedPorts[port] = kind
    }
    return recognition
  }
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
        Diagnostics.report("warning: \(damage); what came before was analyzed")
      } else {
        let packets = facts.counters.packets
        let verb = packets == 1 ? "was" : "were"
        Diagnostics.report(
          "warning: \(facts.path): ends in mid-packet; the \(packets.counted("packet")) before that \(verb) analyzed")
      }
    }
    report.finish()
  }
}
