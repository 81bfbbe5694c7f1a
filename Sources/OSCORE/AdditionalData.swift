/// What is authenticated of a message besides its plaintext (RFC 8613 §5.4):
///
///     AAD = Enc_structure = ["Encrypt0", h'', external_aad]
///     external_aad = bstr .cbor [oscore_version: 1, algorithms: [alg_aead], request_kid: bstr, request_piv: bstr,
///                                options: bstr]
///
/// No option of class I exists, which `options` would hold.
enum AdditionalData {
  private static let version = 1

  static func bytes(_ algorithm: AEADAlgorithm, requestKid: [UInt8], requestPartialIV: [UInt8]) -> [UInt8] {
    var external = CBORWriter()
    external.array(5)
    external.integer(version)
    external.array(1)
    external.integer(algorithm.rawValue)
    external.byteString(requestKid)
    external.byteString(requestPartialIV)
    external.byteString([])
    var structure = CBORWriter()
    structure.array(3)
    structure.textString("Encrypt0")
    structure.byteString([])
    structure.byteString(external.bytes)
    return structure.bytes
  }
}
