import ArgumentParser
import DTLS
import OSCORE

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Secrets, as the commands that decrypt take them.
struct KeyOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A pre-shared key: KEY or IDENTITY:KEY, KEY being text, hex:… or base64:… May be repeated.",
      valueName: "spec"))
  var psk: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("A file of lines identity:hexkey, as GnuTLS's psktool writes.", valueName: "file"))
  var pskFile: String?

  @Option(name: .long, help: ArgumentHelp("A key log in the format of SSLKEYLOGFILE.", valueName: "file"))
  var keylog: String?

  @Option(name: .long, help: ArgumentHelp("The server's RSA private key (PEM or DER).", valueName: "file"))
  var rsaKey: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "OSCORE security contexts, lines with the fields of Wireshark's table oscore_contexts.", valueName: "file"))
  var oscore: String?

  /// The files that hold secrets.
  var files: [String] { [pskFile, keylog, rsaKey, oscore].compactMap { $0 } }

  /// All secrets, or what is wrong with one of them. The message never holds a secret.
  func keyring() throws -> Keyring {
    var keyring = Keyring()
    for key in try presharedKeys() { keyring.add(key) }
    if let pskFile {
      let text = try InputFile.read(pskFile)
      do throws(PresharedKeyFile.LineError) {
        for key in try PresharedKeyFile(text, firstIndex: psk.count + 1).keys { keyring.add(key) }
      } catch {
        throw UserError("\(pskFile), line \(error.line): \(error.reason); a line is identity:hexkey")
      }
    }
    if let keylog {
      let log = KeyLog(try InputFile.read(keylog))
      if log.malformedLines > 0 {
        Diagnostics.report("warning: \(keylog): \(log.malformedLines) lines are no key log lines and were skipped")
      }
      keyring.add(log)
    }
    if let rsaKey {
      guard let key = RSAPrivateKey(try InputFile.read(rsaKey)) else {
        throw UserError("\(rsaKey): not an RSA private key in PEM or DER without a passphrase")
      }
      keyring.add(key)
    }
    return keyring
  }

  /// The keys of `--psk`, or what is wrong with one of them.
  func presharedKeys() throws -> [PresharedKey] {
    try psk.enumerated().map { index, specification in
      do throws(PresharedKey.SyntaxError) {
        return try PresharedKey(specification: specification, index: index + 1)
      } catch {
        throw UserError("--psk number \(index + 1): \(error); give KEY or IDENTITY:KEY, KEY as text, hex:… or base64:…")
      }
    }
  }

  /// What opens CoAP messages that OSCORE protects, or what is wrong with a line of the file. The message never holds a
  /// secret.
  func oscoreContexts() throws -> [SecurityContext] {
    guard let oscore else { return [] }
    let text = try InputFile.read(oscore)
    do throws(SecurityContextFile.LineError) {
      return try SecurityContextFile(text).contexts
    } catch {
      throw UserError(
        "\(oscore), line \(error.line): \(error.reason); a line is sender ID, recipient ID, master secret, master salt, "
          + "ID context (all hexadecimal digits), algorithm")
    }
  }
}

/// Small files that are read whole.
enum InputFile {
  /// The longest that is read: key logs of a busy server reach some hundred megabytes.
  private static let maximumSize = 1 << 30

  /// The bytes of the file at `path`.
  static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw UserError("\(path): \(String(cString: strerror(errno)))") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      if count == 0 { break }
      bytes += piece[..<count]
      guard bytes.count <= maximumSize else { throw UserError("\(path): longer than \(maximumSize) bytes") }
    }
    guard ferror(file) == 0 else { throw UserError("\(path): \(String(cString: strerror(errno)))") }
    return bytes
  }
}
