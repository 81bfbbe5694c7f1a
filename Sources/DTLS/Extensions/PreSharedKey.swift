import Bytes

/// Keys of earlier sessions or from outside that the client offers, or the one that the server takes
/// (RFC 8446 §4.2.11).
///
///     struct {
///       select (Handshake.msg_type) {
///         case client_hello: OfferedPsks;
///         case server_hello: uint16 selected_identity;
///       };
///     } PreSharedKeyExtension;
package enum PreSharedKey: ExtensionBody {
  package static let structure: StaticString = "PreSharedKeyExtension"

  case offered(OfferedPSKs)
  /// 0-based index of the key among those offered.
  case selected(identity: UInt16)
}

extension PreSharedKey {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    if message == .clientHello {
      self = .offered(try OfferedPSKs(decoding: &reader))
    } else {
      self = .selected(identity: try reader.readUInt16("selected_identity"))
    }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    switch self {
    case .offered(let psks): psks.fields
    case .selected(let identity): [Field("selected_identity", identity)]
    }
  }
}

/// The keys that a client offers (RFC 8446 §4.2.11).
///
///     opaque PskBinderEntry<32..255>;
///
///     struct {
///       PskIdentity identities<7..2^16-1>;
///       PskBinderEntry binders<33..2^16-1>;
///     } OfferedPsks;
package struct OfferedPSKs: FieldsShowing, Hashable, Sendable {
  /// The names of the keys.
  package var identities: [PSKIdentity]
  /// For each key a proof that the client has it: an HMAC over the hello so far.
  package var binders: [[UInt8]]
  /// Bytes from the start of `binders`, with its length, to the end: what the binders do not cover.
  package var bindersByteCount: Int
}

extension OfferedPSKs {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    identities = []
    var identityList = try reader.readVector16("identities")
    while !identityList.isAtEnd { identities.append(try PSKIdentity(decoding: &identityList)) }
    binders = []
    var binderList = try reader.readVector16("binders")
    bindersByteCount = 2 + binderList.remaining
    while !binderList.isAtEnd { binders.append(try binderList.readOpaque8("binders")) }
  }

  package var fields: [Field] {
    [
      Field("identities", identities.map { Field("PskIdentity", $0.fields) }),
      Field("binders", "PskBinderEntry", binders),
    ]
  }
}

/// The name of a key (RFC 8446 §4.2.11).
///
///     struct {
///       opaque identity<1..2^16-1>;
///       uint32 obfuscated_ticket_age;
///     } PskIdentity;
package struct PSKIdentity: FieldsShowing, Hashable, Sendable {
  /// A ticket, or what client and server agreed to call the key.
  package var identity: [UInt8]
  /// Age of the ticket in milliseconds plus its ticket_age_add, modulo 2^32; 0 for a key from outside.
  package var obfuscatedTicketAge: UInt32
}

extension PSKIdentity {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    identity = try reader.readOpaque16("identity")
    obfuscatedTicketAge = try reader.readUInt32("obfuscated_ticket_age")
  }

  package var fields: [Field] {
    [Field("identity", text: identity), Field("obfuscated_ticket_age", obfuscatedTicketAge)]
  }
}
