import Bytes
import CoAP

/// The name of the file that a body is written to: packet, method or code, path, and what suits its format:
/// `000042-GET-sensors_temperature.json`.
enum BodyName {
  /// Bytes of the path that a name holds.
  static let maximumPath = 64

  /// A name of letters, digits, dots, hyphens and underscores, which begins with a digit, whatever the path.
  static func text(packet: Int, code: Code, path: String?, format: ContentFormat?, number: Int) -> String {
    var name = "\(packet)"
    while name.utf8.count < 6 { name = "0" + name }
    if number > 1 { name += "-\(number)" }
    name += "-" + (code.isRequest ? code.name ?? code.dotted : code.dotted)
    if let path {
      let letters = path.utf8.drop { $0 == UInt8(ascii: "/") }.prefix(maximumPath).map(safe)
      if !letters.isEmpty { name += "-" + String(decoding: letters, as: UTF8.self) }
    }
    return name + "." + suffix(format)
  }

  private static func safe(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
      byte
    default: UInt8(ascii: "_")
    }
  }

  private static func suffix(_ format: ContentFormat?) -> String {
    switch format?.content {
    case .text, .linkFormat: "txt"
    case .xml: "xml"
    case .json, .senMLJSON: "json"
    case .cbor: "cbor"
    case .cborSequence: "cborseq"
    case .lwM2MTLV: "tlv"
    case .multipart, .compressed, .binary, .any, nil: "bin"
    }
  }
}
