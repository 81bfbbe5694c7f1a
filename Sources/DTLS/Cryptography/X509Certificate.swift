import Cryptography
import Bytes
import COpenSSL

/// What an X.509 certificate says (RFC 5280 §4.1).
///
/// Texts are as the certificate has them: whoever prints one has to escape it.
package struct X509Certificate: Hashable, Sendable {
  /// The distinguished name of whom it is about (RFC 4514), such as `CN=coap.lab.example,O=Lab`.
  package let subject: String
  /// The distinguished name of who signed it (RFC 4514).
  package let issuer: String
  /// The serial number, big-endian and without leading zeros.
  package let serialNumber: [UInt8]
  /// Seconds since 1970 from which on it is valid; nil if the date breaks its format.
  package let notBefore: Int64?
  /// Seconds since 1970 up to which it is valid; nil if the date breaks its format.
  package let notAfter: Int64?
  /// The last common name of the subject.
  package let commonName: String?
  /// The names in subjectAltName (RFC 5280 §4.2.1.6), in order.
  package let subjectAltNames: [SubjectAltName]
  /// The subject's key; nil for one that libcrypto cannot read.
  package let publicKey: PublicKey?
  /// How it is signed, such as `ecdsa-with-SHA256`, or a dotted object identifier.
  package let signatureAlgorithm: String
  /// SHA-256 of the whole certificate.
  package let sha256: [UInt8]
  /// Whether it is signed with its own key.
  package let isSelfSigned: Bool
  /// Whether it may sign certificates: basicConstraints says that it is a CA's.
  package let isCA: Bool

  /// Names of subjectAltName that are kept: certificates of content networks have a hundred.
  static let maximumNames = 128
  /// Bytes of a name in subjectAltName that are kept: a DNS name has 253.
  static let maximumNameLength = 1024

  /// The certificate in `der`; nil if there is none, or something behind it.
  package init?(der: [UInt8]) {
    guard let certificate = LoadedCertificate(der: der) else { return nil }
    self.init(certificate)
  }

  init(_ certificate: LoadedCertificate) {
    let handle = certificate.handle
    subject = DistinguishedName.text(X509_get_subject_name(handle))
    issuer = DistinguishedName.text(X509_get_issuer_name(handle))
    serialNumber = Self.bytes(X509_get0_serialNumber(handle))
    notBefore = Self.seconds(X509_get0_notBefore(handle))
    notAfter = Self.seconds(X509_get0_notAfter(handle))
    commonName = Self.commonName(X509_get_subject_name(handle))
    subjectAltNames = Self.subjectAltNames(handle)
    publicKey = X509_get0_pubkey(handle).map(PublicKey.init)
    signatureAlgorithm = Self.signatureAlgorithm(handle)
    sha256 = HashAlgorithm.sha256.digest(certificate.der)
    isSelfSigned = X509_self_signed(handle, 1) == 1
    isCA = X509_check_ca(handle) == 1
  }
}

/// A name in subjectAltName (RFC 5280 §4.2.1.6).
package enum SubjectAltName: Hashable, Sendable {
  case dns(String)
  /// 4 bytes of IPv4 or 16 of IPv6.
  case ipAddress([UInt8])
  case uri(String)

  /// What kind of name it is, as RFC 5280 §4.2.1.6 calls it.
  package var label: String {
    switch self {
    case .dns: "dNSName"
    case .ipAddress: "iPAddress"
    case .uri: "uniformResourceIdentifier"
    }
  }

  /// The name in text.
  package var text: String {
    switch self {
    case .dns(let text), .uri(let text): text
    case .ipAddress(let bytes) where bytes.count == 4: bytes.map(String.init).joined(separator: ".")
    case .ipAddress(let bytes) where bytes.count == 16:
      stride(from: 0, to: 16, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        .joined(separator: ":")
    case .ipAddress(let bytes): Hex.string(bytes)
    }
  }
}

extension X509Certificate {
  /// Where a time lies with respect to its dates.
  package enum Validity: String, Hashable, Sendable {
    case valid, expired
    case notYetValid
    /// A date breaks its format.
    case unknown
  }

  /// Whether it is valid at a time, in nanoseconds since 1970 (RFC 5280 §4.1.2.5: both dates included).
  package func validity(at nanoseconds: Int64) -> Validity {
    guard let notBefore, let notAfter else { return .unknown }
    let seconds = nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds - 999_999_999) / 1_000_000_000
    if seconds < notBefore { return .notYetValid }
    return seconds > notAfter ? .expired : .valid
  }

  /// Whether it is for the host that a client wants (RFC 6125 §6.4): a DNS name or IP address in subjectAltName, and the
  /// common name if that has no DNS name.
  package func isValid(forHost host: [UInt8]) -> Bool {
    let host = String(decoding: host, as: UTF8.self)
    if let address = Self.address(host) { return subjectAltNames.contains(.ipAddress(address)) }
    let names = subjectAltNames.compactMap { if case .dns(let name) = $0 { name } else { nil } }
    let presented = names.isEmpty ? commonName.map { [$0] } ?? [] : names
    return presented.contains { Self.matches($0, host) }
  }

  /// Whether a presented name stands for `host`, upper and lower case alike; a `*` for the whole of the leftmost label
  /// stands for any one label (RFC 6125 §6.4.3).
  static func matches(_ presented: String, _ host: String) -> Bool {
    let presented = Self.labels(presented)
    let host = Self.labels(host)
    guard presented.count == host.count, let first = presented.first else { return false }
    if first != "*" { return presented == host }
    return presented.count > 2 && presented.dropFirst() == host.dropFirst()
  }

  /// The labels of a DNS name in lower case, without the empty one of the root.
  private static func labels(_ name: String) -> [Substring] {
    let labels = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1 && labels.last == "" ? labels.dropLast() : labels
  }

  /// The bytes of an IP address in text.
  private static func address(_ text: String) -> [UInt8]? {
    guard let address = a2i_IPADDRESS(text) else { return nil }
    defer { ASN1_OCTET_STRING_free(address) }
    return bytes(address)
  }
}

