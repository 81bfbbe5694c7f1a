/// An implementation of DTLS that remedies are known for.
package enum Stack: String, Hashable, Sendable, CaseIterable {
  /// Mbed TLS, alone or below libcoap: what ESP-IDF builds.
  case mbedTLS = "Mbed TLS"
  case openSSL = "OpenSSL"
  case gnuTLS = "GnuTLS"
  case tinyDTLS = "tinyDTLS"
  case wolfSSL = "wolfSSL"
  /// Eclipse Californium, and Leshan on it.
  case californium = "Californium"
  case pion = "pion"
}
