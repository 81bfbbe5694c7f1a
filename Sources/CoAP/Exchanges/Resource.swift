import Bytes

/// What a request is about: the parts of its URI (RFC 7252 §6.5) as text that is safe to show, see `URIText`.
package struct Resource: Hashable, Sendable {
  /// The path with its query, "/a/b?c=d"; the whole URI if it came in Proxy-Uri.
  package let text: [UInt8]
  /// Uri-Host, as sent.
  package let host: [UInt8]?
  /// Uri-Port.
  package let port: UInt16?
  /// Whether `text` is the whole URI (RFC 7252 §5.10.2).
  package let isWholeURI: Bool
  /// Tells the bodies of concurrent transfers apart: a digest of the Request-Tag options (RFC 9175 §3), 0 without one.
  let requestTag: UInt64

  /// Bytes of the text that are kept: far more than paths have.
  static let maximumLength = 1024

  /// The resource that `message`, a request, names. `text` is where the path is put together.
  init(_ message: borrowing MessageView, text: inout TextBuffer) {
    text.removeAll()
    var (host, port, requestTag): ([UInt8]?, UInt16?, UInt64) = (nil, nil, 0)
    var isWholeURI = false
    if message.hasUncommonURI {
      var options = message.options
      while let option = options.next() {
        switch option.number {
        case .uriHost: host = [UInt8](option.value)
        case .uriPort: port = option.value.unsignedValue(limit: 2).map { UInt16(truncatingIfNeeded: $0) }
        case .requestTag: requestTag = requestTag &* 31 &+ option.value.digest
        case .proxyUri:
          isWholeURI = true
          URIText.append(option.value, to: &text, as: .query)
        default: break
        }
      }
    }
    if !isWholeURI {
      message.appendPath(to: &text)
      if message.has(.uriQuery) {
        text.append(UInt8(ascii: "?"))
        message.appendQuery(to: &text)
      }
    }
    self.text = [UInt8](text.bytes.extracting(first: min(text.count, Self.maximumLength)))
    (self.host, self.port, self.isWholeURI, self.requestTag) = (host, port, isWholeURI, requestTag)
  }

  /// The path alone.
  package var path: String {
    String(decoding: isWholeURI ? text[...] : text.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
  }
}
