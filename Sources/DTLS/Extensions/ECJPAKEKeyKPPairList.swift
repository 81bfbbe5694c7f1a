import Bytes

/// The sender's first-round keys of Thread's password exchange (draft-cragie-tls-ecjpake-01 §7.2).
///
///     struct {
///       ECJPAKEKeyKP ecjpake_key_kp_pair_list[2];
///     } ECJPAKEKeyKPPairList;
package struct ECJPAKEKeyKPPairList: Structure, ExtensionBody {
  package static let structure: StaticString = "ECJPAKEKeyKPPairList"

  /// The two keys with their proofs.
  package var ecjpakeKeyKPPairList: [ECJPAKEKeyKP]
}

extension ECJPAKEKeyKPPairList {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    ecjpakeKeyKPPairList = [try ECJPAKEKeyKP(decoding: &reader), try ECJPAKEKeyKP(decoding: &reader)]
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("ecjpake_key_kp_pair_list", ecjpakeKeyKPPairList.map { Field("ECJPAKEKeyKP", $0.fields) })]
  }
}
