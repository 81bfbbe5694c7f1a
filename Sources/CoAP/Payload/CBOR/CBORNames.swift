/// The labels of small formats made of one CBOR map.
enum CBORNames {
  /// Concise problem details (RFC 9290 §2, IANA "Standard Problem Detail Keys").
  static let problemDetails: [Int64: CBORMeaning.Place] = [
    -1: ("title", .plain), -2: ("detail", .plain), -3: ("instance", .plain), -4: ("response-code", .plain),
    -5: ("base-uri", .plain), -6: ("base-lang", .plain), -7: ("base-rtl", .plain),
  ]

  /// Parameters of ACE (RFC 9200 §8.10, IANA "OAuth Parameters CBOR Mappings").
  static let oauth: [Int64: CBORMeaning.Place] = [
    1: ("access_token", .plain), 2: ("expires_in", .plain), 4: ("req_cnf", .confirmation), 5: ("audience", .plain),
    8: ("cnf", .confirmation), 9: ("scope", .plain), 24: ("client_id", .plain), 25: ("client_secret", .plain),
    26: ("response_type", .plain), 27: ("redirect_uri", .plain), 28: ("state", .plain), 29: ("code", .plain),
    30: ("error", .plain), 31: ("error_description", .plain), 32: ("error_uri", .plain), 33: ("grant_type", .plain),
    34: ("token_type", .plain), 35: ("username", .plain), 36: ("password", .plain), 37: ("refresh_token", .plain),
    38: ("ace_profile", .plain), 39: ("cnonce", .plain), 40: ("nonce1", .plain), 41: ("rs_cnf", .confirmation),
    42: ("nonce2", .plain), 43: ("ace_client_recipientid", .plain), 44: ("ace_server_recipientid", .plain),
  ]

  /// Claims (RFC 8392 §4, RFC 9711; IANA "CBOR Web Token (CWT) Claims").
  static let claims: [Int64: CBORMeaning.Place] = [
    1: ("iss", .plain), 2: ("sub", .plain), 3: ("aud", .plain), 4: ("exp", .plain), 5: ("nbf", .plain),
    6: ("iat", .plain), 7: ("cti", .plain), 8: ("cnf", .confirmation), 9: ("scope", .plain),
    10: ("eat_nonce", .plain), 38: ("ace_profile", .plain), 39: ("cnonce", .plain), 40: ("exi", .plain),
    256: ("ueid", .plain), 257: ("sueids", .plain), 258: ("oemid", .plain), 259: ("hwmodel", .plain),
    260: ("hwversion", .plain), 261: ("uptime", .plain), 262: ("oemboot", .plain), 263: ("dbgstat", .plain),
    264: ("location", .plain), 265: ("eat_profile", .plain), 266: ("submods", .plain), 267: ("bootcount", .plain),
    268: ("bootseed", .plain), 269: ("dloas", .plain), 270: ("swname", .plain), 271: ("swversion", .plain),
    272: ("manifests", .plain), 273: ("measurements", .plain), 274: ("measres", .plain), 275: ("intuse", .plain),
  ]

  /// What confirms that a sender holds a key (RFC 8747 §3.1).
  static let confirmation: [Int64: CBORMeaning.Place] = [
    1: ("COSE_Key", .key), 2: ("Encrypted_COSE_Key", .encrypt0), 3: ("kid", .plain),
  ]
}
