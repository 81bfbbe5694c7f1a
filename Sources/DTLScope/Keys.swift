import Analysis
import Bytes
import DTLS
import OSCORE

/// What may open a capture. Keys of every kind may be given together; each counts only where a record proves it. Secrets
/// that a pcapng file holds need none of them.
///
/// Whatever prints it shows nothing of the keys.
public struct Keys: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// No keys.
  public static let none = Keys()

  let keyring: Keyring
  let oscoreContexts: [SecurityContext]
  /// What was skipped in the files, a line each.
  public let warnings: [String]

  private init() {
    (keyring, oscoreContexts, warnings) = (Keyring(), [], [])
  }

  /// Keys, and what the files at these paths hold now.
  ///
  /// - Parameters:
  ///   - presharedKeys: `KEY` or `IDENTITY:KEY`, KEY being text, `hex:…` or `base64:…`.
  ///   - presharedKeyFile: lines `identity:hexkey`, as GnuTLS's psktool writes them.
  ///   - keyLog: a key log (SSLKEYLOGFILE).
  ///   - rsaKey: the server's RSA private key, PEM or DER.
  ///   - oscoreContexts: OSCORE security contexts, lines with the fields of Wireshark's table `oscore_contexts`.
  public init(
    presharedKeys: [String] = [], presharedKeyFile: String? = nil, keyLog: String? = nil, rsaKey: String? = nil,
    oscoreContexts: String? = nil
  ) throws(AnalysisError) {
    var keys: [PresharedKey] = []
    for (index, specification) in presharedKeys.enumerated() {
      do throws(PresharedKey.SyntaxError) {
        keys.append(try PresharedKey(specification: specification, index: index + 1))
      } catch {
        throw AnalysisError("pre-shared key \(index + 1): \(error); give \(PresharedKey.form)")
      }
    }
    let files = SecretFiles(psk: presharedKeyFile, keyLog: keyLog, rsaKey: rsaKey, oscore: oscoreContexts)
    var warnings: [String] = []
    do throws(InputError) {
      keyring = try files.keyring(keys) { warnings.append($0) }
      self.oscoreContexts = try files.oscoreContexts()
    } catch {
      throw AnalysisError(error.description)
    }
    self.warnings = warnings
  }

  /// Says that it is keys, and nothing else.
  public var description: String { "<keys>" }
  /// The same.
  public var debugDescription: String { description }
  /// Has no children, so that `dump` shows nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
