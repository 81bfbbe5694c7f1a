import ArgumentParser
import Diagnosis
import Rendering

/// `dtlscope explain`: the long form of a finding, an alert, or a code of a device's log.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explains a finding, an alert, or an error code: cause, look-alikes, remedies.",
    discussion: """
      ID is a finding of a report, an alert's name or number, an error of Mbed TLS
      or ESP-IDF as a device logs it, or an event of libcoap.

      EXAMPLES
        dtlscope explain psk-mismatch-alert
        dtlscope explain unknown_psk_identity -0x7280 MBEDTLS_ERR_SSL_TIMEOUT
        dtlscope explain --list
      """)

  /// The forms of the answer.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  // A code begins with a hyphen, as options do.
  @Argument(
    parsing: .allUnrecognized, help: ArgumentHelp("What to explain; several are explained in turn.", valueName: "id"),
    completion: .explained)
  var subjects: [String] = []

  @Flag(help: "Lists everything that can be explained.")
  var list = false

  @Option(help: "text for people, json for programs.")
  var format = Format.text

  func validate() throws {
    guard list || subjects.contains(where: { $0 != "--" }) else {
      throw ValidationError("Missing expected argument '<id>', or --list")
    }
  }

  func run() throws {
    let answers = try subjects.filter { $0 != "--" }.map(answer)
    let output = Output()
    let text = ExplanationText(style: .of(output), width: TerminalWidth.readable(output.columns))
    switch (format, list) {
    case (.text, true): output.append(text.list())
    case (.text, false): output.append(answers.map(text.text).joined(separator: "\n"))
    case (.json, true): output.append(ExplanationJSON.list())
    case (.json, false): output.append(ExplanationJSON.text(answers))
    }
    try output.finish()
  }

  private func answer(_ subject: String) throws -> Answer {
    if let answer = Answer(to: subject) { return answer }
    let near = Answer.names(near: subject)
    let offer = near.isEmpty ? "" : "; near it are \(near.joined(separator: ", "))"
    throw UserError("explain \(subject): no finding, alert or code has that name or number\(offer) (--list has all)")
  }
}
