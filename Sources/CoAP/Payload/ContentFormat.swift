import Bytes

/// The media type of a payload, with its coding (IANA "CoAP Content-Formats", RFC 7252 §12.3).
package struct ContentFormat: RegisteredNumber {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let textPlain = ContentFormat(rawValue: 0)
  package static let linkFormat = ContentFormat(rawValue: 40)
  package static let xml = ContentFormat(rawValue: 41)
  package static let octetStream = ContentFormat(rawValue: 42)
  package static let json = ContentFormat(rawValue: 50)
  package static let cbor = ContentFormat(rawValue: 60)
  package static let cborSequence = ContentFormat(rawValue: 63)
  package static let senMLJSON = ContentFormat(rawValue: 110)
  package static let senMLCBOR = ContentFormat(rawValue: 112)
  package static let lwM2MTLV = ContentFormat(rawValue: 11542)

  package static let names: [UInt16: String] = Dictionary(
    uniqueKeysWithValues: rows.map { ($0.number, "\($0.name)") })

  /// The registry's name as a literal, which the text of every payload needs; nil if the number has no row.
  package var label: StaticString? { row?.name }
}

extension ContentFormat {
  /// What a payload of the format is made of, and so how it is decoded.
  package enum Content: Equatable, Sendable {
    /// Characters that are shown as they are.
    case text, xml
    /// JSON, or JSON that is a pack of SenML records.
    case json, senMLJSON
    /// Links.
    case linkFormat
    /// One CBOR item, and what it means.
    case cbor(CBORMeaning)
    /// Any number of CBOR items.
    case cborSequence
    /// LwM2M's types, lengths and values.
    case lwM2MTLV
    /// Parts with formats of their own.
    case multipart
    /// Any format, compressed.
    case compressed
    /// Bytes that are no text even where they happen to be printable.
    case binary
    /// Text or bytes: the format does not say.
    case any

    /// Whether it is no text even where it happens to be printable.
    package var isBinary: Bool {
      switch self {
      case .cbor, .cborSequence, .lwM2MTLV, .multipart, .compressed, .binary: true
      case .text, .xml, .json, .senMLJSON, .linkFormat, .any: false
      }
    }
  }

  /// The format in an option's value, or nil if it has more than 2 bytes.
  package init?(_ value: RawSpan) {
    guard let number = value.unsignedValue(limit: 2) else { return nil }
    self.init(rawValue: UInt16(truncatingIfNeeded: number))
  }

  /// What its payloads are made of; `any` if it has no row.
  package var content: Content { row?.content ?? .any }

  /// Whether it has a row, found without counting a reference.
  var isRegistered: Bool { row != nil }

  private var row: Row? {
    if Int(rawValue) < Self.indices.count {
      let index = Int(Self.indices[Int(rawValue)])
      return index < Self.rows.count ? Self.rows[index] : nil
    }
    var low = 0
    var high = Self.rows.count
    while low < high {
      let middle = (low + high) / 2
      if Self.rows[middle].number < rawValue { low = middle + 1 } else { high = middle }
    }
    return low < Self.rows.count && Self.rows[low].number == rawValue ? Self.rows[low] : nil
  }

  /// The place in `rows` of each low number, which nearly all messages have; 255 for those without a row.
  private static let indices: [UInt8] = rows.enumerated().reduce(into: Array(repeating: 255, count: 128)) {
    if Int($1.element.number) < $0.count { $0[Int($1.element.number)] = UInt8($1.offset) }
  }

  private struct Row: Sendable {
    let number: UInt16
    let name: StaticString
    let content: Content
  }

  private static func row(_ number: UInt16, _ name: StaticString, _ content: Content) -> Row {
    Row(number: number, name: name, content: content)
  }

