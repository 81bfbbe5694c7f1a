import Bytes

/// Settings of the application protocol: application_settings (draft-vvv-tls-alps-01 §4).
///
///     select (Handshake.msg_type) {
///       case client_hello: ProtocolName supported_protocols<2..2^16-1>;
///       case encrypted_extensions: opaque settings;
///     };
package enum ApplicationSettings: ExtensionBody {
  package static let structure: StaticString = "ApplicationSettings"

  /// The protocols for which the client can have settings.
  case supportedProtocols([[UInt8]])
  /// The settings, in the form that the protocol has.
  case settings([UInt8])
}

extension ApplicationSettings {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    guard message == .clientHello else {
      self = .settings(reader.readRemaining())
      return
    }
    var protocols: [[UInt8]] = []
    var list = try reader.readVector16("supported_protocols")
    while !list.isAtEnd { protocols.append(try list.readOpaque8("supported_protocols")) }
    try reader.expectEnd()
    self = .supportedProtocols(protocols)
  }

  package var fields: [Field] {
    switch self {
    case .supportedProtocols(let names): [Field("supported_protocols", names.map { Field("ProtocolName", text: $0) })]
    case .settings(let bytes): [Field("settings", bytes)]
    }
  }
}
