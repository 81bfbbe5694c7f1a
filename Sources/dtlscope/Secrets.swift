import Analysis
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
    try secretFiles.keyring(presharedKeys) { Diagnostics.warn($0) }
  }

  /// What opens CoAP messages that OSCORE protects, or what is wrong with a line of the file. The message never holds a
  /// secret.
  func oscoreContexts() throws -> [SecurityContext] { try secretFiles.oscoreContexts() }

  private var secretFiles: SecretFiles { SecretFiles(psk: pskFile, keyLog: keylog, rsaKey: rsaKey, oscore: oscore) }
}