  /// In ascending order. Octets are `any`: much firmware sends its text so. 1542 and 1543 are what LwM2M used before
  /// the registration of 11542 and 11543.
  private static let rows: [Row] = [
    row(0, "text/plain; charset=utf-8", .text),
    row(16, "application/cose; cose-type=\"cose-encrypt0\"", .cbor(.encrypt0)),
    row(17, "application/cose; cose-type=\"cose-mac0\"", .cbor(.mac0)),
    row(18, "application/cose; cose-type=\"cose-sign1\"", .cbor(.sign1)),
    row(19, "application/ace+cbor", .cbor(.oauth)),
    row(21, "image/gif", .binary),
    row(22, "image/jpeg", .binary),
    row(23, "image/png", .binary),
    row(40, "application/link-format", .linkFormat),
    row(41, "application/xml", .xml),
    row(42, "application/octet-stream", .any),
    row(47, "application/exi", .binary),
    row(50, "application/json", .json),
    row(51, "application/json-patch+json", .json),
    row(52, "application/merge-patch+json", .json),
    row(60, "application/cbor", .cbor(.plain)),
    row(61, "application/cwt", .cbor(.cwt)),
    row(62, "application/multipart-core", .multipart),
    row(63, "application/cbor-seq", .cborSequence),
    row(64, "application/edhoc+cbor-seq", .cborSequence),
    row(65, "application/cid-edhoc+cbor-seq", .cborSequence),
    row(96, "application/cose; cose-type=\"cose-encrypt\"", .cbor(.encrypt)),
    row(97, "application/cose; cose-type=\"cose-mac\"", .cbor(.mac)),
    row(98, "application/cose; cose-type=\"cose-sign\"", .cbor(.sign)),
    row(101, "application/cose-key", .cbor(.key)),
    row(102, "application/cose-key-set", .cbor(.keySet)),
    row(110, "application/senml+json", .senMLJSON),
    row(111, "application/sensml+json", .senMLJSON),
    row(112, "application/senml+cbor", .cbor(.senMLPack)),
    row(113, "application/sensml+cbor", .cbor(.senMLPack)),
    row(114, "application/senml-exi", .binary),
    row(115, "application/sensml-exi", .binary),
    row(140, "application/yang-data+cbor; id=sid", .cbor(.plain)),
    row(256, "application/coap-group+json", .json),
    row(257, "application/concise-problem-details+cbor", .cbor(.problemDetails)),
    row(258, "application/swid+cbor", .cbor(.plain)),
    row(259, "application/pkixcmp", .binary),
    row(260, "application/yang-sid+json", .json),
    row(261, "application/ace-groupcomm+cbor", .cbor(.plain)),
    row(262, "application/ace-trl+cbor", .cbor(.plain)),
    row(263, "application/eat+cwt", .cbor(.cwt)),
    row(264, "application/eat+jwt", .text),
    row(265, "application/eat-bun+cbor", .cbor(.plain)),
    row(266, "application/eat-bun+json", .json),
    row(267, "application/eat-ucs+cbor", .cbor(.claims)),
    row(268, "application/eat-ucs+json", .json),
    row(269, "application/coap-eap", .binary),
    row(270, "application/suit-report+cose", .cbor(.plain)),
    row(271, "application/dots+cbor", .cbor(.plain)),
    row(272, "application/missing-blocks+cbor-seq", .cborSequence),
    row(273, "application/cmw+cbor", .cbor(.plain)),
    row(274, "application/cmw+json", .json),
    row(275, "application/cmw+cose", .cbor(.plain)),
    row(276, "application/cmw+jws", .text),
    row(277, "application/scitt-statement+cose", .cbor(.plain)),
    row(278, "application/scitt-receipt+cose", .cbor(.plain)),
    row(279, "application/statuslist+cwt", .cbor(.cwt)),
    row(280, "application/pkcs7-mime; smime-type=server-generated-key", .binary),
    row(281, "application/pkcs7-mime; smime-type=certs-only", .binary),
    row(284, "application/pkcs8", .binary),
    row(285, "application/csrattrs", .binary),
    row(286, "application/pkcs10", .binary),
    row(287, "application/pkix-cert", .binary),
    row(290, "application/aif+cbor", .cbor(.plain)),
    row(291, "application/aif+json", .json),
    row(292, "application/aif+cbor; toid=CRI-local-part", .cbor(.plain)),
    row(293, "application/sd-cwt", .cbor(.cwt)),
    row(294, "application/kb+cwt", .cbor(.cwt)),
    row(295, "application/measured-component+cbor", .cbor(.plain)),
    row(296, "application/measured-component+json", .json),
    row(297, "application/aif+cbor; oscore-gname", .cbor(.plain)),
    row(298, "application/aif+json; oscore-gname", .json),
    row(310, "application/senml+xml", .xml),
    row(311, "application/sensml+xml", .xml),
    row(320, "application/senml-etch+json", .json),
    row(322, "application/senml-etch+cbor", .cbor(.senMLPack)),
    row(340, "application/yang-data+cbor", .cbor(.plain)),
    row(341, "application/yang-data+cbor; id=name", .cbor(.plain)),
    row(432, "application/td+json", .json),
    row(433, "application/tm+json", .json),
    row(434, "application/sdf+json", .json),
    row(553, "application/dns-message", .binary),
    row(601, "application/uccs+cbor", .cbor(.claims)),
    row(836, "application/voucher+cose", .cbor(.plain)),
    row(1542, "application/vnd.oma.lwm2m+tlv (before registration)", .lwM2MTLV),
    row(1543, "application/vnd.oma.lwm2m+json (before registration)", .json),
    row(10000, "application/vnd.ocf+cbor", .cbor(.plain)),
    row(10001, "application/oscore", .binary),
    row(10002, "application/javascript", .text),
    row(10003, "application/eat+cwt; eat_profile=\"tag:psacertified.org,2023:psa#tfm\"", .cbor(.cwt)),
    row(10004, "application/eat+cwt; eat_profile=\"tag:psacertified.org,2019:psa#legacy\"", .cbor(.cwt)),
    row(10005, "application/eat+cwt; eat_profile=2.16.840.1.113741.1.16.1", .cbor(.cwt)),
    row(10007, "application/syslog-msg", .text),
    row(10570, "application/toc+cbor", .cbor(.plain)),
    row(10571, "application/ce+cbor", .cbor(.plain)),
    row(10572, "application/toc+cbor; profile=2.16.840.1.113741.1.16.1", .cbor(.plain)),
    row(10573, "application/ce+cbor; profile=2.16.840.1.113741.1.16.1", .cbor(.plain)),
    row(11050, "application/json in deflate coding", .compressed),
    row(11060, "application/cbor in deflate coding", .compressed),
    row(11542, "application/vnd.oma.lwm2m+tlv", .lwM2MTLV),
    row(11543, "application/vnd.oma.lwm2m+json", .json),
    row(11544, "application/vnd.oma.lwm2m+cbor", .cbor(.plain)),
    row(12000, "text/plain; charset=utf-8 in zstd coding", .compressed),
    row(12041, "application/xml in zstd coding", .compressed),
    row(12050, "application/json in zstd coding", .compressed),
    row(20000, "text/css", .text),
    row(30000, "image/svg+xml", .xml),
    row(64998, "reserved for documentation", .any),
    row(64999, "reserved for documentation", .any),
  ]
}
