import Bytes

/// What an extension is (IANA "TLS ExtensionType Values").
package struct ExtensionType: RegisteredNumber {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let serverName = ExtensionType(rawValue: 0)
  package static let maxFragmentLength = ExtensionType(rawValue: 1)
  package static let clientCertificateURL = ExtensionType(rawValue: 2)
  package static let trustedCAKeys = ExtensionType(rawValue: 3)
  package static let truncatedHMAC = ExtensionType(rawValue: 4)
  package static let statusRequest = ExtensionType(rawValue: 5)
  package static let certType = ExtensionType(rawValue: 9)
  package static let supportedGroups = ExtensionType(rawValue: 10)
  package static let ecPointFormats = ExtensionType(rawValue: 11)
  package static let srp = ExtensionType(rawValue: 12)
  package static let signatureAlgorithms = ExtensionType(rawValue: 13)
  package static let useSRTP = ExtensionType(rawValue: 14)
  package static let heartbeat = ExtensionType(rawValue: 15)
  package static let applicationLayerProtocolNegotiation = ExtensionType(rawValue: 16)
  package static let statusRequestV2 = ExtensionType(rawValue: 17)
  package static let signedCertificateTimestamp = ExtensionType(rawValue: 18)
  package static let clientCertificateType = ExtensionType(rawValue: 19)
  package static let serverCertificateType = ExtensionType(rawValue: 20)
  package static let padding = ExtensionType(rawValue: 21)
  package static let encryptThenMAC = ExtensionType(rawValue: 22)
  package static let extendedMasterSecret = ExtensionType(rawValue: 23)
  package static let cachedInfo = ExtensionType(rawValue: 25)
  package static let compressCertificate = ExtensionType(rawValue: 27)
  package static let recordSizeLimit = ExtensionType(rawValue: 28)
  package static let delegatedCredential = ExtensionType(rawValue: 34)
  package static let sessionTicket = ExtensionType(rawValue: 35)
  package static let preSharedKey = ExtensionType(rawValue: 41)
  package static let earlyData = ExtensionType(rawValue: 42)
  package static let supportedVersions = ExtensionType(rawValue: 43)
  package static let cookie = ExtensionType(rawValue: 44)
  package static let pskKeyExchangeModes = ExtensionType(rawValue: 45)
  package static let certificateAuthorities = ExtensionType(rawValue: 47)
  package static let oidFilters = ExtensionType(rawValue: 48)
  package static let postHandshakeAuth = ExtensionType(rawValue: 49)
  package static let signatureAlgorithmsCert = ExtensionType(rawValue: 50)
  package static let keyShare = ExtensionType(rawValue: 51)
  /// The number of draft-ietf-tls-dtls-connection-id up to -08, where the MAC covers other bytes than in RFC 9146.
  package static let connectionIDDraft = ExtensionType(rawValue: 53)
  /// RFC 9146.
  package static let connectionID = ExtensionType(rawValue: 54)
  package static let quicTransportParameters = ExtensionType(rawValue: 57)
  package static let rrc = ExtensionType(rawValue: 61)
  /// What Mbed TLS 2.28 and 3.0 to 3.2.1 send for the draft, and later ones with
  /// `MBEDTLS_SSL_DTLS_CONNECTION_ID_COMPAT`: an unassigned number.
  package static let connectionIDMbedTLS = ExtensionType(rawValue: 254)
  /// Thread: an unassigned number (draft-cragie-tls-ecjpake-01 §7.2).
  package static let ecjpakeKeyKPPair = ExtensionType(rawValue: 256)
  /// draft-agl-tls-nextprotoneg; IANA has no row for it.
  package static let nextProtocolNegotiation = ExtensionType(rawValue: 13172)
  /// draft-vvv-tls-alps; IANA has no row for it.
  package static let applicationSettings = ExtensionType(rawValue: 17513)
  package static let encryptedClientHello = ExtensionType(rawValue: 65037)
  package static let renegotiationInfo = ExtensionType(rawValue: 65281)

  package static let names: [UInt16: String] = [
    0: "server_name",
    1: "max_fragment_length",
    2: "client_certificate_url",
    3: "trusted_ca_keys",
    4: "truncated_hmac",
    5: "status_request",
    6: "user_mapping",
    7: "client_authz",
    8: "server_authz",
    9: "cert_type",
    10: "supported_groups",
    11: "ec_point_formats",
    12: "srp",
    13: "signature_algorithms",
    14: "use_srtp",
    15: "heartbeat",
    16: "application_layer_protocol_negotiation",
    17: "status_request_v2",
    18: "signed_certificate_timestamp",
    19: "client_certificate_type",
    20: "server_certificate_type",
    21: "padding",
    22: "encrypt_then_mac",
    23: "extended_master_secret",
    24: "token_binding",
    25: "cached_info",
    26: "tls_lts",
    27: "compress_certificate",
    28: "record_size_limit",
    29: "pwd_protect",
    30: "pwd_clear",
    31: "password_salt",
    32: "ticket_pinning",
    33: "tls_cert_with_extern_psk",
    34: "delegated_credential",
    35: "session_ticket",
    36: "TLMSP",
    37: "TLMSP_proxying",
    38: "TLMSP_delegate",
    39: "supported_ekt_ciphers",
    41: "pre_shared_key",
    42: "early_data",
    43: "supported_versions",
    44: "cookie",
    45: "psk_key_exchange_modes",
    47: "certificate_authorities",
    48: "oid_filters",
    49: "post_handshake_auth",
    50: "signature_algorithms_cert",
    51: "key_share",
    52: "transparency_info",
    53: "connection_id (deprecated)",
    54: "connection_id",
    55: "external_id_hash",
    56: "external_session_id",
    57: "quic_transport_parameters",
    58: "ticket_request",
    59: "dnssec_chain",
    60: "sequence_number_encryption_algorithms",
    61: "rrc",
    62: "tls_flags",
    254: "connection_id (Mbed TLS 2.28)",
    256: "ecjpake_key_kkpp",
    13172: "next_protocol_negotiation",
    17513: "application_settings",
    64768: "ech_outer_extensions",
    65037: "encrypted_client_hello",
    65281: "renegotiation_info",
  ]
}
