import COpenSSL

/// Names of X.500: whom a certificate is about, who signed it (RFC 5280 §4.1.2.4).
package enum DistinguishedName {
  /// Bytes of a name's text that are kept: an attribute of X.520 has up to 64 characters.
  static let maximumLength = 1024

  /// The name in `der` as RFC 4514 writes it, in UTF-8; nil if there is none. Whoever prints it has to escape it.
  package static func text(der: [UInt8]) -> String? {
    defer { ERR_clear_error() }
    let name = der.withUnsafeBufferPointer { buffer in
      var position = buffer.baseAddress
      return d2i_X509_NAME(nil, &position, buffer.count)
    }
    guard let name else { return nil }
    defer { X509_NAME_free(name) }
    return text(name)
  }

  /// The name as RFC 4514 writes it, in UTF-8.
  static func text(_ name: OpaquePointer?) -> String {
    guard let name, let output = BIO_new(BIO_s_mem()) else { return "" }
    defer { BIO_free(output) }
    guard X509_NAME_print_ex(output, name, 0, UInt(flags)) >= 0 else { return "" }
    var text = [UInt8](repeating: 0, count: maximumLength)
    let count = BIO_read(output, &text, Int32(maximumLength))
    return String(decoding: text.prefix(max(0, Int(count))), as: UTF8.self)
  }

  /// XN_FLAG_RFC2253, which Swift does not see, without the escapes of characters beyond ASCII.
  private static let flags =
    ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT | ASN1_STRFLGS_DUMP_UNKNOWN
    | ASN1_STRFLGS_DUMP_DER | XN_FLAG_SEP_COMMA_PLUS | XN_FLAG_DN_REV | XN_FLAG_FN_SN | XN_FLAG_DUMP_UNKNOWN_FIELDS
}
