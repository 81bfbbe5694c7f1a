import Bytes

/// A ticket with which the client can resume the session without state at the server (RFC 5077 §3.3).
///
///     struct {
///       uint32 ticket_lifetime_hint;
///       opaque ticket<0..2^16-1>;
///     } NewSessionTicket;
package struct NewSessionTicket: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "NewSessionTicket"

  /// Seconds for which the ticket is likely to be good; 0 says nothing.
  package var ticketLifetimeHint: UInt32
  /// What only the server can read; empty if it has no ticket after all.
  package var ticket: [UInt8]
}

extension NewSessionTicket {
  /// Length in bytes of what stands before the ticket.
  static let headerLength = 6

  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    ticketLifetimeHint = try reader.readUInt32("ticket_lifetime_hint")
    ticket = try reader.readOpaque16("ticket")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("ticket_lifetime_hint", ticketLifetimeHint), Field("ticket", ticket)]
  }
}

/// A ticket of DTLS 1.3, whose key comes from the session that it was sent in (RFC 8446 §4.6.1).
///
///     struct {
///       uint32 ticket_lifetime;
///       uint32 ticket_age_add;
///       opaque ticket_nonce<0..2^8-1>;
///       opaque ticket<1..2^16-1>;
///       Extension extensions<0..2^16-2>;
///     } NewSessionTicket;
package struct NewSessionTicket13: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "NewSessionTicket"

  /// Seconds for which the ticket is good, at most a week.
  package var ticketLifetime: UInt32
  /// Milliseconds that the client adds to the ticket's age to hide it.
  package var ticketAgeAdd: UInt32
  /// Tells the keys of tickets from the same session apart.
  package var ticketNonce: [UInt8]
  /// The identity under which the client offers the key.
  package var ticket: [UInt8]
  /// early_data says that the ticket may be used for it.
  package var extensions: [Extension]
}

extension NewSessionTicket13 {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    ticketLifetime = try reader.readUInt32("ticket_lifetime")
    ticketAgeAdd = try reader.readUInt32("ticket_age_add")
    ticketNonce = try reader.readOpaque8("ticket_nonce")
    ticket = try reader.readOpaque16("ticket")
    extensions = try reader.readExtensions(in: .newSessionTicket)
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [
      Field("ticket_lifetime", ticketLifetime),
      Field("ticket_age_add", ticketAgeAdd),
      Field("ticket_nonce", ticketNonce),
      Field("ticket", ticket),
      Field("extensions", extensions.map(\.field)),
    ]
  }
}
