import Analysis
import ArgumentParser
import Bytes
import Rendering

/// `dtlscope export`: what a capture carried, in files of its own.
struct Export: CaptureCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the bodies that CoAP carried to files.",
    discussion: """
      DIR is a new folder, or an empty one. It gets a file a body: what one message
      carried, and what came in blocks once it is whole. index.ndjson there says of
      each which packet, resource and content format it is of, and which bodies lack
      blocks. The files are readable by you alone.

      EXAMPLES
        dtlscope export capture.pcap --bodies firmware --psk esp32c3_id:esp32c3_key
      """)

  @Argument(help: ArgumentHelp("The captures.", valueName: "file"), completion: .captures)
  var files: [String]

  @OptionGroup var keys: KeyOptions
  @OptionGroup var capture: CaptureOptions

  @Option(help: ArgumentHelp("The folder for the bodies.", valueName: "dir"), completion: .directory)
  var bodies: String

  func run() throws {
    var settings = try capture.settings(keys)
    settings.keepsBodies = true
    // One listener writes them all.
    settings.shards = 1
    let captures = try Run.open(files)
    let export = BodyExport(folder: try NewFolder(path: bodies), hasSeveralCaptures: files.count > 1)
    try Run.read(captures, settings, into: ListenerReport(export), Progress())
    try export.close()
    let output = Output()
    var text = "\(SafeText.string(bodies)): \(export.files) \(export.files == 1 ? "body" : "bodies")"
    if export.incomplete > 0 { text += ", and \(export.incomplete) that could not be put together: see index.ndjson" }
    if export.omitted > 0 { text += "; \(export.omitted) more were left out" }
    output.append(text + "\n")
    try output.finish()
  }
}
