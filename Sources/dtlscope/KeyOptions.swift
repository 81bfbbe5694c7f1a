import ArgumentParser
import DTLS

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Secrets, as the commands that decrypt take them.
struct KeyOptions: ParsableArguments {
  /// The variable with pre-shared keys, a line each: other users cannot see it, as they can a command line.
  static let pskVariable = "DTLSCOPE_PSK"

  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      A pre-shared key: KEY or IDENTITY:KEY, KEY being text, hex:… or base64:… May be repeated. Other users of the \
      machine see it in the list of processes: --psk-file, DTLSCOPE_PSK and the configuration file are not seen.
      """,
      valueName: "spec"))
  var psk: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("A file of lines identity:hexkey, as GnuTLS's psktool writes.", valueName: "file"),
    completion: .file())
  var pskFile: String?

  @Option(
    name: .long, help: ArgumentHelp("A key log in the format of SSLKEYLOGFILE.", valueName: "file"),
    completion: .file())
  var keylog: String?

  @Option(
    name: .long, help: ArgumentHelp("The server's RSA private key (PEM or DER).", valueName: "file"),
    completion: .file(extensions: ["pem", "der", "key"]))
  var rsaKey: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "OSCORE security contexts, lines with the fields of Wireshark's table oscore_contexts.", valueName: "file"),
    completion: .file())
  var oscore: String?

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "A file of keys used in every run, instead of ~/.config/dtlscope/config (see Docs/keys.md).", valueName: "file"),
    completion: .file())
  var configPath: String?

  @Flag(name: .customLong("no-config"), help: "No configuration file, and no DTLSCOPE_PSK.")
  var ignoresConfig = false

  func validate() throws {
    if ignoresConfig, configPath != nil { throw ValidationError("--config and --no-config: give one of them") }
  }

  /// The secrets of these options, of the environment and of the configuration file, or what is wrong with one of them.
  /// The message never holds a secret.
  func secrets() throws -> Secrets {
    var secrets = Secrets()
    secrets.presharedKeys = try psk.enumerated().map { index, specification in
      try Self.key(specification, index + 1, .commandLine, place: "--psk number \(index + 1)")
    }
    (secrets.pskFile, secrets.keylog, secrets.rsaKey, secrets.oscore) = (pskFile, keylog, rsaKey, oscore)
    guard !ignoresConfig else { return secrets }
    secrets.presharedKeys += try Self.keysOfEnvironment()
    if let path = configPath ?? ConfigFile.usualPath { secrets.add(try ConfigFile(path: path)) }
    return secrets
  }

  private static func keysOfEnvironment() throws -> [PresharedKey] {
    guard let text = getenv(pskVariable).map({ String(cString: $0) }) else { return [] }
    let lines = text.split(separator: "\n").map(String.init)
    return try lines.enumerated().map { index, specification in
      try key(specification, index + 1, .named(pskVariable), place: "\(pskVariable), line \(index + 1)")
    }
  }

  /// A pre-shared key, or in one line where it is wrong.
  static func key(_ specification: String, _ index: Int, _ origin: PresharedKey.Origin, place: String) throws
    -> PresharedKey
  {
    do throws(PresharedKey.SyntaxError) {
      return try PresharedKey(specification: specification, index: index, origin: origin)
    } catch {
      throw UserError("\(place): \(error); give \(PresharedKey.form)")
    }
  }
}