// MARK: Reading libcrypto's structures

extension X509Certificate {
  private static func commonName(_ name: OpaquePointer?) -> String? {
    guard let name else { return nil }
    var index: Int32 = -1
    var last: Int32 = -1
    repeat {
      last = index
      index = X509_NAME_get_index_by_NID(name, NID_commonName, last)
    } while index >= 0
    guard last >= 0, let entry = X509_NAME_get_entry(name, last), let value = X509_NAME_ENTRY_get_data(entry) else {
      return nil
    }
    var utf8: UnsafeMutablePointer<UInt8>?
    let count = ASN1_STRING_to_UTF8(&utf8, value)
    guard count >= 0, let utf8 else { return nil }
    defer { CRYPTO_free(utf8, nil, 0) }
    let bytes = UnsafeBufferPointer(start: utf8, count: min(Int(count), maximumNameLength))
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func subjectAltNames(_ certificate: OpaquePointer) -> [SubjectAltName] {
    guard let names = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return [] }
    let stack = OpaquePointer(names)
    defer { GENERAL_NAMES_free(stack) }
    return (0..<min(OPENSSL_sk_num(stack), Int32(maximumNames))).compactMap { index in
      guard let name = OPENSSL_sk_value(stack, index)?.assumingMemoryBound(to: GENERAL_NAME.self) else { return nil }
      switch name.pointee.type {
      case GEN_DNS: return .dns(text(name.pointee.d.dNSName))
      case GEN_URI: return .uri(text(name.pointee.d.uniformResourceIdentifier))
      case GEN_IPADD: return .ipAddress(bytes(name.pointee.d.iPAddress))
      default: return nil
      }
    }
  }

  private static func signatureAlgorithm(_ certificate: OpaquePointer) -> String {
    var object: OpaquePointer?
    X509_ALGOR_get0(&object, nil, nil, X509_get0_tbs_sigalg(certificate))
    // Long enough for every name that libcrypto has, and for the dotted form of most identifiers.
    var text = [CChar](repeating: 0, count: 128)
    guard let object, OBJ_obj2txt(&text, Int32(text.count), object, 0) > 0 else { return "unknown" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Seconds since 1970; ASN.1 has whole ones, between the years 0 and 9999.
  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
    guard let time, let epoch = ASN1_TIME_set(nil, 0) else { return nil }
    defer { ASN1_TIME_free(epoch) }
    var days: Int32 = 0
    var seconds: Int32 = 0
    guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
    return Int64(days) * 86_400 + Int64(seconds)
  }

  private static func bytes(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
    guard let string, let data = ASN1_STRING_get0_data(string) else { return [] }
    return Array(UnsafeBufferPointer(start: data, count: min(Int(ASN1_STRING_length(string)), maximumNameLength)))
  }

  private static func text(_ string: UnsafePointer<ASN1_STRING>?) -> String {
    String(decoding: bytes(string), as: UTF8.self)
  }
}

/// A certificate as libcrypto holds it, for as long as it is looked into.
final class LoadedCertificate {
  let handle: OpaquePointer
  let der: [UInt8]

  /// The certificate in `der`; nil if there is none, or something behind it.
  init?(der: [UInt8]) {
    let handle = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var position = buffer.baseAddress
      guard let handle = d2i_X509(nil, &position, buffer.count) else { return nil }
      if position == buffer.baseAddress.map({ $0 + buffer.count }) { return handle }
      X509_free(handle)
      return nil
    }
    // What could not be read is no error of what follows.
    ERR_clear_error()
    guard let handle else { return nil }
    self.handle = handle
    self.der = der
  }

  deinit {
    X509_free(handle)
  }

  /// Whether its issuer is the subject of `issuer` (RFC 5280 §7.1).
  func isNamed(by issuer: LoadedCertificate) -> Bool {
    X509_NAME_cmp(X509_get_issuer_name(handle), X509_get_subject_name(issuer.handle)) == 0
  }

  /// Whether the key of `issuer` verifies its signature.
  func isSigned(by issuer: LoadedCertificate) -> Bool {
    defer { ERR_clear_error() }
    guard let key = X509_get0_pubkey(issuer.handle) else { return false }
    return X509_verify(handle, key) == 1
  }
}
