import Bytes

/// Which handshake message follows (IANA "TLS HandshakeType").
package struct HandshakeType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let helloRequest = HandshakeType(rawValue: 0)
  package static let clientHello = HandshakeType(rawValue: 1)
  package static let serverHello = HandshakeType(rawValue: 2)
  package static let helloVerifyRequest = HandshakeType(rawValue: 3)
  package static let newSessionTicket = HandshakeType(rawValue: 4)
  package static let endOfEarlyData = HandshakeType(rawValue: 5)
  /// Its number is reserved: on the wire a HelloRetryRequest is a ServerHello with a special random (RFC 8446 §4.1.4).
  /// Extensions have bodies of their own in it.
  package static let helloRetryRequest = HandshakeType(rawValue: 6)
  package static let encryptedExtensions = HandshakeType(rawValue: 8)
  package static let requestConnectionID = HandshakeType(rawValue: 9)
  package static let newConnectionID = HandshakeType(rawValue: 10)
  package static let certificate = HandshakeType(rawValue: 11)
  package static let serverKeyExchange = HandshakeType(rawValue: 12)
  package static let certificateRequest = HandshakeType(rawValue: 13)
  package static let serverHelloDone = HandshakeType(rawValue: 14)
  package static let certificateVerify = HandshakeType(rawValue: 15)
  package static let clientKeyExchange = HandshakeType(rawValue: 16)
  package static let clientCertificateRequest = HandshakeType(rawValue: 17)
  package static let finished = HandshakeType(rawValue: 20)
  package static let certificateURL = HandshakeType(rawValue: 21)
  package static let certificateStatus = HandshakeType(rawValue: 22)
  package static let supplementalData = HandshakeType(rawValue: 23)
  package static let keyUpdate = HandshakeType(rawValue: 24)
  package static let compressedCertificate = HandshakeType(rawValue: 25)
  package static let ektKey = HandshakeType(rawValue: 26)
  package static let messageHash = HandshakeType(rawValue: 254)

  package static let names: [UInt8: String] = [
    0: "hello_request",
    1: "client_hello",
    2: "server_hello",
    3: "hello_verify_request",
    4: "new_session_ticket",
    5: "end_of_early_data",
    6: "hello_retry_request",
    8: "encrypted_extensions",
    9: "request_connection_id",
    10: "new_connection_id",
    11: "certificate",
    12: "server_key_exchange",
    13: "certificate_request",
    14: "server_hello_done",
    15: "certificate_verify",
    16: "client_key_exchange",
    17: "client_certificate_request",
    20: "finished",
    21: "certificate_url",
    22: "certificate_status",
    23: "supplemental_data",
    24: "key_update",
    25: "compressed_certificate",
    26: "ekt_key",
    254: "message_hash",
  ]
}
