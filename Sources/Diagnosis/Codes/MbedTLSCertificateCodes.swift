extension StatusCode {
  /// Errors of Mbed TLS with certificates and their encodings: its x509.h, pem.h, pkcs5.h, pkcs7.h, pkcs12.h, asn1.h, oid.h,
  /// and base64.h.
  static let mbedTLSCertificates: [StatusCode] = [
    mbedTLS(
      0x2080, "MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE",
      "What the certificate needs is not built in: mostly RSA, a hash, or a curve."),
    mbedTLS(0x2100, "MBEDTLS_ERR_X509_UNKNOWN_OID", "An object identifier in the certificate is not known."),
    mbedTLS(0x2180, "MBEDTLS_ERR_X509_INVALID_FORMAT", "The certificate is malformed, or is no certificate."),
    mbedTLS(0x2200, "MBEDTLS_ERR_X509_INVALID_VERSION", "The version field of the certificate is malformed."),
    mbedTLS(0x2280, "MBEDTLS_ERR_X509_INVALID_SERIAL", "The serial number of the certificate is malformed."),
    mbedTLS(0x2300, "MBEDTLS_ERR_X509_INVALID_ALG", "The algorithm field of the certificate is malformed."),
    mbedTLS(0x2380, "MBEDTLS_ERR_X509_INVALID_NAME", "A name in the certificate is malformed."),
    mbedTLS(0x2400, "MBEDTLS_ERR_X509_INVALID_DATE", "A date in the certificate is malformed."),
    mbedTLS(0x2480, "MBEDTLS_ERR_X509_INVALID_SIGNATURE", "The signature field of the certificate is malformed."),
    mbedTLS(0x2500, "MBEDTLS_ERR_X509_INVALID_EXTENSIONS", "The extensions of the certificate are malformed."),
    mbedTLS(0x2580, "MBEDTLS_ERR_X509_UNKNOWN_VERSION", "The certificate has a version that is not known."),
    mbedTLS(0x2600, "MBEDTLS_ERR_X509_UNKNOWN_SIG_ALG", "The signature algorithm of the certificate is not built in."),
    mbedTLS(
      0x2680, "MBEDTLS_ERR_X509_SIG_MISMATCH",
      "The two signature algorithms in the certificate are not the same."),
    mbedTLS(
      0x2700, "MBEDTLS_ERR_X509_CERT_VERIFY_FAILED",
      """
      The peer's certificate was not accepted: its issuer, its dates, or its name. mbedtls_ssl_get_verify_result() \
      says which.
      """,
      [.certUnknownCa, .certDate, .certNameMismatch]),
    mbedTLS(
      0x2780, "MBEDTLS_ERR_X509_CERT_UNKNOWN_FORMAT",
      "The data is neither a certificate in PEM nor in DER; a PEM buffer must include its terminating zero."),
    mbedTLS(0x2800, "MBEDTLS_ERR_X509_BAD_INPUT_DATA", "A function was called with arguments that it cannot use."),
    mbedTLS(0x2880, "MBEDTLS_ERR_X509_ALLOC_FAILED", "Memory could not be allocated.", [.serverHeapOrSessionLimit]),
    mbedTLS(0x2900, "MBEDTLS_ERR_X509_FILE_IO_ERROR", "A certificate file could not be read."),
    mbedTLS(0x2980, "MBEDTLS_ERR_X509_BUFFER_TOO_SMALL", "A buffer is too small for what is to be written."),
    mbedTLS(
      0x3000, "MBEDTLS_ERR_X509_FATAL_ERROR",
      "The verification callback ended the verification, or the chain is too long.", [.certUnknownCa]),
    mbedTLS(
      0x1080, "MBEDTLS_ERR_PEM_NO_HEADER_FOOTER_PRESENT",
      "No BEGIN or END line was found, or not the expected one."),
    mbedTLS(0x1100, "MBEDTLS_ERR_PEM_INVALID_DATA", "The base64 part is malformed."),
    mbedTLS(0x1180, "MBEDTLS_ERR_PEM_ALLOC_FAILED", "Memory could not be allocated."),
    mbedTLS(0x1200, "MBEDTLS_ERR_PEM_INVALID_ENC_IV", "The initialization vector of an encrypted key is malformed."),
    mbedTLS(0x1280, "MBEDTLS_ERR_PEM_UNKNOWN_ENC_ALG", "The key is encrypted with a cipher that is not known."),
    mbedTLS(0x1300, "MBEDTLS_ERR_PEM_PASSWORD_REQUIRED", "The key is encrypted and no password was given."),
    mbedTLS(0x1380, "MBEDTLS_ERR_PEM_PASSWORD_MISMATCH", "The password of the key is wrong."),
    mbedTLS(0x1400, "MBEDTLS_ERR_PEM_FEATURE_UNAVAILABLE", "Encrypted PEM is not built in."),
    mbedTLS(0x1480, "MBEDTLS_ERR_PEM_BAD_INPUT_DATA", "A function was called with arguments that it cannot use."),
    mbedTLS(0x1F80, "MBEDTLS_ERR_PKCS12_BAD_INPUT_DATA", "A function was called with arguments that it cannot use."),
    mbedTLS(0x1F00, "MBEDTLS_ERR_PKCS12_FEATURE_UNAVAILABLE", "The encryption scheme is not built in."),
    mbedTLS(0x1E80, "MBEDTLS_ERR_PKCS12_PBE_INVALID_FORMAT", "The parameters of the encryption are malformed."),
    mbedTLS(0x1E00, "MBEDTLS_ERR_PKCS12_PASSWORD_MISMATCH", "The password is wrong."),
    mbedTLS(0x2F80, "MBEDTLS_ERR_PKCS5_BAD_INPUT_DATA", "A function was called with arguments that it cannot use."),
    mbedTLS(0x2F00, "MBEDTLS_ERR_PKCS5_INVALID_FORMAT", "The parameters of the encryption are malformed."),
    mbedTLS(0x2E80, "MBEDTLS_ERR_PKCS5_FEATURE_UNAVAILABLE", "The encryption scheme is not built in."),
    mbedTLS(0x2E00, "MBEDTLS_ERR_PKCS5_PASSWORD_MISMATCH", "The password is wrong."),
    mbedTLS(
      0x5300, "MBEDTLS_ERR_PKCS7_INVALID_FORMAT", in: .from3,
      "The data is malformed or of another type than expected."),
    mbedTLS(
      0x5380, "MBEDTLS_ERR_PKCS7_FEATURE_UNAVAILABLE", in: .from3,
      "It is anything else than signed data, which alone is supported."),
    mbedTLS(0x5400, "MBEDTLS_ERR_PKCS7_INVALID_VERSION", in: .from3, "The version is malformed."),
    mbedTLS(0x5480, "MBEDTLS_ERR_PKCS7_INVALID_CONTENT_INFO", in: .from3, "The content info is malformed."),
    mbedTLS(0x5500, "MBEDTLS_ERR_PKCS7_INVALID_ALG", in: .from3, "The algorithm is malformed or not known."),
    mbedTLS(0x5580, "MBEDTLS_ERR_PKCS7_INVALID_CERT", in: .from3, "The certificate in it is malformed."),
    mbedTLS(0x5600, "MBEDTLS_ERR_PKCS7_INVALID_SIGNATURE", in: .from3, "The signature is malformed."),
    mbedTLS(0x5680, "MBEDTLS_ERR_PKCS7_INVALID_SIGNER_INFO", in: .from3, "What it says of the signer is malformed."),
    mbedTLS(
      0x5700, "MBEDTLS_ERR_PKCS7_BAD_INPUT_DATA", in: .from3,
      "A function was called with arguments that it cannot use."),
    mbedTLS(0x5780, "MBEDTLS_ERR_PKCS7_ALLOC_FAILED", in: .from3, "Memory could not be allocated."),
    mbedTLS(0x5800, "MBEDTLS_ERR_PKCS7_VERIFY_FAIL", in: .from3, "The signature does not verify."),
    mbedTLS(
      0x5880, "MBEDTLS_ERR_PKCS7_CERT_DATE_INVALID", in: .from3,
      "The certificate in it is not valid at this time.", [.certDate]),
    mbedTLS(
      0x0060, "MBEDTLS_ERR_ASN1_OUT_OF_DATA",
      "The structure ends before it is complete: the certificate or key is cut."),
    mbedTLS(0x0062, "MBEDTLS_ERR_ASN1_UNEXPECTED_TAG", "The structure has another type of element than expected."),
    mbedTLS(0x0064, "MBEDTLS_ERR_ASN1_INVALID_LENGTH", "A length is malformed, or goes beyond the data."),
    mbedTLS(0x0066, "MBEDTLS_ERR_ASN1_LENGTH_MISMATCH", "A length does not fit to what it contains."),
    mbedTLS(0x0068, "MBEDTLS_ERR_ASN1_INVALID_DATA", "A value is malformed."),
    mbedTLS(0x006A, "MBEDTLS_ERR_ASN1_ALLOC_FAILED", "Memory could not be allocated."),
    mbedTLS(0x006C, "MBEDTLS_ERR_ASN1_BUF_TOO_SMALL", "A buffer is too small for what is to be written."),
    mbedTLS(
      0x002E, "MBEDTLS_ERR_OID_NOT_FOUND",
      "An object identifier is not known, mostly of an algorithm that is not built in."),
    mbedTLS(0x000B, "MBEDTLS_ERR_OID_BUF_TOO_SMALL", "A buffer is too small for an object identifier."),
    mbedTLS(0x002A, "MBEDTLS_ERR_BASE64_BUFFER_TOO_SMALL", "A buffer is too small for the decoded data."),
    mbedTLS(0x002C, "MBEDTLS_ERR_BASE64_INVALID_CHARACTER", "A character has no place in base64."),
  ]
}
