import Bytes

/// The sender takes part in heartbeats (RFC 6520 §2).
///
///     struct {
///       HeartbeatMode mode;
///     } HeartbeatExtension;
package struct HeartbeatExtension: Structure, ExtensionBody {
  package static let structure: StaticString = "HeartbeatExtension"

  /// Whether the peer may send requests.
  package var mode: HeartbeatMode
}

extension HeartbeatExtension {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    mode = HeartbeatMode(rawValue: try reader.readUInt8("mode"))
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("mode", mode)]
  }
}

/// Whether the peer may send heartbeat requests (IANA "Heartbeat Modes").
package struct HeartbeatMode: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let names: [UInt8: String] = [
    1: "peer_allowed_to_send",
    2: "peer_not_allowed_to_send",
  ]
}
