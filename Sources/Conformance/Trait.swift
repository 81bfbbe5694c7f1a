import Bytes
import CoAP

/// One message that a step looks at, and what was seen before it.
struct Look {
  /// All messages of the run.
  let scene: Scene
  /// The number of the step.
  let step: Int
  /// Where the message is.
  let place: Int
  /// How many messages the step looked at before this one.
  let order: Int

  /// The message and its packet.
  var captured: CapturedMessage { scene[place] }
  /// The message.
  var message: Message { captured.message }

  /// The message that the step looked at before this one, or for the first the last one of step `number`.
  func before(from number: Int) -> CapturedMessage? {
    order > 0 ? scene.found[step].map { scene[$0[order - 1]] } : scene.message(number)
  }
}

/// Something that a message must have: a value of the vocabulary in which steps are written.
package struct Trait: Sendable {
  /// What is wrong with a message, or nil.
  let violation: @Sendable (Look) -> Violation?

  init(_ violation: @escaping @Sendable (Look) -> Violation?) {
    self.violation = violation
  }

  /// `expected` of a message, unless `isThere`.
  init(
    _ expected: String, else verdict: Verdict = .fail, found: @escaping @Sendable (Look) -> String,
    if isThere: @escaping @Sendable (Look) -> Bool
  ) {
    self.init { isThere($0) ? nil : Violation(verdict: verdict, expected: expected, found: found($0)) }
  }
}

// MARK: Header

extension Trait {
  /// Its type.
  static func type(_ type: MessageType, else verdict: Verdict = .fail) -> Trait {
    Trait("type \(type)", else: verdict, found: { "\($0.message.type)" }, if: { $0.message.type == type })
  }

  /// Its code, one of `codes`. A peer that refuses the request does not have what the test presupposes, which is no
  /// violation; to succeed with another code is one.
  static func success(_ codes: Code...) -> Trait { success(codes) }

  /// The same with a list.
  static func success(_ codes: [Code]) -> Trait {
    Trait { look in
      let code = look.message.code
      guard !codes.contains(code) else { return nil }
      return Violation(
        verdict: code.class == 4 || code.class == 5 ? .inconclusive : .fail, expected: "code \(text(codes))",
        found: text([code]))
    }
  }

  /// Its code, one of `codes`.
  static func code(_ codes: Code..., else verdict: Verdict = .fail) -> Trait {
    Trait(
      "code \(text(codes))", else: verdict, found: { text([$0.message.code]) }, if: { codes.contains($0.message.code) })
  }

  private static func text(_ codes: [Code]) -> String {
    codes.map { "\($0.dotted) \($0)" }.joined(separator: " or ")
  }

  /// The message ID of the request, which a piggybacked response has. A server may answer separately (RFC 7252 §5.2.2);
  /// the test then does not fit.
  static func messageID(of number: Int) -> Trait {
    Trait { look in
      guard let request = look.scene.message(number)?.message, look.message.messageID != request.messageID else {
        return nil
      }
      return Violation(
        verdict: .inconclusive, expected: "message ID \(request.messageID), as in step \(number)",
        found: "message ID \(look.message.messageID) of a separate response")
    }
  }

  /// A message ID that no request of the steps `numbers` has.
  static func newMessageID(since numbers: Int...) -> Trait {
    Trait(
      "a message ID other than before", found: { "message ID \($0.message.messageID) again" },
      if: { look in
        !numbers.contains { look.scene.message($0)?.message.messageID == look.message.messageID }
      })
  }

  /// The token of step `number`.
  static func token(of number: Int) -> Trait {
    Trait { look in
      guard let token = look.scene.message(number)?.message.token, look.message.token != token else { return nil }
      return Violation(
        verdict: .fail, expected: "token \(text(token)), as in step \(number)",
        found: "token \(text(look.message.token))")
    }
  }

  /// Another token than that of step `number`.
  static func otherToken(than number: Int) -> Trait {
    Trait(
      "a token other than in step \(number)", found: { "token \(text($0.message.token)) again" },
      if: { $0.scene.message(number)?.message.token != $0.message.token })
  }

  /// A token of as many bytes.
  static func token(length: ClosedRange<Int>) -> Trait {
    Trait(
      length == 0...0 ? "an empty token" : "a token of \(length.lowerBound) to \(length.upperBound) bytes",
      found: { "token \(text($0.message.token))" }, if: { length.contains($0.message.token.count) })
  }

  private static func text(_ token: [UInt8]) -> String {
    token.isEmpty ? "of no bytes" : Hex.string(token)
  }

