import Bytes
import COpenSSL

/// What can be said of a public key.
package struct PublicKey: Hashable, Sendable {
  /// The algorithm: `RSA`, `EC`, `ED25519`, as libcrypto names it.
  package let algorithm: String
  /// Its size in bits: of the modulus, or of the order of the curve.
  package let bits: Int
  /// The curve, as IANA's "TLS Supported Groups" names it; nil if the algorithm has none to choose.
  package let curve: String?

  /// The key in a SubjectPublicKeyInfo (RFC 5280 §4.1, RFC 7250 §3); nil if there is none that libcrypto knows, or
  /// something behind it.
  package init?(subjectPublicKeyInfo der: [UInt8]) {
    defer { ERR_clear_error() }
    let key = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var position = buffer.baseAddress
      guard let key = d2i_PUBKEY(nil, &position, buffer.count) else { return nil }
      if position == buffer.baseAddress.map({ $0 + buffer.count }) { return key }
      EVP_PKEY_free(key)
      return nil
    }
    guard let key else { return nil }
    defer { EVP_PKEY_free(key) }
    self.init(key)
  }

  init(_ key: OpaquePointer) {
    algorithm = EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? "unknown"
    bits = Int(EVP_PKEY_get_bits(key))
    // The longest name of a curve in libcrypto has 21 bytes.
    var name = [CChar](repeating: 0, count: 64)
    var length = 0
    let hasCurve = algorithm == "EC" && EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1
    curve = hasCurve ? Self.registeredName(String(decoding: name.prefix(length).map(UInt8.init), as: UTF8.self)) : nil
  }

  /// ANSI X9.62 named two curves before SEC 2 did, and libcrypto calls them so.
  private static func registeredName(_ name: String) -> String {
    switch name {
    case "prime256v1": "secp256r1"
    case "prime192v1": "secp192r1"
    default: name
    }
  }

  /// Algorithm and size in words: `EC secp256r1`, `RSA 2048 bits`.
  package var text: String {
    curve.map { "\(algorithm) \($0)" } ?? "\(algorithm) \(bits) bits"
  }
}
