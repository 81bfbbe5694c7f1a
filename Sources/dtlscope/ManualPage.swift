/// A manual page in mdoc(7), which man-db and mandoc read: what the commands say of themselves, and what belongs to all.
struct ManualPage {
  private(set) var text = ""
  /// Whether the next words begin a paragraph.
  private var beginsParagraph = false

  /// The page of `tool`, which is of `version`.
  init(_ tool: CommandDescription, version: String) {
    line(".Dd \(Self.date)")
    line(".Dt DTLSCOPE 1")
    line(".Os dtlscope \(version)")
    section("NAME")
    line(".Nm \(tool.commandName)")
    line(".Nd \(Self.escaped(Self.lowercased(tool.abstract)))")
    let commands = (tool.subcommands ?? []).filter { $0.commandName != "help" }
    section("SYNOPSIS")
    for command in commands { appendSynopsis(command) }
    line(".Nm")
    line(".Ar file ...")
    line(".Op Ar option ...")
    section("DESCRIPTION")
    line(Self.apart(Self.description))
    section("COMMANDS")
    for command in commands { append(command, shared: Self.shared(commands)) }
    section("COMMON OPTIONS")
    line(".Bl -tag -width Ds")
    for argument in Self.shared(commands) { append(argument) }
    line(".El")
    for (title, words) in Self.sections {
      section(title)
      line(Self.apart(words))
    }
    section("EXAMPLES")
    append(discussion: Self.examples(tool.discussion))
    line(Self.end)
  }

  /// Options that most commands have: they are told once.
  private static func shared(_ commands: [CommandDescription]) -> [ArgumentDescription] {
    let lists = commands.map { ($0.arguments ?? []).filter { $0.kind != .positional } }
    let all = lists.first ?? []
    return all.filter { option in
      lists.count { $0.contains { $0.id == option.id && $0.abstract == option.abstract } } > commands.count / 2
        && !["--help", "--version"].contains(option.id)
    }
  }

  // MARK: Commands

  private mutating func appendSynopsis(_ command: CommandDescription) {
    line(".Nm")
    line(".Cm \(command.commandName)")
    for argument in command.arguments ?? [] where argument.kind == .positional {
      let name = ".Ar \(argument.valueName ?? "value")\(argument.isRepeating ? " ..." : "")"
      line(argument.isOptional ? ".Op" + name.replacing(".Ar", with: " Ar") : name)
    }
    line(".Op Ar option ...")
  }

  private mutating func append(_ command: CommandDescription, shared: [ArgumentDescription]) {
    line(".Ss dtlscope \(command.commandName)")
    line(Self.sentences(command.abstract ?? ""))
    append(discussion: command.discussion)
    let own = (command.arguments ?? []).filter { argument in
      argument.shouldDisplay && !["--help", "--version"].contains(argument.id)
        && !shared.contains { $0.id == argument.id && argument.kind != .positional }
    }
    guard !own.isEmpty else { return }
    line(".Bl -tag -width Ds")
    for argument in own { append(argument) }
    line(".El")
  }

  private mutating func append(_ argument: ArgumentDescription) {
    let value = argument.valueName ?? "value"
    switch argument.kind {
    case .positional: line(".It Ar \(value)")
    case .flag: line(".It \(argument.flags)")
    case .option: line(".It \(argument.flags) Ar \(Self.escaped(value))")
    }
    line(Self.sentences(argument.abstract ?? ""))
    var remarks: [String] = []
    if let values = argument.allValues, !values.isEmpty { remarks.append("Values: \(values.joined(separator: ", ")).") }
    if let usual = argument.defaultValue { remarks.append("Default: \(usual).") }
    if !remarks.isEmpty { line(Self.sentences(remarks.joined(separator: " "))) }
  }

  /// Paragraphs as they are, lines that are indented as they stand, and lines in capitals as headings.
  private mutating func append(discussion: String?) {
    var isLiteral = false
    func isIndented(_ line: Substring) -> Bool { line.hasPrefix("  ") }
    line(".Pp")
    for part in (discussion ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
      if isIndented(part) != isLiteral, !part.isEmpty {
        line(isLiteral ? ".Ed" : ".Bd -literal -offset indent")
        isLiteral.toggle()
      }
      if part.isEmpty {
        if !isLiteral { line(".Pp") }
      } else if isLiteral {
        line(Self.escaped(String(part.dropFirst(2))))
      } else if part.allSatisfy({ $0.isUppercase || $0 == " " }) {
        line(".Sy \(part.prefix(1))\(part.dropFirst().lowercased()) :")
      } else {
        line(Self.sentences(String(part)))
      }
    }
    if isLiteral { line(".Ed") }
    line(".Pp")
  }

  /// What follows `EXAMPLES`, up to the next heading.
  private static func examples(_ discussion: String?) -> String {
    let lines = (discussion ?? "").split(separator: "\n")
    return lines.drop { $0 != "EXAMPLES" }.dropFirst().prefix { $0.hasPrefix(" ") }.joined(separator: "\n")
  }

  // MARK: Words

  private mutating func section(_ title: String) { line(".Sh \(title)") }

  /// Adds lines. A list, a display and a heading begin a paragraph by themselves.
  private mutating func line(_ line: String) {
    if line == ".Pp" {
      beginsParagraph = true
      return
    }
    let isApart = [".Bl", ".Bd", ".Sh", ".Ss"].contains { line.hasPrefix($0) }
    if beginsParagraph, !isApart { text += ".Pp\n" }
    beginsParagraph = false
    text += line + "\n"
  }

  /// Words of a command, each sentence on a line of its own.
  private static func sentences(_ text: String) -> String { apart(escaped(text)) }

  private static func apart(_ text: String) -> String { text.replacing(". ", with: ".\n") }

  /// What roff would take for its own, and what is not ASCII, spelled out.
  private static func escaped(_ text: String) -> String {
    var escaped = text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" : ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
      default: escaped += "\\[u\(String(scalar.value + 0x10000, radix: 16, uppercase: true).dropFirst())]"
      }
    }
    return escaped
  }

  private static func lowercased(_ abstract: String?) -> String {
    let text = (abstract ?? "").trimmingSuffix(".")
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

extension ArgumentDescription {
  /// By what it is told from others.
  fileprivate var id: String { names?.first { $0.kind == .long }?.text ?? names?.first?.text ?? valueName ?? "" }

  /// Its names, as mdoc writes them: `Fl o`, `Fl \-quiet`.
  fileprivate var flags: String {
    (names ?? []).map { "Fl \($0.kind == .long ? "\\-" : "")\($0.name.replacing("-", with: "\\-"))" }
      .joined(separator: " , ")
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
