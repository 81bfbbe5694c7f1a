import DTLS
import OSCORE

/// All that may open what a capture holds, wherever it came from.
struct Secrets {
  /// Pre-shared keys that are in no file of `psktool`.
  var presharedKeys: [PresharedKey] = []
  /// Paths of files.
  var pskFile: String?
  var keylog: String?
  var rsaKey: String?
  var oscore: String?
  /// What the configuration says of ports.
  var statedPorts: [StatedPort] = []

  private var configPath: String?

  /// The files that hold secrets, or the paths of some.
  var files: [String] { [pskFile, keylog, rsaKey, oscore, configPath].compactMap { $0 } }

  /// Adds what a configuration file has. Where there can be one file of a kind, one that was given already stays.
  mutating func add(_ config: ConfigFile) {
    presharedKeys += config.presharedKeys
    pskFile = pskFile ?? config.paths[.pskFile]
    keylog = keylog ?? config.paths[.keylog]
    rsaKey = rsaKey ?? config.paths[.rsaKey]
    oscore = oscore ?? config.paths[.oscore]
    statedPorts += config.statedPorts
    configPath = config.path
  }

  /// All secrets for DTLS, or what is wrong with one of them. The message never holds a secret.
  func keyring() throws -> Keyring {
    var keyring = Keyring()
    for key in presharedKeys { keyring.add(key) }
    if let pskFile {
      let text = try InputFile.read(pskFile)
      do throws(PresharedKeyFile.LineError) {
        for key in try PresharedKeyFile(text, firstIndex: presharedKeys.count + 1).keys { keyring.add(key) }
      } catch {
        throw UserError("\(pskFile), line \(error.line): \(error.reason); a line is identity:hexkey")
      }
    }
    if let keylog {
      let log = KeyLog(try InputFile.read(keylog))
      if log.malformedLines > 0 {
        Diagnostics.warn("\(keylog): \(log.malformedLines) lines are no key log lines and were skipped")
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
