/// What the places of a CBOR item mean by the specification of its format, as far as they have names.
///
/// A place whose meaning is `plain` has none. A new format is a case, and a row where it differs from `plain`.
package enum CBORMeaning: Sendable {
  /// Nothing that has names, and a byte string that holds an item of such (tag 24).
  case plain, embeddedItem
  /// Records of SenML, and one of them (RFC 8428).
  case senMLPack, senMLRecord
  /// Concise problem details (RFC 9290).
  case problemDetails
  /// Parameters of ACE (RFC 9200), the claims of a token (RFC 8392), and what confirms a key (RFC 8747).
  case oauth, claims, confirmation
  /// A token, the structures of COSE whose payload it may be, and that payload.
  case cwt, cwtSign1, cwtMAC0, embeddedClaims
  /// The structures of COSE, and what stands in them (RFC 9052 §4 to §6).
  case encrypt0, mac0, sign1, encrypt, mac, sign, recipients, recipient, signatures, signature
  /// The header parameters of COSE, and what they name (RFC 9052 §3).
  case headers, protectedHeaders, algorithm, contentType
  /// The keys of COSE, by type, and what they name (RFC 9052 §7).
  case keySet, key, keyOKP, keyEC2, keyRSA, keySymmetric, keyType, curve, keyOperations, keyOperation

  /// A name, and what it names means.
  typealias Place = (name: StaticString, meaning: CBORMeaning)

  /// The name of the format in the report; also of the structure in a `DecodeError`.
  package var name: StaticString {
    switch self {
    case .senMLPack, .senMLRecord: "SenML CBOR"
    case .problemDetails: "problem details"
    case .oauth: "ACE parameters"
    case .claims, .embeddedClaims: "CWT claims"
    case .cwt, .cwtSign1, .cwtMAC0: "CWT"
    case .encrypt0: "COSE_Encrypt0"
    case .mac0: "COSE_Mac0"
    case .sign1: "COSE_Sign1"
    case .encrypt: "COSE_Encrypt"
    case .mac: "COSE_Mac"
    case .sign: "COSE_Sign"
    case .recipients, .recipient: "COSE_recipient"
    case .signatures, .signature: "COSE_Signature"
    case .keySet: "COSE_KeySet"
    case .key, .keyOKP, .keyEC2, .keyRSA, .keySymmetric: "COSE_Key"
    case .plain, .embeddedItem, .confirmation, .headers, .protectedHeaders, .algorithm, .contentType, .keyType, .curve,
      .keyOperations, .keyOperation:
      "CBOR"
    }
  }

  /// The name of an integer that is a key of the map, and what its value means.
  func label(_ key: Int64) -> Place? {
    switch self {
    case .senMLRecord: SenMLNames.labels[key]
    case .problemDetails: CBORNames.problemDetails[key]
    case .oauth: CBORNames.oauth[key]
    case .claims: CBORNames.claims[key]
    case .confirmation: CBORNames.confirmation[key]
    case .headers, .protectedHeaders: COSENames.headerParameters[key]
    case .key, .keyOKP, .keyEC2, .keyRSA, .keySymmetric: COSENames.keyParameters[key] ?? ownKeyParameters?[key]
    default: nil
    }
  }

  private var ownKeyParameters: [Int64: Place]? {
    switch self {
    case .keyOKP: COSENames.parametersOKP
    case .keyEC2: COSENames.parametersEC2
    case .keyRSA: COSENames.parametersRSA
    case .keySymmetric: COSENames.parametersSymmetric
    default: nil
    }
  }

  /// The label of a COSE key's type (RFC 9052 §7.1).
  static let keyTypeLabel: Int64 = 1

  /// What a COSE key means once its type is known; anything else stays what it is.
  func ofKeyType(_ type: Int64) -> CBORMeaning {
    guard case .key = self else { return self }
    switch type {
    case 1: return .keyOKP
    case 2: return .keyEC2
    case 3: return .keyRSA
    case 4: return .keySymmetric
    default: return self
    }
  }

  /// The name of an element of the array, empty without one, and what it means.
  func element(_ index: Int) -> Place {
    switch self {
    case .senMLPack: return ("", .senMLRecord)
    case .recipients: return ("", .recipient)
    case .signatures: return ("", .signature)
    case .keySet: return ("", .key)
    case .keyOperations: return ("", .keyOperation)
    default: break
    }
    let elements = COSENames.elements(of: self)
    return index < elements.count ? elements[index] : ("", .plain)
  }

  /// How many elements the array must have, and the same in words; nil if it need be no array.
  var elementCount: (range: ClosedRange<Int>, words: StaticString)? {
    switch self {
    case .senMLPack: (1...Int.max, "is an array of records")
    case .keySet: (1...Int.max, "is an array of keys")
    case .encrypt0, .signature: (3...3, "is an array of 3")
    case .recipient: (3...4, "is an array of 3 or 4")
    case .mac0, .sign1, .encrypt, .sign, .cwtSign1, .cwtMAC0: (4...4, "is an array of 4")
    case .mac: (5...5, "is an array of 5")
    case .recipients, .signatures: (1...Int.max, "is an array")
    default: nil
    }
  }

  /// The name of a number.
  func name(of value: Int64) -> StaticString? {
    switch self {
    case .algorithm: COSENames.algorithms[value]
    case .keyType: COSENames.keyTypes[value]
    case .curve: COSENames.curves[value]
    case .keyOperation: COSENames.keyOperations[value]
    case .contentType: UInt16(exactly: value).flatMap { ContentFormat(rawValue: $0).label }
    default: nil
    }
  }

  /// What the CBOR in a byte string means; nil if the string holds none.
  var embedded: CBORMeaning? {
    switch self {
    case .protectedHeaders: .headers
    case .embeddedClaims: .claims
    case .embeddedItem: .plain
    default: nil
    }
  }

  /// What the content of a tag means here (IANA "CBOR Tags").
  func tagged(_ tag: UInt64) -> CBORMeaning {
    switch (tag, self) {
    case (24, _): .embeddedItem
    case (61, _): .cwt
    case (17, .cwt): .cwtMAC0
    case (18, .cwt): .cwtSign1
    case (16, _): .encrypt0
    case (17, _): .mac0
    case (18, _): .sign1
    case (96, _): .encrypt
    case (97, _): .mac
    case (98, _): .sign
    default: self
    }
  }
}
