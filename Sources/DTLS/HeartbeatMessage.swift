import Bytes

/// A sign of life, or a packet to probe the path with (RFC 6520 §4).
///
///     struct {
///       HeartbeatMessageType type;
///       uint16 payload_length;
///       opaque payload[HeartbeatMessage.payload_length];
///       opaque padding[padding_length];
///     } HeartbeatMessage;
///
/// A payload_length beyond the end of the record is an error here and must not be answered.
package struct HeartbeatMessage: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "HeartbeatMessage"

  /// Whether it asks or answers.
  package var type: HeartbeatMessageType
  /// What the answer has to repeat.
  package var payload: [UInt8]
  /// The rest of the record: 16 bytes or more, if the sender follows the RFC.
  package var padding: [UInt8]
}

extension HeartbeatMessage {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    type = HeartbeatMessageType(rawValue: try reader.readUInt8("type"))
    payload = try reader.readOpaque16("payload")
    padding = reader.readRemaining()
  }

  package var fields: [Field] {
    [
      Field("type", type), Field("payload_length", payload.count), Field("payload", payload), Field("padding", padding),
    ]
  }
}

/// What a HeartbeatMessage is (IANA "Heartbeat Message Types").
package struct HeartbeatMessageType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let names: [UInt8: String] = [
    1: "heartbeat_request",
    2: "heartbeat_response",
  ]
}
