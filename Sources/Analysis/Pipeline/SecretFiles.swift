import DTLS
import OSCORE

/// Paths of the files that hold what opens a capture. Each is read whole.
package struct SecretFiles: Sendable {
  private let psk: String?
  private let keyLog: String?
  private let rsaKey: String?
  private let oscore: String?

  /// The files at these paths.
  ///
  /// - Parameters:
  ///   - psk: lines `identity:hexkey`.
  ///   - keyLog: a key log (SSLKEYLOGFILE).
  ///   - rsaKey: the server's RSA private key, PEM or DER.
  ///   - oscore: security contexts, a line each.
  package init(psk: String?, keyLog: String?, rsaKey: String?, oscore: String?) {
    (self.psk, self.keyLog, self.rsaKey, self.oscore) = (psk, keyLog, rsaKey, oscore)
  }

  /// All secrets for DTLS, `presharedKeys` first, or what is wrong with one of the files.
  ///
  /// - Parameter warn: is told in a line of what was skipped.
  package func keyring(_ presharedKeys: [PresharedKey], warn: (String) -> Void) throws(InputError) -> Keyring {
    var keyring = Keyring()
    for key in presharedKeys { keyring.add(key) }
    if let psk {
      let text = try InputFile.read(psk)
      do throws(PresharedKeyFile.LineError) {
        for key in try PresharedKeyFile(text, firstIndex: presharedKeys.count + 1).keys { keyring.add(key) }
      } catch {
        throw InputError("\(psk), line \(error.line): \(error.reason); a line is identity:hexkey")
      }
    }
    if let keyLog {
      let log = KeyLog(try InputFile.read(keyLog))
      if log.malformedLines > 0 {
        warn("\(keyLog): \(log.malformedLines) lines are no key log lines and were skipped")
      }
      keyring.add(log)
    }
    if let rsaKey {
      guard let key = RSAPrivateKey(try InputFile.read(rsaKey)) else {
        throw InputError("\(rsaKey): not an RSA private key in PEM or DER without a passphrase")
      }
      keyring.add(key)
    }
    return keyring
  }

  /// What opens CoAP messages that OSCORE protects, or what is wrong with a line of the file.
  package func oscoreContexts() throws(InputError) -> [SecurityContext] {
    guard let oscore else { return [] }
    let text = try InputFile.read(oscore)
    do throws(SecurityContextFile.LineError) {
      return try SecurityContextFile(text).contexts
    } catch {
      throw InputError(
        "\(oscore), line \(error.line): \(error.reason); a line is sender ID, recipient ID, master secret, master salt, "
          + "ID context (all hexadecimal digits), algorithm")
    }
  }
}
