import Analysis
import ArgumentParser
import Bytes
import Capture
import Rendering

/// `dtlscope export`: what a capture carried, in files of its own.
struct Export: CaptureCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes what a capture carried to files that other tools read: CoAP as packets, secrets, bodies.",
    discussion: """
      -o OUT has each CoAP message as a packet of UDP, decrypted, at the addresses and the
      time of the original; the port of a server of DTLS becomes 5683. With --with-secrets
      it has the packets as they are, and the secrets with which Wireshark opens them.
      Both say beside the packets what was found in them.

      DIR is a new folder, or an empty one. It gets a file a body: what one message
      carried, and what came in blocks once it is whole. index.ndjson there says of
      each which packet, resource and content format it is of, and which bodies lack
      blocks.

      Every file is there when it is whole, and readable by you alone.

      EXAMPLES
        dtlscope export capture.pcap -o coap.pcapng --psk esp32c3_id:esp32c3_key
        dtlscope export capture.pcap -o open.pcapng --with-secrets --psk-file devices.psk
        dtlscope export capture.pcap --write-keylog keys.log --rsa-key server.pem
        dtlscope export capture.pcap --bodies firmware --psk esp32c3_id:esp32c3_key
      """)

  @Argument(help: ArgumentHelp("The captures; with -o, one.", valueName: "file"), completion: .captures)
  var files: [String]

  @OptionGroup var keys: KeyOptions
  @OptionGroup var capture: CaptureOptions

  @Option(
    name: .customShort("o"), help: ArgumentHelp("Writes a pcapng file with the CoAP messages.", valueName: "out"),
    completion: .file())
  var outputPath: String?

  @Flag(help: "Lets -o hold the packets as they are, and the secrets that open them.")
  var withSecrets = false

  @Option(
    help: ArgumentHelp("Writes a key log of the secrets that records proved, for Wireshark.", valueName: "out"),
    completion: .file())
  var writeKeylog: String?

  @Option(help: ArgumentHelp("The folder for the bodies.", valueName: "dir"), completion: .directory)
  var bodies: String?

  func run() throws {
    let secrets = try keys.secrets()
    try check(secrets)
    var settings = try capture.settings(secrets)
    settings.keepsBodies = bodies != nil
    // One listener writes them all.
    settings.shards = 1
    let captures = try Run.open(files)
    let output = try outputPath.map { try Output(path: $0) }
    if let output, output.isTerminal { throw UserError("-o: a capture is not for a terminal; give the path of a file") }
    let log = try writeKeylog.map { try Output(path: $0) }

    let folder = try bodies.map { BodyExport(folder: try NewFolder(path: $0), hasSeveralCaptures: files.count > 1) }
    let messages = withSecrets ? nil : try outputPath.map { try MessageExport(path: $0) }
    let keyLog = try KeyLogExport(output: log, capturePath: withSecrets ? outputPath : nil)
    let findings = FindingComments()
    var sessions = 0
    var sealed = 0
    let listeners: [(any EventListener)?] = [folder, messages]
    let report = FindingsReport(ListenerGroup(listeners.compactMap { $0 })) { found, session, _ in
      findings.add(found)
      guard let session else { return }
      keyLog.add(session)
      sessions += 1
      sealed += session.sealedApplicationData
    }
    let progress = Progress()
    try Run.read(captures, settings, into: report, progress)

    var lines: [String] = []
    if let output, let outputPath {
      let export = CaptureExport(output: output, path: files[0], findings: findings)
      if let messages {
        try export.write(messages)
        lines.append("\(outputPath): " + ExportSummary.text(messages, sealed: sealed))
      } else {
        try export.copy(captures[0].open(), keyLog) { progress.update(files[0], packets: $0, fraction: $1) }
        progress.clear()
        let packets = export.packets.counted("packet")
        lines.append("\(outputPath): \(packets); " + ExportSummary.text(keyLog, of: sessions, sealed: sealed))
      }
      if let remark = ExportSummary.text(findings) { lines.append("\(outputPath): \(remark)") }
    }
    // A key log that cannot be written leaves no capture that seems to belong to it.
    try log?.finish()
    try output?.finish()
    if let writeKeylog { lines.append("\(writeKeylog): " + ExportSummary.text(keyLog, of: sessions, sealed: sealed)) }
    if let folder, let bodies {
      try folder.close()
      lines.append("\(bodies): " + ExportSummary.text(folder))
    }
    try tell(lines, onErrors: [output, log].contains { $0?.isStandardOutput ?? false })
  }

  /// Refuses what cannot be done, before anything is read.
  private func check(_ secrets: Secrets) throws {
    guard outputPath != nil || writeKeylog != nil || bodies != nil else {
      throw UserError("export: say what to write: -o OUT, --write-keylog OUT or --bodies DIR")
    }
    if withSecrets, outputPath == nil { throw UserError("--with-secrets: give -o OUT, the file to write") }
    if outputPath != nil, files.count > 1 {
      throw UserError("-o: takes one capture, because packets are told by their numbers; export them one by one")
    }
    if withSecrets, files[0] == "-" || FileIdentity(path: files[0])?.isRegular == false {
      throw UserError("--with-secrets: \(files[0]) can be read only once, and this reads twice; give a file")
    }
    let inputs = files + secrets.files
    if let outputPath { try Run.check("-o", outputPath, isNoneOf: inputs) }
    if let writeKeylog {
      try Run.check("--write-keylog", writeKeylog, isNoneOf: inputs)
      let both = [writeKeylog, outputPath].map { $0.flatMap(FileIdentity.init(path:)) }
      if writeKeylog == outputPath || both[0] != nil && both[0] == both[1] && both[0]?.isDevice == false {
        throw UserError("--write-keylog \(writeKeylog): is the file of -o, too; give another path")
      }
    }
  }

  /// Says what was written; on standard error if the files themselves go to standard output.
  private func tell(_ lines: [String], onErrors: Bool) throws {
    if onErrors { return lines.forEach(Diagnostics.report) }
    let output = Output()
    for line in lines { output.append(SafeText.string(line) + "\n") }
    try output.finish()
  }
}
