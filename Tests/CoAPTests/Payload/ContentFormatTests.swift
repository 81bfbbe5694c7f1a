import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct ContentFormatTests {
  @Test(
    arguments: [
      (0, "text/plain; charset=utf-8"), (16, "application/cose; cose-type=\"cose-encrypt0\""),
      (40, "application/link-format"), (41, "application/xml"), (42, "application/octet-stream"),
      (47, "application/exi"),
      (50, "application/json"), (60, "application/cbor"), (62, "application/multipart-core"),
      (102, "application/cose-key-set"), (110, "application/senml+json"), (112, "application/senml+cbor"),
      (140, "application/yang-data+cbor; id=sid"), (256, "application/coap-group+json"),
      (270, "application/suit-report+cose"), (271, "application/dots+cbor"),
      (272, "application/missing-blocks+cbor-seq"), (276, "application/cmw+jws"), (279, "application/statuslist+cwt"),
      (292, "application/aif+cbor; toid=CRI-local-part"), (298, "application/aif+json; oscore-gname"),
      (553, "application/dns-message"), (836, "application/voucher+cose"), (10001, "application/oscore"),
      (10007, "application/syslog-msg"), (11050, "application/json in deflate coding"),
      (11542, "application/vnd.oma.lwm2m+tlv"), (11543, "application/vnd.oma.lwm2m+json"),
      (11544, "application/vnd.oma.lwm2m+cbor"), (12050, "application/json in zstd coding"), (20000, "text/css"),
      (30000, "image/svg+xml"), (64999, "reserved for documentation"),
    ] as [(UInt16, String)])
  func row(_ number: UInt16, _ name: String) {
    #expect(ContentFormat(rawValue: number).name == name)
  }

  /// A number without a row has no name and says nothing of its content, so that finding the content of each row means
  /// that the rows ascend.
  @Test func everyRowIsFound() {
    let binary = ContentFormat.names.keys.filter { ContentFormat(rawValue: $0).content == .binary }.count
    let text = ContentFormat.names.keys.filter { ContentFormat(rawValue: $0).content == .text }.count
    #expect(ContentFormat.names.count == 109)
    #expect(binary + text == ContentFormat.names.count - 3)
  }

  @Test func whatANameSaysIsWhatItIs() {
    for (number, name) in ContentFormat.names where name.hasSuffix("cbor") || name.hasSuffix("coding") {
      #expect(ContentFormat(rawValue: number).content == .binary, "\(name)")
    }
    for (number, name) in ContentFormat.names where name.hasSuffix("json") || name.hasSuffix("xml") {
      #expect(ContentFormat(rawValue: number).content == .text, "\(name)")
    }
  }

  @Test func anUnknownFormatIsAValue() {
    let format = ContentFormat(rawValue: 999)
    #expect(format.name == nil)
    #expect(format.content == .any)
    #expect(format.description == "unknown 999 (0x3e7)")
  }

  @Test func readsUpToTwoBytes() {
    let formats = ["", "32", "0032", "000032"].map { text in
      let bytes = hex(text)
      return ContentFormat(bytes.span.bytes)
    }
    #expect(formats == [.textPlain, .json, .json, nil])
  }
}
