import TestSupport
import Testing

/// Messages that the snapshot length cut.
@Suite struct CutMessageTests {
  /// A capture of PUT /light with 6 bytes of payload, of which `missing` bytes at the end are not in it.
  private func render(_ form: Form, missing: Int) throws -> String {
    let whole = packet(hex("4003 079b b5 6c69676874 ff 313233343536"), port: 5683)
    var bytes = Savefile.pcap([[UInt8](whole.dropLast(missing))])
    bytes.replaceSubrange(36..<40, with: Savefile.word(whole.count, little: true))
    let file = TemporaryFile(bytes)
    return try form.render([file.path])
  }

  @Test func aPayloadThatIsCutSaysSo() throws {
    let line = try render(.packets, missing: 4)
    #expect(line.contains("CoAP CON PUT /light  mid 1947  2 of 6 bytes  [cut by the capture, bytes missing: 4]\n"))
    #expect(try render(.fields, missing: 4).contains("        Payload (2 of 6 bytes, utf-8): 12\n"))
    let json = try render(.json, missing: 4)
    #expect(json.contains(#""payloadLength":2,"truncated":true,"originalPayloadLength":6,"payload":"12""#))
  }

  @Test func aMessageThatIsCutBeforeItsPayloadSaysSo() throws {
    #expect(
      try render(.packets, missing: 9).contains("CoAP CON PUT /  mid 1947  [cut by the capture, bytes missing: 9]\n"))
    #expect(
      try render(.json, missing: 9).contains(#""payloadLength":0,"truncated":true,"originalPayloadLength":null,"#))
  }

  @Test func aHeaderThatIsCutIsNoticed() throws {
    let words = "CoAP message cut by the capture: CoAP.Message ID at 2: needs 2, has 1"
    #expect(try render(.packets, missing: 14).contains(words))
    #expect(try render(.json, missing: 14).contains(#""id":"cut-coap","text":"\#(words)""#))
    #expect(
      try render(.packets, missing: 17).contains("CoAP message cut by the capture: CoAP.Ver at 0: needs 1, has 0"))
  }

  @Test func aWholeMessageSaysThatToo() throws {
    #expect(try render(.packets, missing: 0).contains("  6 bytes\n"))
    let json = try render(.json, missing: 0)
    #expect(json.contains(#""payloadLength":6,"truncated":false,"originalPayloadLength":6,"payload":"123456""#))
  }
}
