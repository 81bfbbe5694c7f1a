import Cryptography
import Bytes
import DTLS

/// JA4, FoxIO's fingerprint of a ClientHello: what an implementation offers, whatever order it offers it in.
///
///     d d2 i 02 04 00 _ 0b5ae8aa1fc9 _ 5b2d7eac6a9f
///
/// `d` for DTLS; the highest version; whether there is a server_name (`d`) or not (`i`); the numbers of suites and
/// extensions; the first and last character of the first ALPN protocol; the beginning of SHA-256 of the suites in order of
/// number, and of the extensions in order of number with the signature algorithms in order of preference.
package enum JA4 {
  /// The fingerprint of `hello`. Reserved values that say nothing (RFC 8701) are left out.
  package static func fingerprint(of hello: ClientHello) -> String {
    let suites = hello.cipherSuites.map(\.rawValue).filter { !GREASE.contains($0) }
    let types = hello.extensions.map(\.type.rawValue).filter { !GREASE.contains($0) }
    let name = types.contains(ExtensionType.serverName.rawValue) ? "d" : "i"
    let counts = [suites.count, types.count].map { $0 < 10 ? "0\($0)" : "\(min($0, 99))" }.joined()
    let beginning = "d" + version(of: hello) + name + counts + protocolCharacters(of: hello)

    // These two are in the first part already.
    let excluded = [ExtensionType.serverName.rawValue, ExtensionType.applicationLayerProtocolNegotiation.rawValue]
    let listed = types.filter { !excluded.contains($0) }.sorted()
    let schemes = (hello.extensions.signatureAlgorithms ?? []).map(\.rawValue).filter { !GREASE.contains($0) }
    let extensions = schemes.isEmpty ? list(listed) : "\(list(listed))_\(list(schemes))"
    return "\(beginning)_\(digest(list(suites.sorted()), of: suites))_\(digest(extensions, of: types))"
  }

  private static func version(of hello: ClientHello) -> String {
    let versions = hello.extensions.supportedVersions?.filter { !GREASE.contains($0.rawValue) } ?? []
    // Later versions of DTLS have lower numbers.
    switch versions.min(by: { $0.rawValue < $1.rawValue }) ?? hello.clientVersion {
    case .dtls10: return "d1"
    case .dtls12: return "d2"
    case .dtls13: return "d3"
    default: return "00"
    }
  }

  private static func protocolCharacters(of hello: ClientHello) -> String {
    guard let name = hello.extensions.applicationProtocols?.first, let first = name.first, let last = name.last else {
      return "00"
    }
    if isAlphanumeric(first), isAlphanumeric(last) { return String(decoding: [first, last], as: UTF8.self) }
    let hex = Hex.string(name)
    return "\(hex.prefix(1))\(hex.suffix(1))"
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  private static func list(_ numbers: [UInt16]) -> String {
    numbers.map { Hex.string([UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)]) }.joined(separator: ",")
  }

  private static func digest(_ text: String, of numbers: [UInt16]) -> String {
    // Twelve digits of the hash; zeros stand for a list without elements.
    numbers.isEmpty
      ? String(repeating: "0", count: 12)
      : Hex.string([UInt8](HashAlgorithm.sha256.digest([UInt8](text.utf8)).prefix(6)))
  }
}
