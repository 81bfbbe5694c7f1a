import Cryptography
import Bytes
import COpenSSL

/// A pre-shared key as the user gave it.
package struct PresharedKey: Sendable {
  /// How a specification is written.
  package static let form = "KEY or IDENTITY:KEY, KEY as text, hex:… or base64:…"

  /// Whose key it is, or nil for a key to try for every identity.
  package let identity: [UInt8]?
  /// The key itself.
  package let key: SecretBytes
  /// What reports call it: where it came from, never what it is.
  package let name: String

  /// Where keys are given, which their names tell unless it is the command line.
  package enum Origin: Sendable {
    case commandLine
    case named(String)
  }

  /// A key called `name`.
  package init(identity: [UInt8]?, key: SecretBytes, name: String) {
    self.identity = identity
    self.key = key
    self.name = name
  }

  /// Why a specification names no key. Says what is wrong without repeating the key.
  package enum SyntaxError: Error, Equatable, CustomStringConvertible {
    case empty
    case invalidHex
    case invalidBase64
    case missingIdentity

    package var description: String {
      switch self {
      case .empty: "the key is empty"
      case .invalidHex: "the key is not an even number of hexadecimal digits"
      case .invalidBase64: "the key is not base64"
      case .missingIdentity: "there is no IDENTITY:HEXKEY"
      }
    }
  }

  /// Reads `KEY` or `IDENTITY:KEY`, where KEY is text, `hex:…` or `base64:…`.
  ///
  /// An identity may hold colons: what stands before the last `hex:` or `base64:`, else before the last colon.
  ///
  /// - Parameters:
  ///   - index: 1-based position among the keys of its origin, by which a key without identity is called.
  ///   - origin: where it was given.
  package init(specification: String, index: Int, origin: Origin = .commandLine) throws(SyntaxError) {
    let key = try Self(specification: specification, index: index)
    switch origin {
    case .commandLine: self = key
    case .named(let place):
      let name = key.identity.map { "\(String(decoding: $0, as: UTF8.self)) (\(place))" } ?? "\(place) key \(index)"
      self.init(identity: key.identity, key: key.key, name: "psk:" + name)
    }
  }

  private init(specification: String, index: Int) throws(SyntaxError) {
    let encodings = ["hex:", "base64:"]
    if encodings.contains(where: specification.hasPrefix) {
      try self.init(identity: nil, encodedKey: specification[...], index: index)
      return
    }
    let start = encodings.compactMap { specification.ranges(of: ":" + $0).last?.lowerBound }.max()
    guard let colon = start ?? specification.lastIndex(of: ":") else {
      try self.init(identity: nil, encodedKey: specification[...], index: index)
      return
    }
    try self.init(
      identity: [UInt8](specification[..<colon].utf8), encodedKey: specification[specification.index(after: colon)...],
      index: index)
  }

  /// Reads a line `identity:hexkey` of a psk file (the format of GnuTLS's psktool), split at its last colon.
  package init(fileLine line: String, index: Int) throws(SyntaxError) {
    try self.init(fileLine: Array(line.utf8)[...], index: index)
  }

  /// Reads a line of a psk file, whose identity is taken byte by byte. psktool writes one that is not printable as `#`
  /// and hexadecimal digits.
  init(fileLine line: ArraySlice<UInt8>, index: Int) throws(SyntaxError) {
    guard let colon = line.lastIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { throw .missingIdentity }
    guard let bytes = Hex.bytes(line[(colon + 1)...]) else { throw .invalidHex }
    let identity = line[..<colon]
    try self.init(identity: Self.bytes(ofHexIdentity: identity) ?? Array(identity), bytes: bytes, index: index)
  }

  /// What `#` and an even number of hexadecimal digits stand for; nil for anything else.
  static func bytes(ofHexIdentity identity: ArraySlice<UInt8>) -> [UInt8]? {
    guard identity.first == UInt8(ascii: "#"), identity.count > 1 else { return nil }
    return Hex.bytes(identity.dropFirst())
  }

  private init(identity: [UInt8]?, encodedKey: Substring, index: Int) throws(SyntaxError) {
    if encodedKey.hasPrefix("hex:") {
      guard let bytes = Hex.bytes(encodedKey.dropFirst(4)) else { throw .invalidHex }
      try self.init(identity: identity, bytes: bytes, index: index)
    } else if encodedKey.hasPrefix("base64:") {
      guard let bytes = Self.decodeBase64(encodedKey.dropFirst(7)) else { throw .invalidBase64 }
      try self.init(identity: identity, bytes: bytes, index: index)
    } else {
      try self.init(identity: identity, bytes: [UInt8](encodedKey.utf8), index: index)
    }
  }

  private init(identity: [UInt8]?, bytes: [UInt8], index: Int) throws(SyntaxError) {
    guard !bytes.isEmpty else { throw .empty }
    let name = identity.map { String(decoding: $0, as: UTF8.self) } ?? "key \(index)"
    self.init(identity: identity, key: SecretBytes(bytes), name: "psk:" + name)
  }

  /// The bytes of padded base64 (RFC 4648 §4), or nil if it is none.
  private static func decodeBase64(_ text: Substring) -> [UInt8]? { decodeBase64([UInt8](text.utf8)) }

  /// The bytes of padded base64 (RFC 4648 §4), or nil if it is none.
  static func decodeBase64(_ input: [UInt8]) -> [UInt8]? {
    let padding = input.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard input.count.isMultiple(of: 4), padding <= 2 else { return nil }
    // libcrypto takes padding in the middle for zeros.
    guard !input.dropLast(padding).contains(UInt8(ascii: "=")) else { return nil }
    var output = [UInt8](repeating: 0, count: input.count / 4 * 3)
    let count = EVP_DecodeBlock(&output, input, Int32(input.count))
    guard count == output.count else { return nil }
    return output.dropLast(padding)
  }

  /// Padded base64 (RFC 4648 §4).
  static func encodeBase64(_ bytes: [UInt8]) -> [UInt8] {
    // libcrypto ends the text with a NUL.
    var output = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
    EVP_EncodeBlock(&output, bytes, Int32(bytes.count))
    return output.dropLast()
  }
}
