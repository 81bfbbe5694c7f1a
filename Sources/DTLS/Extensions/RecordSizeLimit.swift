import Bytes

/// Limits the plaintext of records to the sender (RFC 8449 §4).
///
///     uint16 RecordSizeLimit;
package struct RecordSizeLimit: Structure, ExtensionBody {
  package static let structure: StaticString = "RecordSizeLimit"

  /// The limit in bytes; in DTLS 1.3 it counts the content type and the padding.
  package var recordSizeLimit: UInt16
}

extension RecordSizeLimit {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    recordSizeLimit = try reader.readUInt16("RecordSizeLimit")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("RecordSizeLimit", recordSizeLimit)]
  }
}
