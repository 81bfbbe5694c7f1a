import Bytes

/// Proves that both sides saw the same handshake and have the same keys (RFC 5246 §7.4.9, RFC 8446 §4.4.4).
///
///     struct {
///       opaque verify_data[verify_data_length];
///     } Finished;
package struct Finished: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "Finished"

  /// Length of verify_data in bytes up to DTLS 1.2, unless the suite says otherwise (RFC 5246 §7.4.9).
  static let verifyDataLength = 12

  /// 12 bytes up to DTLS 1.2 unless the suite says otherwise, the hash's length in DTLS 1.3.
  package var verifyData: [UInt8]
}

extension Finished {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    verifyData = reader.readRemaining()
  }

  package var fields: [Field] {
    [Field("verify_data", verifyData)]
  }
}
