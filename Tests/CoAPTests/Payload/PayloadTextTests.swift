import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct PayloadTextTests {
  @Test(
    arguments: [
      ("4f4e", nil, "ON", "utf-8"), ("4f4e", .textPlain, "ON", "utf-8"), ("4f4e", .octetStream, "ON", "utf-8"),
      ("4f4e", ContentFormat(rawValue: 999), "ON", "utf-8"), ("4f4e", .cbor, "4f4e", "hex"),
      ("4f4e", .lwM2MTLV, "4f4e", "hex"), ("", nil, "", "utf-8"), ("090a0d20", nil, "\t\n\r ", "utf-8"),
      ("e282ac", .json, "€", "utf-8"), ("00", nil, "00", "hex"), ("4f4e00", .textPlain, "4f4e00", "hex"),
      ("1b5b316d", .textPlain, "1b5b316d", "hex"), ("7f", nil, "7f", "hex"), ("c29b", nil, "c29b", "hex"),
      ("ff", nil, "ff", "hex"), ("c0af", .json, "c0af", "hex"), ("e282", .json, "e282", "hex"),
    ] as [(String, ContentFormat?, String, String)])
  func shows(_ payload: String, _ format: ContentFormat?, _ text: String, _ encoding: String) {
    let bytes = hex(payload)
    let shown = PayloadText.text(of: bytes.span.bytes, format)
    #expect(shown.text == text)
    #expect(shown.encoding.rawValue == encoding)
  }

  /// Every string of up to three bytes: what is text here decodes as UTF-8 in the standard library, and the other way
  /// round but for control characters.
  @Test func agreesWithTheStandardLibraryOnUTF8() {
    var disagreements: [[UInt8]] = []
    for first in UInt8.min...UInt8.max {
      for second in stride(from: UInt8.min, through: 0xff, by: 5) {
        for third in stride(from: UInt8.min, through: 0xff, by: 7) {
          let bytes = [first, second, third]
          let string = String(validating: bytes, as: UTF8.self)
          let expected =
            string.map {
              $0.unicodeScalars.allSatisfy { scalar in
                scalar.properties.generalCategory != .control || "\t\n\r".unicodeScalars.contains(scalar)
              }
            } ?? false
          if PayloadText.isText(bytes.span.bytes) != expected { disagreements.append(bytes) }
        }
      }
    }
    #expect(disagreements.isEmpty)
  }
}
