import ArgumentParser
import Rendering

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `dtlscope manual`: the manual page, made of what the commands say of themselves.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the manual page, which man shows.",
    discussion: """
      EXAMPLES
        dtlscope manual | man -l -
        dtlscope manual > /usr/local/share/man/man1/dtlscope.1
      """)

  func run() throws {
    let output = Output()
    output.append(ManualPage(try Self.description(), version: Dtlscope.configuration.version).text)
    try output.finish()
  }

  /// The commands, as the parser tells programs of them.
  private static func description() throws -> CommandDescription {
    do {
      _ = try Dtlscope.parseAsRoot(["--experimental-dump-help"])
    } catch {
      let json = Dtlscope.fullMessage(for: error)
      return try JSONDecoder().decode(ToolDescription.self, from: Data(json.utf8)).command
    }
    throw UserError("manual: the commands cannot be described")
  }
}

/// What `--experimental-dump-help` writes, as far as a manual page needs it.
struct ToolDescription: Decodable {
  let command: CommandDescription
}

/// A command, its arguments and the commands below it.
struct CommandDescription: Decodable {
  let commandName: String
  let abstract: String?
  let discussion: String?
  let arguments: [ArgumentDescription]?
  let subcommands: [CommandDescription]?
}

/// An argument, an option with a value, or a flag.
struct ArgumentDescription: Decodable {
  enum Kind: String, Decodable {
    case positional, option, flag
  }

  struct Name: Decodable {
    enum Kind: String, Decodable {
      case long, short, longWithSingleDash
    }

    let kind: Kind
    let name: String

    var text: String { (kind == .long ? "--" : "-") + name }
  }

  let kind: Kind
  let shouldDisplay: Bool
  let isOptional: Bool
  let isRepeating: Bool
  let names: [Name]?
  let valueName: String?
  let defaultValue: String?
  let allValues: [String]?
  let abstract: String?
}
