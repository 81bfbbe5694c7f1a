import Bytes

/// The sender's next records use new keys (RFC 8446 §4.6.3, RFC 9147 §8).
///
///     struct {
///       KeyUpdateRequest request_update;
///     } KeyUpdate;
package struct KeyUpdate: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "KeyUpdate"

  /// Whether the receiver must update its keys as well.
  package var requestUpdate: KeyUpdateRequest
}

extension KeyUpdate {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    requestUpdate = KeyUpdateRequest(rawValue: try reader.readUInt8("request_update"))
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("request_update", requestUpdate)]
  }
}

/// Whether a KeyUpdate asks for another in return (RFC 8446 §4.6.3).
package struct KeyUpdateRequest: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let updateNotRequested = KeyUpdateRequest(rawValue: 0)
  package static let updateRequested = KeyUpdateRequest(rawValue: 1)

  package static let names: [UInt8: String] = [
    0: "update_not_requested",
    1: "update_requested",
  ]
}
