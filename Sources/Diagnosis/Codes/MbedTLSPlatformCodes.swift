extension StatusCode {
  /// Errors of Mbed TLS with sockets, randomness, big numbers and threads: its net_sockets.h, ctr_drbg.h, hmac_drbg.h,
  /// entropy.h, bignum.h, threading.h, platform.h, and error.h.
  static let mbedTLSPlatform: [StatusCode] = [
    mbedTLS(0x0001, "MBEDTLS_ERR_ERROR_GENERIC_ERROR", "Something failed that has no code of its own."),
    mbedTLS(
      0x006E, "MBEDTLS_ERR_ERROR_CORRUPTION_DETECTED",
      "The library found that its memory was changed by something else."),
    mbedTLS(0x0070, "MBEDTLS_ERR_PLATFORM_HW_ACCEL_FAILED", "A hardware accelerator failed."),
    mbedTLS(0x0072, "MBEDTLS_ERR_PLATFORM_FEATURE_UNSUPPORTED", "The platform does not support the operation."),
    mbedTLS(
      0x0042, "MBEDTLS_ERR_NET_SOCKET_FAILED",
      "No socket could be opened: raise CONFIG_LWIP_MAX_SOCKETS if they ran out."),
    mbedTLS(0x0044, "MBEDTLS_ERR_NET_CONNECT_FAILED", "The connection to the server failed.", [.serverUnreachable]),
    mbedTLS(
      0x0046, "MBEDTLS_ERR_NET_BIND_FAILED",
      "The port could not be bound: another socket may have it.", [.dtlsPortClosed]),
    mbedTLS(0x0048, "MBEDTLS_ERR_NET_LISTEN_FAILED", "The socket could not listen."),
    mbedTLS(0x004A, "MBEDTLS_ERR_NET_ACCEPT_FAILED", "A client could not be accepted."),
    mbedTLS(0x004C, "MBEDTLS_ERR_NET_RECV_FAILED", "Reading from the socket failed."),
    mbedTLS(
      0x004E, "MBEDTLS_ERR_NET_SEND_FAILED",
      "Writing to the socket failed: no route, or no memory for the datagram.", [.serverUnreachable]),
    mbedTLS(
      0x0050, "MBEDTLS_ERR_NET_CONN_RESET",
      "The peer reset the connection. With UDP it is an ICMP error that came back.",
      [.dtlsPortClosed, .serverProcessGone]),
    mbedTLS(0x0052, "MBEDTLS_ERR_NET_UNKNOWN_HOST", "The name could not be resolved.", [.serverUnreachable]),
    mbedTLS(0x0043, "MBEDTLS_ERR_NET_BUFFER_TOO_SMALL", "A buffer is too small for the peer's address."),
    mbedTLS(0x0045, "MBEDTLS_ERR_NET_INVALID_CONTEXT", "The socket is not open."),
    mbedTLS(0x0047, "MBEDTLS_ERR_NET_POLL_FAILED", "Waiting for the socket failed."),
    mbedTLS(0x0049, "MBEDTLS_ERR_NET_BAD_INPUT_DATA", "A function was called with arguments that it cannot use."),
    mbedTLS(0x0034, "MBEDTLS_ERR_CTR_DRBG_ENTROPY_SOURCE_FAILED", "The random number generator got no entropy."),
    mbedTLS(
      0x0036, "MBEDTLS_ERR_CTR_DRBG_REQUEST_TOO_BIG",
      "More random bytes were asked for at once than the generator gives."),
    mbedTLS(0x0038, "MBEDTLS_ERR_CTR_DRBG_INPUT_TOO_BIG", "The additional input of the generator is too long."),
    mbedTLS(0x003A, "MBEDTLS_ERR_CTR_DRBG_FILE_IO_ERROR", "A seed file could not be read or written."),
    mbedTLS(
      0x0003, "MBEDTLS_ERR_HMAC_DRBG_REQUEST_TOO_BIG",
      "More random bytes were asked for at once than the generator gives."),
    mbedTLS(0x0005, "MBEDTLS_ERR_HMAC_DRBG_INPUT_TOO_BIG", "The additional input of the generator is too long."),
    mbedTLS(0x0007, "MBEDTLS_ERR_HMAC_DRBG_FILE_IO_ERROR", "A seed file could not be read or written."),
    mbedTLS(0x0009, "MBEDTLS_ERR_HMAC_DRBG_ENTROPY_SOURCE_FAILED", "The random number generator got no entropy."),
    mbedTLS(0x003C, "MBEDTLS_ERR_ENTROPY_SOURCE_FAILED", "An entropy source failed."),
    mbedTLS(0x003D, "MBEDTLS_ERR_ENTROPY_NO_STRONG_SOURCE", "No strong entropy source was added."),
    mbedTLS(0x003E, "MBEDTLS_ERR_ENTROPY_MAX_SOURCES", "No more entropy sources can be added."),
    mbedTLS(0x003F, "MBEDTLS_ERR_ENTROPY_FILE_IO_ERROR", "A seed file could not be read or written."),
    mbedTLS(0x0040, "MBEDTLS_ERR_ENTROPY_NO_SOURCES_DEFINED", "No entropy source was added."),
    mbedTLS(0x0002, "MBEDTLS_ERR_MPI_FILE_IO_ERROR", "A file of numbers could not be read or written."),
    mbedTLS(0x0004, "MBEDTLS_ERR_MPI_BAD_INPUT_DATA", "A function was called with arguments that it cannot use."),
    mbedTLS(0x0006, "MBEDTLS_ERR_MPI_INVALID_CHARACTER", "A digit has no place in the number."),
    mbedTLS(0x0008, "MBEDTLS_ERR_MPI_BUFFER_TOO_SMALL", "A buffer is too small for the number."),
    mbedTLS(0x000A, "MBEDTLS_ERR_MPI_NEGATIVE_VALUE", "A number is negative that must not be."),
    mbedTLS(0x000C, "MBEDTLS_ERR_MPI_DIVISION_BY_ZERO", "A number was divided by zero."),
    mbedTLS(0x000E, "MBEDTLS_ERR_MPI_NOT_ACCEPTABLE", "A number is out of range, as of a key that is not valid."),
    mbedTLS(0x0010, "MBEDTLS_ERR_MPI_ALLOC_FAILED", "Memory could not be allocated.", [.serverHeapOrSessionLimit]),
    mbedTLS(0x001A, "MBEDTLS_ERR_THREADING_FEATURE_UNAVAILABLE", in: .upTo2, "Threading is not built in."),
    mbedTLS(0x001C, "MBEDTLS_ERR_THREADING_BAD_INPUT_DATA", "A function was called with arguments that it cannot use."),
    mbedTLS(0x001E, "MBEDTLS_ERR_THREADING_MUTEX_ERROR", "A mutex could not be locked, freed or unlocked."),
  ]
}