  /// Nothing after the message ID: four bytes in all (RFC 7252 §4.1).
  static let nothingMore = Trait(
    "four bytes", found: { _ in "a token, options or a payload" },
    if: { $0.message.token.isEmpty && $0.message.options.isEmpty && $0.captured.payloadLength == 0 })
}

// MARK: Options

extension Trait {
  /// An option `number`.
  static func option(_ number: OptionNumber, else verdict: Verdict = .fail) -> Trait {
    Trait("\(number)", else: verdict, found: { _ in "no \(number)" }, if: { $0.message.has(number) })
  }

  /// No option `number`.
  static func noOption(_ number: OptionNumber, else verdict: Verdict = .fail) -> Trait {
    Trait("no \(number)", else: verdict, found: { text($0, number) }, if: { !$0.message.has(number) })
  }

  /// At least `count` options `number`.
  static func options(_ number: OptionNumber, atLeast count: Int, else verdict: Verdict = .fail) -> Trait {
    Trait(
      "\(count) or more \(number) options", else: verdict, found: { text($0, number) },
      if: { $0.message.values(number).count >= count })
  }

  /// Options `number` with these values in this order.
  static func options(_ number: OptionNumber, _ values: [String], else verdict: Verdict = .fail) -> Trait {
    Trait(
      "\(number) \(values.joined(separator: ", "))", else: verdict, found: { text($0, number) },
      if: { $0.message.values(number) == values.map { [UInt8]($0.utf8) } })
  }

  /// No option `number` with one of `characters`, which stand between options in a URI and never in one.
  static func noOption(_ number: OptionNumber, with characters: String) -> Trait {
    let bytes = Set(characters.utf8)
    return Trait(
      "no \(number) that holds one of \(characters)", found: { text($0, number) },
      if: { !$0.message.values(number).joined().contains(where: bytes.contains) })
  }

  /// The option `number` with the value that the option `other` of step `step` has.
  static func option(
    _ number: OptionNumber, as other: OptionNumber, of step: Int, else verdict: Verdict = .fail
  ) -> Trait {
    Trait(
      "\(number) as \(other) in step \(step)", else: verdict, found: { text($0, number) },
      if: {
        $0.message.has(number) && $0.message.values(number) == $0.scene.message(step)?.message.values(other)
      })
  }

  /// An option `number` with another value than in step `step`.
  static func option(_ number: OptionNumber, otherThanIn step: Int) -> Trait {
    Trait(
      "another \(number) than in step \(step)", found: { text($0, number) },
      if: {
        $0.message.has(number) && $0.message.values(number) != $0.scene.message(step)?.message.values(number)
      })
  }

  /// The format `format` in an option `number`.
  static func format(_ number: OptionNumber, _ format: ContentFormat) -> Trait {
    Trait(
      "\(number) \(format)", found: { text($0, number) },
      if: { $0.message.values(number).first.flatMap { ContentFormat($0.span.bytes) } == format })
  }

  /// Content-Format, if there is a payload.
  static let formatOfPayload = Trait(
    "Content-Format, as there is a payload", found: { _ in "no Content-Format" },
    if: { $0.captured.payloadLength == 0 || $0.message.has(.contentFormat) })

  /// What the options `number` of a message say.
  private static func text(_ look: Look, _ number: OptionNumber) -> String {
    let values = look.message.options.filter { $0.number == number }.map {
      $0.decoded(in: look.message.code).description
    }
    return values.isEmpty ? "no \(number)" : "\(number) \(values.joined(separator: ", "))"
  }
}

// MARK: Payload

extension Trait {
  /// A payload. Without one, the resource is not what the test presupposes.
  static let payload = Trait(
    "a payload, as the test presupposes", else: .inconclusive, found: { _ in "an empty payload" },
    if: { $0.captured.payloadLength > 0 })

  /// A payload in a request.
  static let requestPayload = Trait(
    "a payload", found: { _ in "an empty payload" }, if: { $0.captured.payloadLength > 0 })

  /// No payload.
  static let noPayload = Trait(
    "no payload", found: { "a payload of \($0.captured.payloadLength) bytes" }, if: { $0.captured.payloadLength == 0 })

  /// The payload of step `number`.
  static func payload(of number: Int, else verdict: Verdict = .fail) -> Trait {
    Trait(
      "the payload of step \(number)", else: verdict, found: { _ in "another payload" },
      if: { $0.message.payload == $0.scene.message(number)?.message.payload })
  }

  /// Another payload than in the steps `numbers`.
  static func payload(otherThanIn numbers: Int...) -> Trait {
    Trait(
      "another payload than before", found: { _ in "the same payload again" },
      if: { look in
        !numbers.contains { look.scene.message($0)?.message.payload == look.message.payload }
      })
  }
}
