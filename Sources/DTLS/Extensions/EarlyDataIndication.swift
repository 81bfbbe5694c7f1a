import Bytes

/// The client sends application data with its first flight (RFC 8446 §4.2.10).
///
///     struct {
///       select (Handshake.msg_type) {
///         case new_session_ticket: uint32 max_early_data_size;
///         case client_hello, encrypted_extensions: Empty;
///       };
///     } EarlyDataIndication;
package struct EarlyDataIndication: ExtensionBody {
  package static let structure: StaticString = "EarlyDataIndication"

  /// Bytes of application data that the server takes with this ticket; nil but in a NewSessionTicket.
  package var maxEarlyDataSize: UInt32?
}

extension EarlyDataIndication {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    maxEarlyDataSize = message == .newSessionTicket ? try reader.readUInt32("max_early_data_size") : nil
    try reader.expectEnd()
  }

  package var fields: [Field] {
    maxEarlyDataSize.map { [Field("max_early_data_size", $0)] } ?? []
  }
}
