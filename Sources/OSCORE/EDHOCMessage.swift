import Bytes
import CoAP

/// A message of EDHOC over CoAP (RFC 9528 §5 and Appendix A.2), which agrees on the keys of OSCORE: what it says in clear.
///
///     message_1 = (METHOD: int, SUITES_I: [2* int] / int, G_X: bstr, C_I: bstr / -24..23, ? EAD_1)
///     message_2 = (G_Y_CIPHERTEXT_2: bstr)
///     message_3 = (CIPHERTEXT_3: bstr)
///     message_4 = (CIPHERTEXT_4: bstr)
///     error     = (ERR_CODE: int, ERR_INFO: any)
///
/// In a request `true` stands before message_1, and a connection identifier of the receiver before all others.
package enum EDHOCMessage: Equatable, Sendable {
  /// How the ends authenticate, the initiator's cipher suites, the last of which it selects, the length in bytes of its
  /// ephemeral key, and its connection identifier.
  case message1(method: Int, suites: [Int], keyLength: Int, connectionID: [UInt8])
  /// The responder's ephemeral key and what it encrypts, so many bytes together.
  case message2(length: Int)
  /// What the initiator encrypts, so many bytes.
  case message3(length: Int)
  /// What the responder encrypts, so many bytes.
  case message4(length: Int)
  /// Why the sender gives up; with `suites` if it is for want of a common one.
  case error(code: Int, suites: [Int]?, text: String?)
  /// It breaks its format here.
  case malformed(DecodeError)

  /// The shortest ephemeral key of any cipher suite in bytes. A response of a byte string is message_2 if it has at least so
  /// many, else message_4: a capture may lack what came before.
  private static let shortestKey = 32
  /// A cipher suite of the initiator is not supported (RFC 9528 §6.3).
  private static let wrongSelectedSuite = 2

  /// The message of EDHOC that a CoAP message carries; nil if it carries none.
  package init?(_ message: borrowing MessageView) {
    guard message.payload.byteCount > 0, message.missing == 0 else { return nil }
    let format = message.contentFormat
    guard format == .edhoc || format == .cidEDHOC || format == nil && message.isToEDHOCResource else { return nil }
    var reader = ByteReader(message.payload, as: "EDHOC")
    do throws(DecodeError) {
      try self.init(&reader, isRequest: message.code.isRequest, hasPrefix: format != .edhoc)
    } catch {
      self = .malformed(error)
    }
  }

  @_lifetime(reader: copy reader)
  private init(_ reader: inout ByteReader, isRequest: Bool, hasPrefix: Bool) throws(DecodeError) {
    if hasPrefix { _ = try CBORItem(decoding: &reader, "C_X") }
    switch try CBORItem(decoding: &reader, "METHOD") {
    case .byteString(let bytes) where isRequest: self = .message3(length: bytes.count)
    case .byteString(let bytes):
      self = bytes.count >= Self.shortestKey ? .message2(length: bytes.count) : .message4(length: bytes.count)
    case .integer(let first):
      let second = reader.isAtEnd ? nil : try CBORItem(decoding: &reader, "SUITES_I")
      if reader.isAtEnd {
        self = Self.error(first, second)
      } else {
        try self.init(method: first, suites: second, &reader)
      }
    default: throw reader.error("METHOD", .invalid("no message of EDHOC begins so"))
    }
  }

  @_lifetime(reader: copy reader)
  private init(method: Int, suites: CBORItem?, _ reader: inout ByteReader) throws(DecodeError) {
    let list: [Int]
    switch suites {
    case .integers(let values)?: list = values
    case .integer(let value)?: list = [value]
    default: throw reader.error("SUITES_I", .invalid("not a cipher suite, or several"))
    }
    guard case .byteString(let key) = try CBORItem(decoding: &reader, "G_X") else {
      throw reader.error("G_X", .invalid("not a byte string"))
    }
    let connectionID: [UInt8]
    switch try CBORItem(decoding: &reader, "C_I") {
    case .byteString(let bytes): connectionID = bytes
    case .integer(let value) where (-24...23).contains(value):
      // The integer stands for the one byte that it is encoded in (RFC 9528 §3.3.2).
      connectionID = [value < 0 ? 0x20 | UInt8(-1 - value) : UInt8(value)]
    default: throw reader.error("C_I", .invalid("not a connection identifier"))
    }
    self = .message1(method: method, suites: list, keyLength: key.count, connectionID: connectionID)
  }

  private static func error(_ code: Int, _ information: CBORItem?) -> EDHOCMessage {
    switch information {
    case .textString(let text)?:
      .error(code: code, suites: nil, text: String(decoding: text, as: UTF8.self))
    case .integers(let suites)? where code == wrongSelectedSuite: .error(code: code, suites: suites, text: nil)
    case .integer(let suite)? where code == wrongSelectedSuite: .error(code: code, suites: [suite], text: nil)
    default: .error(code: code, suites: nil, text: nil)
    }
  }
}

extension EDHOCMessage {
  /// Which message it is, as RFC 9528 calls it.
  package var name: String {
    switch self {
    case .message1: "message_1"
    case .message2: "message_2"
    case .message3: "message_3"
    case .message4: "message_4"
    case .error: "error"
    case .malformed: "malformed"
    }
  }

  /// What it says in clear, a name and a value each; a text that was sent is not made safe to show.
  package var fields: [(name: String, value: String)] {
    func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
    switch self {
    case .message1(let method, let suites, let keyLength, let connectionID):
      return [
        ("METHOD", "\(method) \(Self.methods[method] ?? "")"), ("SUITES_I", list(suites)),
        ("G_X", keyLength.counted("byte")), ("C_I", Hex.string(connectionID)),
      ]
    case .message2(let length): return [("G_Y_CIPHERTEXT_2", length.counted("byte"))]
    case .message3(let length): return [("CIPHERTEXT_3", length.counted("byte"))]
    case .message4(let length): return [("CIPHERTEXT_4", length.counted("byte"))]
    case .error(let code, let suites, let text):
      return [("ERR_CODE", "\(code) \(Self.errors[code] ?? "")")]
        + (suites.map { [("SUITES_R", list($0))] } ?? []) + (text.map { [("ERR_INFO", $0)] } ?? [])
    case .malformed(let error): return [("malformed", error.description)]
    }
  }

  /// IANA "EDHOC Method Types": how the initiator and the responder authenticate.
  private static let methods = [
    0: "(signature keys)", 1: "(signature key, static DH key)", 2: "(static DH key, signature key)",
    3: "(static DH keys)",
  ]

  /// IANA "EDHOC Error Codes".
  private static let errors = [
    0: "(success)", 1: "(unspecified)", 2: "(wrong selected cipher suite)", 3: "(unknown credential referenced)",
  ]
}

extension ContentFormat {
  /// application/edhoc+cbor-seq
  fileprivate static let edhoc = ContentFormat(rawValue: 64)
  /// application/cid-edhoc+cbor-seq
  fileprivate static let cidEDHOC = ContentFormat(rawValue: 65)
}

extension MessageView {
  /// Whether it is a request to /.well-known/edhoc.
  fileprivate var isToEDHOCResource: Bool {
    guard code.isRequest else { return false }
    var segments = Self.edhocResource[...]
    var options = options
    while let option = options.next() {
      guard option.number == .uriPath else { continue }
      guard let segment = segments.popFirst(), option.value.withUnsafeBytes({ $0.elementsEqual(segment) }) else {
        return false
      }
    }
    return segments.isEmpty
  }

  private static let edhocResource = [Array(".well-known".utf8), Array("edhoc".utf8)]
}
