import Bytes

/// An option that breaks a rule of RFC 7252 §5.4, and what the receiver is to do about it.
///
/// Elective options that are merely unknown break no rule.
package struct OptionViolation: Hashable, Sendable, CustomStringConvertible {
  /// The rule that is broken.
  package enum Rule: Hashable, Sendable {
    /// The value's length in bytes is outside what the option allows (RFC 7252 §5.4.3).
    case length(Int, allowed: ClosedRange<Int>)
    /// The option occurs again though it may occur only once (RFC 7252 §5.4.5).
    case repeated
    /// The option is critical and unknown (RFC 7252 §5.4.1).
    case unknownCritical
    /// The option is not defined for messages of this code (RFC 7252 §5.4).
    case undefined(Code)
    /// The size exponent of a block is 7, which only reliable transports use (RFC 7959 §2.2, RFC 8323 §6).
    case reservedSize
  }

  /// What the receiver is to do: it treats the option as one that it does not know (RFC 7252 §5.4.1), but for a reserved
  /// size.
  package enum Reaction: Hashable, Sendable {
    /// An elective option.
    case ignoreOption
    /// A critical option in a confirmable request.
    case answerBadOption
    /// A reserved block size in a request (RFC 7959 §2.2).
    case answerBadRequest
    /// A critical option in a response that has to be, or is, acknowledged.
    case rejectResponse
    /// A critical option in a non-confirmable message.
    case rejectMessage
  }

  /// Which option.
  package var number: OptionNumber
  /// 0-based place of the option among those of the message.
  package var index: Int
  /// What is wrong with it.
  package var rule: Rule
  /// What the receiver is to do.
  package var reaction: Reaction

  /// The option `number` at `index` breaks `rule`, to which the receiver reacts as given.
  package init(number: OptionNumber, index: Int, rule: Rule, reaction: Reaction) {
    self.number = number
    self.index = index
    self.rule = rule
    self.reaction = reaction
  }
}

extension OptionViolation {
  /// The violations in `message`, in the order of its options; at most one an option.
  package static func list(in message: borrowing MessageView) -> [OptionViolation] {
    if message.hasOrdinaryOptions { return [] }
    var violations: [OptionViolation] = []
    var sequence = message.options
    var previous: OptionNumber?
    var index = 0
    while let option = sequence.next() {
      if let rule = rule(brokenBy: option, after: previous, in: message.code) {
        violations.append(
          OptionViolation(
            number: option.number, index: index, rule: rule,
            reaction: reaction(to: rule, option.number, message.type, message.code)))
      }
      previous = option.number
      index += 1
    }
    return violations
  }

  /// The rule that `option` breaks after the option `previous` in a message of `code`, or nil.
  static func rule(
    brokenBy option: borrowing OptionView, after previous: OptionNumber?, in code: Code
  ) -> Rule? {
    guard let definition = OptionDefinition.of(option.number, in: code) else {
      return option.number.isCritical ? .unknownCritical : nil
    }
    guard definition.length.contains(option.value.byteCount) else {
      return .length(option.value.byteCount, allowed: definition.length)
    }
    guard definition.isDefined(for: code) else { return .undefined(code) }
    if definition.format == .block, Block(option.value)?.isReserved == true { return .reservedSize }
    // Equal numbers are neighbours. A response has one ETag, only a request may list several (RFC 7252 §5.10.6).
    let mayRepeat = definition.isRepeatable && !(option.number == .eTag && code.isResponse)
    return previous == option.number && !mayRepeat ? .repeated : nil
  }

  private static func reaction(
    to rule: Rule, _ number: OptionNumber, _ type: MessageType, _ code: Code
  ) -> Reaction {
    if rule == .reservedSize, code.isRequest { return .answerBadRequest }
    if !number.isCritical { return .ignoreOption }
    if type == .nonConfirmable { return .rejectMessage }
    return code.isResponse ? .rejectResponse : .answerBadOption
  }

  /// A sentence: what is wrong, then what the receiver is to do.
  package var description: String { "\(rule.description(of: number)): \(reaction)" }
}

extension OptionViolation.Rule {
  fileprivate func description(of number: OptionNumber) -> String {
    switch self {
    case .length(let length, let allowed):
      allowed.lowerBound == allowed.upperBound
        ? "\(number) has \(length.counted("byte")), \(allowed.lowerBound) \(allowed.lowerBound == 1 ? "is" : "are") allowed"
        : "\(number) has \(length.counted("byte")), \(allowed.lowerBound) to \(allowed.upperBound) are allowed"
    case .repeated: "\(number) occurs again, once is allowed"
    case .unknownCritical: "critical option \(number.rawValue) is unknown"
    case .undefined(let code): "\(number) is not defined for \(code.dotted)"
    case .reservedSize: "\(number) has size exponent 7, which is reserved"
    }
  }
}

extension OptionViolation.Reaction: CustomStringConvertible {
  /// What RFC 7252 §5.4.1 asks of the receiver.
  package var description: String {
    switch self {
    case .ignoreOption: "the receiver ignores the option"
    case .answerBadOption: "the receiver answers 4.02 Bad Option"
    case .answerBadRequest: "the receiver answers 4.00 Bad Request"
    case .rejectResponse: "the receiver rejects the response"
    case .rejectMessage: "the receiver rejects the message"
    }
  }
}
