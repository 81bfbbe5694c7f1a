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
    #expect(ContentFormat.names.count == 109)
    let unsaid = ContentFormat.names.keys.filter { ContentFormat(rawValue: $0).content == .any }
    #expect(unsaid.sorted() == [42, 64998, 64999])
  }

  @Test(
    arguments: [
      (0, .text), (16, .cbor(.encrypt0)), (17, .cbor(.mac0)), (18, .cbor(.sign1)), (19, .cbor(.oauth)), (22, .binary),
      (40, .linkFormat), (41, .xml), (60, .cbor(.plain)), (61, .cbor(.cwt)), (62, .multipart), (63, .cborSequence),
      (96, .cbor(.encrypt)), (97, .cbor(.mac)), (98, .cbor(.sign)), (101, .cbor(.key)), (102, .cbor(.keySet)),
      (110, .senMLJSON), (112, .cbor(.senMLPack)), (114, .binary), (257, .cbor(.problemDetails)),
      (264, .text), (322, .cbor(.senMLPack)), (553, .binary), (601, .cbor(.claims)), (1542, .lwM2MTLV),
      (11060, .compressed), (11542, .lwM2MTLV), (12050, .compressed),
    ] as [(UInt16, ContentFormat.Content)])
  func content(_ number: UInt16, _ content: ContentFormat.Content) {
    #expect(ContentFormat(rawValue: number).content == content)
  }

  @Test func whatANameSaysIsWhatItIs() {
    for (number, name) in ContentFormat.names {
      let content = ContentFormat(rawValue: number).content
      if name.hasSuffix("coding") {
        #expect(content == .compressed, "\(name)")
      } else if name.contains("json") {
        #expect(content == .json || content == .senMLJSON, "\(name)")
      } else if name.contains("xml") {
        #expect(content == .xml, "\(name)")
      } else if name.contains("cbor-seq") {
        #expect(content == .cborSequence, "\(name)")
      } else if name.contains("cbor") || name.contains("cwt") || name.contains("cose") {
        if case .cbor = content { continue }
        Issue.record("\(name)")
      }
      #expect(content.isBinary == (name.contains("cbor") || isNoText(content)), "\(name)")
    }
  }

  private func isNoText(_ content: ContentFormat.Content) -> Bool {
    [.binary, .compressed, .lwM2MTLV, .multipart].contains(content)
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
