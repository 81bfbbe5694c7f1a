import Cryptography
import Bytes
import DTLS

/// JA3 and JA3S, the forerunners of JA4, which keep the order of what is offered.
package enum JA3 {
  /// JA3 of `hello`: version, suites, extensions, groups and point formats in decimal.
  package static func text(of hello: ClientHello) -> String {
    [
      "\(hello.clientVersion.rawValue)", list(hello.cipherSuites.map(\.rawValue)),
      list(hello.extensions.map(\.type.rawValue)), list((hello.extensions.supportedGroups ?? []).map(\.rawValue)),
      list((hello.extensions.ecPointFormats ?? []).map { UInt16($0.rawValue) }),
    ].joined(separator: ",")
  }

  /// JA3S of `hello`: version, suite and extensions in decimal.
  package static func text(of hello: ServerHello) -> String {
    "\(hello.serverVersion.rawValue),\(hello.cipherSuite.rawValue),\(list(hello.extensions.map(\.type.rawValue)))"
  }

  /// MD5 of a text, by which it is looked up.
  package static func fingerprint(of text: String) -> String {
    Hex.string(HashAlgorithm.md5.digest([UInt8](text.utf8)))
  }

  private static func list(_ numbers: [UInt16]) -> String {
    numbers.filter { !GREASE.contains($0) }.map(String.init).joined(separator: "-")
  }
}
