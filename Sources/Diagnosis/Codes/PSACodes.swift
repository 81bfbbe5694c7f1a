extension StatusCode {
  /// Errors of the PSA cryptography interface, which Mbed TLS 4 also reports as its own: psa/crypto_values.h.
  static let psaStatus: [StatusCode] = [
    psa(132, "PSA_ERROR_GENERIC_ERROR", "Something failed that has no code of its own."),
    psa(133, "PSA_ERROR_NOT_PERMITTED", "The key's policy does not allow the operation."),
    psa(134, "PSA_ERROR_NOT_SUPPORTED", "The algorithm, key type or size is not built in.", [.noSharedSuite]),
    psa(
      135, "PSA_ERROR_INVALID_ARGUMENT",
      "A function was called with arguments that it cannot use; Mbed TLS 4 reports MBEDTLS_ERR_SSL_BAD_INPUT_DATA so."),
    psa(136, "PSA_ERROR_INVALID_HANDLE", "There is no such key."),
    psa(
      137, "PSA_ERROR_BAD_STATE",
      "Functions were called in the wrong order: mostly psa_crypto_init() was not called."),
    psa(
      138, "PSA_ERROR_BUFFER_TOO_SMALL",
      "A buffer is too small; Mbed TLS 4 reports MBEDTLS_ERR_SSL_BUFFER_TOO_SMALL so.", [.inContentLenTooSmall]),
    psa(139, "PSA_ERROR_ALREADY_EXISTS", "There is a key with this identifier already."),
    psa(140, "PSA_ERROR_DOES_NOT_EXIST", "There is no such key."),
    psa(
      141, "PSA_ERROR_INSUFFICIENT_MEMORY",
      "Memory could not be allocated; Mbed TLS 4 reports MBEDTLS_ERR_SSL_ALLOC_FAILED so.", [.serverHeapOrSessionLimit]),
    psa(142, "PSA_ERROR_INSUFFICIENT_STORAGE", "The key store is full."),
    psa(143, "PSA_ERROR_INSUFFICIENT_DATA", "There is less data than was asked for."),
    psa(144, "PSA_ERROR_SERVICE_FAILURE", "The cryptography service failed."),
    psa(145, "PSA_ERROR_COMMUNICATION_FAILURE", "The secure element or service did not answer."),
    psa(146, "PSA_ERROR_STORAGE_FAILURE", "The key store could not be read or written."),
    psa(147, "PSA_ERROR_HARDWARE_FAILURE", "The cryptographic hardware failed."),
    psa(148, "PSA_ERROR_INSUFFICIENT_ENTROPY", "The random number generator got no entropy."),
    psa(
      149, "PSA_ERROR_INVALID_SIGNATURE",
      "A signature or tag does not verify: a wrong key or damaged data.", [.pskMismatchAlert, .appMacFailure]),
    psa(150, "PSA_ERROR_INVALID_PADDING", "The padding is wrong."),
    psa(151, "PSA_ERROR_CORRUPTION_DETECTED", "The library found that its memory was changed by something else."),
    psa(152, "PSA_ERROR_DATA_CORRUPT", "Stored data is damaged."),
    psa(153, "PSA_ERROR_DATA_INVALID", "Stored data is malformed."),
  ]
}
