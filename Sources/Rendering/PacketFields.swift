import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// The fields below a line of a record or message.
extension PacketLineWriter {
  /// Adds a line for a field; one without a value, if it has to have one, is said to be empty.
  private mutating func field(_ depth: Int, _ name: String, _ value: String, hasValue: Bool = true) {
    line.append(repeating: UInt8(ascii: " "), count: 8 + 2 * depth)
    line.append(trusted: name)
    if hasValue {
      line.append(": ")
      if value.isEmpty { line.append("(empty)") } else { line.appendSafe(value) }
    }
    end()
  }

  private mutating func append(_ fields: [Field], _ depth: Int) {
    for item in fields {
      // What has no value is a structure, unless there is nothing in it.
      field(depth, SafeText.string(item.name), item.value, hasValue: !item.value.isEmpty || item.children.isEmpty)
      append(item.children, depth + 1)
    }
  }

  /// Adds every field of a record, a line each.
  mutating func appendFields(_ report: borrowing RecordReport) {
    field(
      0, "record",
      report.isUnified && report.protection != .opened
        ? "ciphertext, length \(report.length)"
        : "\(report.contentType), version \(report.version), epoch \(report.epoch), "
          + "sequence_number \(report.sequenceNumber), "
          + (report.connectionID.byteCount > 0 ? "cid \(Hex.string(report.connectionID)), " : "")
          + "length \(report.length)")
    switch report.content {
    case .handshake(let notes, _):
      for note in notes {
        field(
          0, "\(note.type)",
          "message_seq \(note.messageSequence), length \(note.length), fragment_offset \(note.fragmentOffset), "
            + "fragment_length \(note.fragmentLength)")
        append(note.message?.fields ?? [], 1)
        append(fingerprints(of: note.message), 1)
      }
      if report.hasProblem { field(0, "data", Hex.string(report.payload)) }
    case .alert(let alert?):
      field(0, "level", "\(alert.level)")
      field(0, "description", "\(alert.description)")
    case .ack(let ack):
      append(ack.fields, 0)
    case .other where report.contentType == .heartbeat && report.payload.byteCount > 0:
      do throws(DecodeError) {
        append(try HeartbeatMessage(report.payload).fields, 0)
      } catch {
        field(0, "malformed", error.description)
        field(0, "data", Hex.string(report.payload))
      }
    default:
      if report.payload.byteCount > 0 { field(0, "data", Hex.string(report.payload)) }
    }
  }

  /// By what databases know hellos like this one.
  private func fingerprints(of message: HandshakeMessage?) -> [Field] {
    switch message {
    case .clientHello(let hello)?:
      let ja3 = JA3.text(of: hello)
      return [Field("JA4", JA4.fingerprint(of: hello)), Field("JA3", JA3.fingerprint(of: ja3), [Field("text", ja3)])]
    case .serverHello(let hello)?:
      let ja3s = JA3.text(of: hello)
      return [Field("JA3S", JA3.fingerprint(of: ja3s), [Field("text", ja3s)])]
    default: return []
    }
  }

  /// Adds every field of a CoAP message, a line each.
  mutating func appendFields(_ event: borrowing CoAPEvent) {
    if let record = event.record {
      field(0, "record", "application_data, epoch \(record.epoch), sequence_number \(record.sequenceNumber)")
    }
    appendFields(event.oscore)
    let message = event.message
    appendHeader(message.type, message.code, message.messageID, token: Hex.string(message.token))
    var options = message.options
    while let option = options.next() { append(option.number, option.decoded(in: message.code)) }
    appendFields(EDHOCMessage(message))
    if message.payload.byteCount > 0 { appendPayload(message) }
    if let transfer = event.place.completed, let body = transfer.wholeBody {
      let bytes = body.span.bytes
      appendPayload(
        "Body", size: body.count.counted("byte"), bytes, transfer.contentFormat,
        PayloadDecoding(bytes, transfer.contentFormat, in: message.code))
    }
  }

  private mutating func appendPayload(_ message: borrowing MessageView) {
    let captured = message.missing > 0 ? "\(message.payload.byteCount) of " : ""
    let length = message.payloadLength ?? message.payload.byteCount
    appendPayload(
      "Payload", size: "\(captured)\(length.counted("byte"))", message.payload, message.contentFormat,
      PayloadDecoding(message))
  }

  /// Adds a payload or body: what was decoded of it, or else its text or bytes, and both if it could not be decoded as a
  /// whole.
  private mutating func appendPayload(
    _ label: String, size: String, _ bytes: RawSpan, _ format: ContentFormat?, _ decoding: PayloadDecoding?
  ) {
    let payload = PayloadText.text(of: bytes, format)
    if let text = decoding?.text, let format = decoding?.format {
      field(0, "\(label) (\(size), \(format)\(decoding?.isGuess == true ? ", a guess" : "")):", "", hasValue: false)
      appendLines(text)
    }
    if decoding?.text == nil || decoding?.problem != nil {
      let name = decoding?.text == nil ? "\(label) (\(size), \(payload.encoding.rawValue))" : "as sent"
      if payload.text.utf8.contains(UInt8(ascii: "\n")) {
        field(0, name + ":", "", hasValue: false)
        appendLines(payload.text)
      } else {
        field(0, name, payload.text)
      }
    }
    if let problem = decoding?.problem { field(0, style.paint("[\(problem)]", .bad), "", hasValue: false) }
  }

  /// Adds the lines of a text, a step to the right.
  private mutating func appendLines(_ text: String) {
    for part in text.utf8.split(separator: UInt8(ascii: "\n")) {
      line.append(repeating: UInt8(ascii: " "), count: 10)
      line.appendSafe(String(Substring(part)))
      end()
    }
  }

  /// Adds what could be read of a message that could not be decoded, and its bytes.
  mutating func appendFields(_ notice: Notice) {
    switch notice {
    case .malformedCoAP(let message), .cutCoAP(let message):
      appendHeader(message.type, message.code, message.messageID, token: message.token.map { Hex.string($0) })
      for option in message.options { append(option.number, option.decoded(in: message.code ?? .empty)) }
      field(0, "data", Hex.string(message.bytes))
    default: break
    }
  }

  private mutating func appendHeader(_ type: MessageType?, _ code: Code?, _ messageID: UInt16?, token: String?) {
    if let type { field(0, "Type", "\(type)") }
    if let code { field(0, "Code", "\(code.dotted) \(code.name ?? "")") }
    if let messageID { field(0, "Message ID", "\(messageID)") }
    if let token { field(0, "Token", token) }
  }

  /// Adds an option; one that has no value by its definition is a name alone.
  private mutating func append(_ number: OptionNumber, _ value: OptionValue) {
    let name = number.name == nil ? "\(number) (\(number.properties))" : "\(number)"
    field(0, name, value.description, hasValue: value != .empty)
  }

  /// Adds a line for a message of EDHOC, and one for each field.
  private mutating func appendFields(_ message: EDHOCMessage?) {
    guard let message else { return }
    field(0, "EDHOC \(message.name)", "", hasValue: false)
    for (name, value) in message.fields { field(1, name, value) }
  }

  /// Adds a line for OSCORE, and one for each field of its option.
  private mutating func appendFields(_ facts: OSCOREFacts?) {
    guard let facts else { return }
    field(0, "OSCORE", "", hasValue: false)
    for (name, value) in OSCOREText.fields(facts) { field(1, name, value) }
  }
}
