import Bytes
import DTLS

/// A number that a peer sends or a library reports, and what it says.
package struct StatusCode: Sendable {
  /// Whose number it is.
  package enum Origin: String, Sendable, CaseIterable {
    case alert = "DTLS alert"
    case mbedTLS = "Mbed TLS error"
    /// PSA cryptography, below Mbed TLS 3 and 4.
    case psa = "PSA status"
    /// ESP-IDF's layer above Mbed TLS.
    case espTLS = "ESP-IDF error"
    case libcoap = "libcoap event"
  }

  /// The releases in which a number of Mbed TLS has its meaning: some were given another one in 3.0.
  package enum Releases: String, Sendable {
    case all = ""
    case upTo2 = "up to 2.28"
    case from3 = "since 3.0"
  }

  /// Whose number it is.
  package let origin: Origin
  /// The number as it is reported: negative for errors of Mbed TLS and PSA.
  package let number: Int
  /// What the header or the registry calls it.
  package let name: String
  /// The releases of Mbed TLS in which the number has this meaning.
  package let releases: Releases
  /// What it says, in a sentence or two: of an alert, who sends it and why.
  package let meaning: String
  /// The findings that it may belong to, the likeliest first.
  package let related: [Explanation]

  /// The number as it is written where it is reported: `115`, `-0x7180`, `-141`, `0x8001`.
  package var numberText: String {
    switch origin {
    case .alert, .psa: "\(number)"
    case .mbedTLS: "-" + Self.hexadecimal(-number)
    case .espTLS, .libcoap: Self.hexadecimal(number)
    }
  }

  /// Four digits or more, as headers write it.
  static func hexadecimal(_ number: Int) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// How a row of each table is written.
extension StatusCode {
  static func alert(_ number: UInt8, _ meaning: String, _ related: [Explanation] = []) -> StatusCode {
    let description = AlertDescription(rawValue: number)
    return StatusCode(
      origin: .alert, number: Int(number), name: description.name ?? "\(number)", releases: .all, meaning: meaning,
      related: related)
  }

  static func mbedTLS(
    _ magnitude: Int, _ name: String, in releases: Releases = .all, _ meaning: String, _ related: [Explanation] = []
  ) -> StatusCode {
    StatusCode(
      origin: .mbedTLS, number: -magnitude, name: name, releases: releases, meaning: meaning, related: related)
  }

  static func psa(_ magnitude: Int, _ name: String, _ meaning: String, _ related: [Explanation] = []) -> StatusCode {
    StatusCode(origin: .psa, number: -magnitude, name: name, releases: .all, meaning: meaning, related: related)
  }

  static func espTLS(_ number: Int, _ name: String, _ meaning: String, _ related: [Explanation] = []) -> StatusCode {
    StatusCode(origin: .espTLS, number: number, name: name, releases: .all, meaning: meaning, related: related)
  }

  static func libcoap(_ number: Int, _ name: String, _ meaning: String, _ related: [Explanation] = []) -> StatusCode {
    StatusCode(origin: .libcoap, number: number, name: name, releases: .all, meaning: meaning, related: related)
  }
}

extension StatusCode {
  /// Every row of every table.
  package static let all: [StatusCode] =
    alerts + mbedTLSSession + mbedTLSCertificates + mbedTLSKeys + mbedTLSCiphers + mbedTLSPlatform + psaStatus
    + espTLSErrors + libcoapEvents

  /// The rows of an alert, or of an error as it is reported; several where releases differ.
  package static func with(_ origin: Origin, number: Int) -> [StatusCode] {
    byNumber[Key(origin: origin, number: number)] ?? []
  }

  private struct Key: Hashable {
    let origin: Origin
    let number: Int
  }

  private static let byNumber = Dictionary(grouping: all) { Key(origin: $0.origin, number: $0.number) }
}
