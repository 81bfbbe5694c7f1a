extension StatusCode {
  /// Smaller decimal numbers in a log are mostly no errors of Mbed TLS: signal strengths, counts, errno.
  private static let smallestDecimal = 0x1000
  /// More codes than this in one line are not looked for.
  private static let maximumMentions = 16

  /// The codes that a text mentions, in order, each once: `-0x7780`, `-30592`, `0x801a`, or by their full name.
  package static func mentioned(in text: String) -> [StatusCode] {
    var found: [StatusCode] = []
    let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "-") }
    for word in words where found.count < maximumMentions {
      for code in codes(mentionedBy: word)
      where !found.contains(where: { $0.name == code.name && $0.number == code.number }) {
        found.append(code)
      }
    }
    return found
  }

  private static func codes(mentionedBy word: Substring) -> [StatusCode] {
    if word.hasPrefix("MBEDTLS_ERR_") || word.hasPrefix("ESP_ERR_") || word.hasPrefix("COAP_EVENT_")
      || word.hasPrefix("PSA_ERROR_")
    {
      return Self.all.filter { $0.name == word }
    }
    guard let number = WrittenNumber(word) else { return [] }
    if number.isSigned {
      guard word.lowercased().hasPrefix("-0x") || (number.decimal ?? 0) >= smallestDecimal else { return [] }
      return Answer(to: String(word))?.codes ?? []
    }
    guard number.decimal == nil, let magnitude = number.hexadecimal else { return [] }
    return with(.espTLS, number: magnitude)
  }
}
