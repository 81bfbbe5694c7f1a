import Bytes

/// One option, copied.
package struct Option: Hashable, Sendable {
  /// Which option.
  package var number: OptionNumber
  /// Its value as sent.
  package var value: [UInt8]

  /// An option `number` with `value`.
  package init(_ number: OptionNumber, _ value: [UInt8]) {
    self.number = number
    self.value = value
  }

  init(_ view: borrowing OptionView) {
    self.init(view.number, [UInt8](view.value))
  }
}

/// A message on its own: the copy of a `MessageView` that outlives the packet (RFC 7252 §3).
package struct Message: Hashable, Sendable {
  /// How it takes part in the message layer.
  package var type: MessageType
  /// Its method or its status.
  package var code: Code
  /// Ties acknowledgements and copies to a message.
  package var messageID: UInt16
  /// Ties a response to its request.
  package var token: [UInt8]
  /// In the order in which they stood.
  package var options: [Option]
  /// Empty if there was none.
  package var payload: [UInt8]

  /// A message of the given fields.
  package init(
    type: MessageType, code: Code, messageID: UInt16, token: [UInt8] = [], options: [Option] = [],
    payload: [UInt8] = []
  ) {
    self.type = type
    self.code = code
    self.messageID = messageID
    self.token = token
    self.options = options
    self.payload = payload
  }

  /// A copy of `view`.
  package init(_ view: borrowing MessageView) {
    self.init(
      type: view.type, code: view.code, messageID: view.messageID, token: [UInt8](view.token),
      options: OptionSequence.copied(view.options), payload: [UInt8](view.payload))
  }

  /// Decodes owned bytes.
  package init(bytes: [UInt8]) throws(DecodeError) {
    self.init(try MessageView(bytes.span.bytes))
  }

  /// "/a/b" from its Uri-Path options, "/" without one; escaped as `URIText` says.
  package var path: String {
    var text = TextBuffer(capacity: 64)
    for option in options where option.number == .uriPath {
      text.append(UInt8(ascii: "/"))
      URIText.append(option.value.span.bytes, to: &text, as: .path)
    }
    return text.count == 0 ? "/" : text.string
  }

  /// "a=1&b" from its Uri-Query options, empty without one; escaped as `URIText` says.
  package var query: String {
    var text = TextBuffer(capacity: 64)
    var isFirst = true
    for option in options where option.number == .uriQuery {
      if !isFirst { text.append(UInt8(ascii: "&")) }
      isFirst = false
      URIText.append(option.value.span.bytes, to: &text, as: .query)
    }
    return text.string
  }

  /// The format of the payload, from the first Content-Format option of legal length.
  package var contentFormat: ContentFormat? {
    for option in options where option.number == .contentFormat {
      if let format = ContentFormat(option.value.span.bytes) { return format }
    }
    return nil
  }
}

extension OptionSequence {
  /// The options that are left, copied.
  static func copied(_ sequence: consuming OptionSequence) -> [Option] {
    var options: [Option] = []
    while let option = sequence.next() { options.append(Option(option)) }
    return options
  }
}
