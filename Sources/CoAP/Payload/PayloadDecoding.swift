import Bytes

/// What a payload says by its content format: text that is safe to show, and what is wrong with it.
package struct PayloadDecoding: Equatable, Sendable {
  /// What it was decoded as: "JSON", "SenML CBOR"; nil if it was not.
  package let format: String?
  /// Whether that is a guess, because the message does not say.
  package let isGuess: Bool
  /// Whether nothing in it contradicts the format, as far as it was read.
  package let isValid: Bool
  /// The content in lines, as far as it could be read; nil where it would only repeat the payload's text.
  package let text: String?
  /// Why that is not all, in a sentence.
  package let problem: String?

  /// Decodes the payload of a message; nil if there is nothing to say of it: it is empty, bytes of an unknown kind, or
  /// ciphertext (OSCORE, RFC 8613 §4.1).
  package init?(_ message: borrowing MessageView) {
    guard message.payload.byteCount > 0, !message.has(.oscore) else { return nil }
    self.init(
      message.payload, message.contentFormat, in: message.code, part: message.part, missing: message.missing)
  }

  /// Decodes a payload in a message of `code`.
  ///
  /// - Parameter part: which block of a body it is; nil if it is all.
  /// - Parameter missing: number of bytes at its end that were not captured.
  package init?(
    _ payload: RawSpan, _ format: ContentFormat?, in code: Code, part: Block? = nil, missing: Int = 0
  ) {
    if format == nil, code.hasDiagnosticPayload {
      self.init(text: payload, format: "diagnostic payload", part, missing)
      return
    }
    let content = format?.content ?? .any
    switch content {
    case .binary: return nil
    case .compressed: self.init(format: format?.name, problem: "its coding is not decoded")
    case .text, .xml: self.init(text: payload, format: content.name, part, missing)
    case .any:
      if let part {
        guard !PayloadText.isText(payload) else { return nil }
        self.init(format: nil, problem: "block \(part) of a body: not decoded")
      } else {
        self.init(guessing: payload)
      }
    default:
      if let part {
        self.init(format: content.name, problem: "block \(part) of a body: not decoded")
      } else {
        self.init(payload, as: content, missing: missing)
      }
    }
  }

  private init(
    format: String?, isGuess: Bool = false, isValid: Bool = true, text: String? = nil, problem: String?
  ) {
    self.format = format
    self.isGuess = isGuess
    self.isValid = isValid
    self.text = text
    self.problem = problem
  }

  private init(_ payload: RawSpan, as content: ContentFormat.Content, isGuess: Bool = false, missing: Int = 0) {
    var writer = PayloadWriter()
    var end: DecodeError?
    do throws(DecodeError) { try writer.append(payload, as: content) } catch { end = error }
    writer.endLine()
    let isCut = missing > 0 && end != nil
    let contradictions = [writer.problem, isCut || writer.bound != nil ? nil : end].compactMap { $0 }
    var problems = contradictions.map { "not valid \(content.name): \($0)" }
    if let bound = writer.bound {
      problems.append("\(bound)")
    } else if isCut {
      problems.append("cut by the capture: \(missing.counted("byte")) missing")
    }
    self.init(
      format: content.name, isGuess: isGuess, isValid: contradictions.isEmpty, text: writer.finish(),
      problem: problems.isEmpty ? nil : problems.joined(separator: "; "))
  }

  /// Text, which a block or the capture may end within a character.
  private init(text: RawSpan, format: String, _ part: Block?, _ missing: Int) {
    let place = part == nil && missing == 0 ? UTF8Text.firstError(in: text) : nil
    self.init(
      format: format, isValid: place == nil, problem: place.map { "not valid text: byte \($0) is not UTF-8" })
  }
}

// MARK: Guesses

extension PayloadDecoding {
  /// Decodes as the first format that a payload obeys to its end; nil if it obeys none.
  private init?(guessing payload: RawSpan) {
    for content in Self.guesses(payload) {
      let decoding = PayloadDecoding(payload, as: content, isGuess: true)
      guard decoding.isValid else { continue }
      self = decoding
      return
    }
    guard PayloadText.isText(payload) else { return nil }
    self.init(format: ContentFormat.Content.text.name, isGuess: true, problem: nil)
  }

  /// The formats of which a payload may be by its first character or byte. Only what has structure is guessed: any byte
  /// below 24 is a number in CBOR.
  private static func guesses(_ payload: RawSpan) -> [ContentFormat.Content] {
    guard let first = payload.byte(at: 0), payload.byteCount > 1 else { return [] }
    if PayloadText.isText(payload) {
      switch first {
      case UInt8(ascii: "{"), UInt8(ascii: "["): return [.json]
      case UInt8(ascii: "<"): return [.linkFormat]
      default: return []
      }
    }
    switch first {
    // An array, a map or a tag of CBOR; entries of TLV other than an object instance begin with the same bits as some.
    case 0x80...0xdf: return [.cbor(.plain), .lwM2MTLV]
    case 0x00...0x3f where payload.byteCount > 3: return [.lwM2MTLV]
    case 0xe0...0xff: return [.lwM2MTLV]
    default: return []
    }
  }
}

// MARK: Formats

extension PayloadWriter {
  /// Appends a payload, or a part of one, of which is known what it is made of.
  mutating func append(_ payload: RawSpan, as content: ContentFormat.Content) throws(DecodeError) {
    switch content {
    case .json: try appendJSON(payload)
    case .senMLJSON: try appendSenMLJSON(payload)
    case .linkFormat: try appendLinks(payload)
    case .cbor(let meaning): try appendCBOR(payload, meaning)
    case .cborSequence: try appendCBORSequence(payload)
    case .lwM2MTLV: try appendTLV(payload)
    case .multipart: try appendMultipart(payload)
    case .text, .xml:
      appendQuoted(payload)
      if let place = UTF8Text.firstError(in: payload) {
        throw DecodeError("text", "", at: place, .invalid("not UTF-8"))
      }
    case .any where PayloadText.isText(payload): appendQuoted(payload)
    case .compressed, .binary, .any:
      append("h'")
      append(hex: payload)
      append("'")
    }
  }
}

extension ContentFormat.Content {
  /// Its name in the report.
  fileprivate var name: String {
    switch self {
    case .text: "text"
    case .xml: "XML"
    case .json: "JSON"
    case .senMLJSON: "SenML JSON"
    case .linkFormat: "link-format"
    case .cbor(let meaning): "\(meaning.name)"
    case .cborSequence: "CBOR sequence"
    case .lwM2MTLV: "LwM2M TLV"
    case .multipart: "multipart-core"
    case .compressed: "compressed"
    case .binary, .any: "binary"
    }
  }
}
