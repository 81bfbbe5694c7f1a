import Bytes

/// A ticket of DTLS 1.2 with which the client wants to resume a session (RFC 5077 §3.2).
///
///     opaque SessionTicket[extension_data.length];
package struct SessionTicket: Structure, ExtensionBody {
  package static let structure: StaticString = "SessionTicket"

  /// The ticket; empty where the client can have one, or the server will send one.
  package var ticket: [UInt8]
}

extension SessionTicket {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    ticket = reader.readRemaining()
  }

  package var fields: [Field] {
    ticket.isEmpty ? [] : [Field("ticket", ticket)]
  }
}
