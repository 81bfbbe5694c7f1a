import CoAP
import Testing

@testable import Rendering

/// The names of files that bodies are written to.
@Suite struct BodyNameTests {
  @Test func aNameSaysWhereTheBodyIsFrom() {
    #expect(name(42, .get, "/sensors/temperature", .json) == "000042-GET-sensors_temperature.json")
    #expect(name(1_234_567, .content, "/", .cbor) == "1234567-2.05.cbor")
    #expect(name(3, .content, nil, nil, number: 2) == "000003-2-2.05.bin")
    #expect(name(3, Code(0, 30), "/x", ContentFormat(rawValue: 9999)) == "000003-0.30-x.bin")
  }

  @Test(arguments: ["/../../etc/passwd", "/a\u{0}b", "/\u{202e}txt.exe", "/-rf", "//", "/a b\n\u{1b}[2J", "/..."])
  func noPathLeadsElsewhere(_ path: String) {
    let name = name(1, .content, path, .textPlain)
    #expect(name.hasPrefix("000001-2.05") && name.hasSuffix(".txt"))
    #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) })
  }

  @Test func aLongPathIsCut() {
    let name = name(1, .content, "/" + String(repeating: "x", count: 1000), nil)
    #expect(name.utf8.count == "000001-2.05-.bin".utf8.count + BodyName.maximumPath)
  }

  private func name(
    _ packet: Int, _ code: Code, _ path: String?, _ format: ContentFormat?, number: Int = 1
  ) -> String {
    BodyName.text(packet: packet, code: code, path: path, format: format, number: number)
  }
}
