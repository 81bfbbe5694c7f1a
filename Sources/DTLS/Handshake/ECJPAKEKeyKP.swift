import Bytes

/// A public key of Thread's password exchange with the proof that its private key is known
/// (draft-cragie-tls-ecjpake-01 §7.2).
///
///     struct {
///       ECPoint X;
///       ECSchnorrZKP zkp;
///     } ECJPAKEKeyKP;
package struct ECJPAKEKeyKP: FieldsShowing, Hashable, Sendable {
  /// The public key.
  package var x: [UInt8]
  /// The proof of the private key.
  package var zkp: ECSchnorrZKP
}

extension ECJPAKEKeyKP {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    x = try reader.readOpaque8("X")
    zkp = try ECSchnorrZKP(decoding: &reader)
  }

  package var fields: [Field] {
    [Field("X", x), Field("zkp", zkp.fields)]
  }
}

/// A Schnorr zero-knowledge proof (draft-cragie-tls-ecjpake-01 §7.2).
///
///     struct {
///       ECPoint V;
///       opaque r<1..2^8-1>;
///     } ECSchnorrZKP;
package struct ECSchnorrZKP: FieldsShowing, Hashable, Sendable {
  /// The ephemeral public key.
  package var v: [UInt8]
  /// The signature, big-endian.
  package var r: [UInt8]
}

extension ECSchnorrZKP {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    v = try reader.readOpaque8("V")
    r = try reader.readOpaque8("r")
  }

  package var fields: [Field] {
    [Field("V", v), Field("r", r)]
  }
}

/// The server's second-round key of Thread's password exchange (draft-cragie-tls-ecjpake-01 §7.3).
///
///     struct {
///       ECParameters curve_params;
///       ECJPAKEKeyKP ecjpake_key_kp;
///     } ServerECJPAKEParams;
package struct ServerECJPAKEParams: FieldsShowing, Hashable, Sendable {
  /// The group of the key.
  package var namedCurve: NamedGroup
  /// The server's key and its proof.
  package var keyKP: ECJPAKEKeyKP
}

extension ServerECJPAKEParams {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    namedCurve = try NamedGroup(decodingParameters: &reader)
    keyKP = try ECJPAKEKeyKP(decoding: &reader)
  }

  package var fields: [Field] {
    namedCurve.parameterFields + [Field("ecjpake_key_kp", keyKP.fields)]
  }
}
