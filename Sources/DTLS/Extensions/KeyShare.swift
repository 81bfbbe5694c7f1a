import Bytes

/// Public keys of a DTLS 1.3 key exchange (RFC 8446 §4.2.8).
///
///     struct {
///       select (message) {
///         case ClientHello: KeyShareEntry client_shares<0..2^16-1>;
///         case HelloRetryRequest: NamedGroup selected_group;
///         case ServerHello: KeyShareEntry server_share;
///       };
///     } KeyShare;
package enum KeyShare: ExtensionBody {
  package static let structure: StaticString = "KeyShare"

  /// Keys that the client offers, best first.
  case clientShares([KeyShareEntry])
  /// The group for which the server wants a key.
  case selectedGroup(NamedGroup)
  /// The server's key.
  case serverShare(KeyShareEntry)
}

extension KeyShare {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    switch message {
    case .clientHello:
      var list = try reader.readVector16("client_shares")
      var shares: [KeyShareEntry] = []
      while !list.isAtEnd { shares.append(try KeyShareEntry(decoding: &list)) }
      self = .clientShares(shares)
    case .helloRetryRequest:
      self = .selectedGroup(NamedGroup(rawValue: try reader.readUInt16("selected_group")))
    default:
      self = .serverShare(try KeyShareEntry(decoding: &reader))
    }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    switch self {
    case .clientShares(let shares): [Field("client_shares", shares.map { Field("KeyShareEntry", $0.fields) })]
    case .selectedGroup(let group): [Field("selected_group", group)]
    case .serverShare(let share): [Field("server_share", share.fields)]
    }
  }
}

/// A public key of one group (RFC 8446 §4.2.8).
///
///     struct {
///       NamedGroup group;
///       opaque key_exchange<1..2^16-1>;
///     } KeyShareEntry;
package struct KeyShareEntry: FieldsShowing, Hashable, Sendable {
  /// The group of the key.
  package var group: NamedGroup
  /// The public key in the group's encoding.
  package var keyExchange: [UInt8]
}

extension KeyShareEntry {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    group = NamedGroup(rawValue: try reader.readUInt16("group"))
    keyExchange = try reader.readOpaque16("key_exchange")
  }

  package var fields: [Field] {
    [Field("group", group), Field("key_exchange", keyExchange)]
  }
}
