import Bytes

/// Where the server finds the client's certificate (RFC 6066 §5).
///
///     struct {
///       CertChainType type;
///       URLAndHash url_and_hash_list<1..2^16-1>;
///     } CertificateURL;
package struct CertificateURL: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "CertificateURL"

  /// What is at the addresses.
  package var type: CertChainType
  /// The addresses.
  package var urlAndHashList: [URLAndHash]
}

extension CertificateURL {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    type = CertChainType(rawValue: try reader.readUInt8("type"))
    urlAndHashList = []
    var list = try reader.readVector16("url_and_hash_list")
    while !list.isAtEnd { urlAndHashList.append(try URLAndHash(decoding: &list)) }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("type", type), Field("url_and_hash_list", urlAndHashList.map { Field("URLAndHash", $0.fields) })]
  }
}

/// An address and what to find there (RFC 6066 §5).
///
///     struct {
///       opaque url<1..2^16-1>;
///       uint8 padding;
///       opaque SHA1Hash[20];
///     } URLAndHash;
package struct URLAndHash: FieldsShowing, Hashable, Sendable {
  /// The address.
  package var url: [UInt8]
  /// 1, where drafts had the number of hashes.
  package var padding: UInt8
  /// SHA-1 of what is at the address.
  package var sha1Hash: [UInt8]
}

extension URLAndHash {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    url = try reader.readOpaque16("url")
    padding = try reader.readUInt8("padding")
    sha1Hash = try reader.readBytes(20, "SHA1Hash")
  }

  package var fields: [Field] {
    [Field("url", text: url), Field("padding", padding), Field("SHA1Hash", sha1Hash)]
  }
}

/// What the addresses of a CertificateURL lead to (RFC 6066 §5).
package struct CertChainType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let names: [UInt8: String] = [
    0: "individual_certs",
    1: "pkipath",
  ]
}
