import Bytes

/// The host that the client means to reach (RFC 6066 §3).
///
///     struct {
///       ServerName server_name_list<1..2^16-1>;
///     } ServerNameList;
package struct ServerNameList: ExtensionBody {
  package static let structure: StaticString = "ServerNameList"

  /// The names, one of each type; none in a server's answer, which only confirms.
  package var serverNameList: [ServerName]
}

extension ServerNameList {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    serverNameList = []
    if message != .clientHello, reader.isAtEnd { return }
    var list = try reader.readVector16("server_name_list")
    while !list.isAtEnd { serverNameList.append(try ServerName(decoding: &list)) }
    try reader.expectEnd()
  }

  /// The first DNS name.
  package var hostName: [UInt8]? { serverNameList.first { $0.nameType == .hostName }?.name }

  package var fields: [Field] {
    serverNameList.isEmpty ? [] : [Field("server_name_list", serverNameList.map { Field("ServerName", $0.fields) })]
  }
}

/// One name (RFC 6066 §3).
///
///     struct {
///       NameType name_type;
///       select (name_type) {
///         case host_name: opaque HostName<1..2^16-1>;
///       } name;
///     } ServerName;
package struct ServerName: FieldsShowing, Hashable, Sendable {
  /// What kind of name it is.
  package var nameType: ServerNameType
  /// The name; every type has a length of 16 bits before it.
  package var name: [UInt8]
}

extension ServerName {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    nameType = ServerNameType(rawValue: try reader.readUInt8("name_type"))
    name = try reader.readOpaque16("name")
  }

  package var fields: [Field] {
    [Field("name_type", nameType), Field("name", text: name)]
  }
}

/// What kind of name a ServerName is (RFC 6066 §3).
package struct ServerNameType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let hostName = ServerNameType(rawValue: 0)

  package static let names: [UInt8: String] = [
    0: "host_name"
  ]
}
