import CoAP

/// Which requests a test takes for its own: what tells its stimulus from those of other tests.
package struct Pattern: Sendable {
  /// The type; nil if any will do.
  let type: MessageType?
  /// The methods, one of which it has; empty for an Empty message.
  let codes: [Code]
  /// The values of its Uri-Path options, exactly.
  let path: [[UInt8]]?
  /// Options that it has.
  let present: [OptionNumber]
  /// Options that it does not have.
  let absent: [OptionNumber]
  /// Whether its token is empty; nil if that does not matter.
  let hasEmptyToken: Bool?
  /// Whatever else it must be.
  let isWanted: @Sendable (Message) -> Bool

  init(
    _ type: MessageType?, _ codes: Code..., path: [String]? = nil, with present: [OptionNumber] = [],
    without absent: [OptionNumber] = [], hasEmptyToken: Bool? = nil,
    where isWanted: @escaping @Sendable (Message) -> Bool = { _ in true }
  ) {
    self.type = type
    self.codes = codes
    self.path = path.map { $0.map { [UInt8]($0.utf8) } }
    self.present = present
    self.absent = absent
    self.hasEmptyToken = hasEmptyToken
    self.isWanted = isWanted
  }

  /// Whether `message` is such a request.
  func matches(_ message: Message) -> Bool {
    guard type == nil || type == message.type, codes.contains(message.code) else { return false }
    if let path, !message.has(path: path) { return false }
    if let hasEmptyToken, hasEmptyToken != message.token.isEmpty { return false }
    return present.allSatisfy(message.has) && !absent.contains(where: message.has) && isWanted(message)
  }
}

extension Message {
  /// Whether an option `number` is there.
  func has(_ number: OptionNumber) -> Bool {
    options.contains { $0.number == number }
  }

  /// Whether the values of its Uri-Path options are `path`.
  func has(path: [[UInt8]]) -> Bool {
    var count = 0
    for option in options where option.number == .uriPath {
      guard count < path.count, option.value == path[count] else { return false }
      count += 1
    }
    return count == path.count
  }

  /// The values of the options `number`, in order.
  func values(_ number: OptionNumber) -> [[UInt8]] {
    options.filter { $0.number == number }.map(\.value)
  }

  /// The value of the first option `number` as an unsigned integer; nil without one.
  func uint(_ number: OptionNumber) -> UInt64? {
    guard case .uint(let value) = options.first(where: { $0.number == number })?.decoded(in: code) else { return nil }
    return value
  }

  /// The block in the first option `number`; nil without one.
  func block(_ number: OptionNumber) -> Block? {
    values(number).first.flatMap { Block($0.span.bytes) }
  }

  /// The value of Observe; nil without one.
  var observe: Observe? {
    values(.observe).first.flatMap { Observe($0.span.bytes) }
  }

  /// Whether it asks to be an observer of a resource.
  var isRegistration: Bool { code == .get && observe == .register }
}
