import Bytes

/// A code that its message must not have, so that the receiver has to reject the message (RFC 7252 §4.2, §4.3).
package enum CodeViolation: Hashable, Sendable {
  /// The class is one that nothing uses: 1, 3 or 6 (RFC 7252 §12.1).
  case reservedClass(Code)
  /// The class is that of signals between the ends of a reliable connection, which UDP has none of (RFC 8323 §5).
  case signal(Code)
  /// A message of this type does not carry this code (RFC 7252 table 1): a request in an acknowledgement, say.
  case notCarried(MessageType, Code)
}

extension MessageView {
  /// What is wrong with the code, if anything is.
  package var codeViolation: CodeViolation? {
    if type.mayCarry(code) { return nil }
    switch code.class {
    case 1, 3, 6: return .reservedClass(code)
    case 7: return .signal(code)
    default: return .notCarried(type, code)
    }
  }
}

extension CodeViolation: CustomStringConvertible {
  /// A sentence: what is wrong, then what the receiver is to do.
  package var description: String {
    let words =
      switch self {
      case .reservedClass(let code): "class \(code.class) of code \(code.dotted) is reserved"
      case .signal(let code): "code \(code.dotted) is a signal of reliable transports"
      case .notCarried(let type, let code): "\(type) does not carry \(code.dotted)\(code.name.map { " \($0)" } ?? "")"
      }
    return words + ": the receiver rejects the message"
  }
}
