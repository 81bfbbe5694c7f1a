import Cryptography
import Bytes
import COpenSSL

/// Another spelling of a pre-shared key: the same secret, typed in as other bytes.
///
/// One row each. What the ends of a failed handshake really use is often one of these: a terminating NUL that `sizeof`
/// counts, a newline from a file, hexadecimal digits taken for text or text for digits.
package struct KeyVariant: Sendable {
  /// What was done to the key, in words.
  package let name: String
  /// The bytes of the variant, or nil if the key has none.
  let apply: @Sendable ([UInt8]) -> [UInt8]?

  /// The longest key that variants are made of: longer ones are no typed text.
  static let maximumLength = 256

  /// Every variant, the commonest first.
  static let rows: [KeyVariant] = [
    KeyVariant(name: "trailing NUL") { $0 + [0] },
    KeyVariant(name: "without its trailing NUL") { $0.last == 0 ? $0.dropLast() : nil },
    KeyVariant(name: "trailing newline") { $0 + [0x0a] },
    KeyVariant(name: "trailing CR and newline") { $0 + [0x0d, 0x0a] },
    KeyVariant(name: "without its trailing newline") { key in
      guard key.last == 0x0a else { return nil }
      let rest = key.dropLast()
      return Array(rest.last == 0x0d ? rest.dropLast() : rest)
    },
    KeyVariant(name: "in double quotes") { [0x22] + $0 + [0x22] },
    KeyVariant(name: "in single quotes") { [0x27] + $0 + [0x27] },
    KeyVariant(name: "without its quotes") { key in
      guard key.count > 2, let quote = key.first, quote == 0x22 || quote == 0x27, key.last == quote else { return nil }
      return Array(key.dropFirst().dropLast())
    },
    KeyVariant(name: "text decoded as hexadecimal") { Hex.bytes($0) },
    KeyVariant(name: "text decoded as hexadecimal after 0x") { key in
      key.starts(with: "0x".utf8) ? Hex.bytes(key.dropFirst(2)) : nil
    },
    KeyVariant(name: "bytes written as hexadecimal text") { Array(Hex.string($0).utf8) },
    KeyVariant(name: "bytes written as hexadecimal text in capitals") { Array(Hex.string($0).uppercased().utf8) },
    KeyVariant(name: "bytes written as hexadecimal text after 0x") { Array(("0x" + Hex.string($0)).utf8) },
    KeyVariant(name: "text decoded as base64") { PresharedKey.decodeBase64($0) },
    KeyVariant(name: "bytes written as base64 text") { PresharedKey.encodeBase64($0) },
    KeyVariant(name: "in capitals") { changed($0, String(decoding: $0, as: UTF8.self).uppercased()) },
    KeyVariant(name: "in small letters") { changed($0, String(decoding: $0, as: UTF8.self).lowercased()) },
    KeyVariant(name: "first 16 bytes") { $0.count > 16 ? Array($0.prefix(16)) : nil },
    KeyVariant(name: "first 32 bytes") { $0.count > 32 ? Array($0.prefix(32)) : nil },
    KeyVariant(name: "first 48 bytes") { $0.count > 48 ? Array($0.prefix(48)) : nil },
    KeyVariant(name: "first 64 bytes") { $0.count > 64 ? Array($0.prefix(64)) : nil },
    KeyVariant(name: "up to its first NUL") { key in
      key.firstIndex(of: 0).flatMap { $0 > 0 && $0 < key.count - 1 ? Array(key[..<$0]) : nil }
    },
  ]

  /// Keys that examples come with and that end up in devices, and whose they are.
  static let stockKeys: [(key: String, owner: String)] = [
    ("secretPSK", "tinyDTLS's example key"),
    ("secret-key", "the example key of ESP-IDF's coap_server"),
    ("sesame", "Californium's example key"),
    ("esp32c3_key", "the example key of the ESP32-C3 book"),
    ("73656372657450534b", "tinyDTLS's example key as hexadecimal text"),
    ("", "the empty key"),
  ]

  /// The text as bytes if it is another one; nil for a key that is no text.
  private static func changed(_ key: [UInt8], _ text: String) -> [UInt8]? {
    let bytes = Array(text.utf8)
    return bytes.count == key.count && bytes != key ? bytes : nil
  }
}

extension PresharedKey {
  /// The key in every other spelling that it has.
  var variants: [PresharedKey] {
    guard key.count <= KeyVariant.maximumLength else { return [] }
    let bytes = key.withBytes { Array($0) }
    return KeyVariant.rows.compactMap { row in
      row.apply(bytes).flatMap { variant in
        guard variant != bytes, !variant.isEmpty else { return nil }
        return PresharedKey(identity: nil, key: SecretBytes(variant), name: "\(name) (variant: \(row.name))")
      }
    }
  }
}

extension Keyring {
  /// Keys that variants are made of for one identity: each costs some twenty key derivations.
  static let maximumVariedKeys = 8

  /// What may be a client's key if none of those supplied for its identity is: these in other spellings, keys of other
  /// identities, and keys that come with examples.
  func variants(for identity: [UInt8]) -> Keyring {
    var keyring = Keyring()
    let own = candidates(for: identity)
    let foreign = foreignCandidates(for: identity)
    for key in own.prefix(Self.maximumVariedKeys) { key.variants.forEach { keyring.add($0) } }
    for key in foreign { keyring.add(PresharedKey(identity: nil, key: key.key, name: key.name)) }
    if own.isEmpty {
      for key in foreign.prefix(Self.maximumVariedKeys) { key.variants.forEach { keyring.add($0) } }
    }
    for stock in KeyVariant.stockKeys {
      keyring.add(
        PresharedKey(identity: nil, key: SecretBytes(stock.key.utf8), name: "psk:\(stock.owner) (not supplied)"))
    }
    return keyring
  }
}
