/// What is known of a word or a number that somebody read in a report or a log.
package struct Answer: Sendable {
  /// Findings of that name.
  package private(set) var findings: [Explanation] = []
  /// Rows of the tables that the name or the number stands for: more than one if it is ambiguous, or made of several.
  package private(set) var codes: [StatusCode] = []
  /// How the number is made of those of `codes`, if no table has it as a whole.
  package private(set) var composition: String?

  /// Nil if nothing is known by that name or number.
  ///
  /// A number of Mbed TLS may be written as `-0x7280`, `0x7280`, `7280` or `-29312`, and of the names the prefix may be
  /// left out. A decimal number without sign is an alert if one has it. Errors of Mbed TLS may be sums: that of the
  /// module that failed, a multiple of 128, and that of what failed below it.
  package init?(to query: String) {
    guard query.utf8.count <= Self.maximumLength else { return nil }
    let query = query.filter { !$0.isWhitespace }
    if let explanation = Explanation.with(id: query.lowercased()) {
      findings = [explanation]
      return
    }
    codes = Self.codes(named: query)
    if codes.isEmpty, let number = WrittenNumber(query) {
      codes = number.isSigned ? [] : StatusCode.with(.alert, number: number.decimal ?? -1)
      if codes.isEmpty { codes = number.magnitudes.flatMap { Self.codes($0, isSigned: number.isSigned) } }
      if codes.isEmpty { takeApart(number) }
    }
    if codes.isEmpty { return nil }
  }

  private static func codes(named name: String) -> [StatusCode] {
    let name = name.uppercased().replacing("-", with: "_")
    return StatusCode.all.filter { code in
      let full = code.name.uppercased()
      return full == name || (code.origin.prefixes.contains { $0 + name == full })
    }
  }

  private static func codes(_ magnitude: Int, isSigned: Bool) -> [StatusCode] {
    let errors = StatusCode.with(.mbedTLS, number: -magnitude) + StatusCode.with(.psa, number: -magnitude)
    if isSigned { return errors }
    return errors + StatusCode.with(.espTLS, number: magnitude) + StatusCode.with(.libcoap, number: magnitude)
  }

  private mutating func takeApart(_ number: WrittenNumber) {
    for magnitude in number.magnitudes where codes.isEmpty {
      let module = StatusCode.with(.mbedTLS, number: -(magnitude & ~0x7f))
      let cause = StatusCode.with(.mbedTLS, number: -(magnitude & 0x7f))
      guard let first = module.first, let second = cause.first else { continue }
      codes = module + cause
      let sum = StatusCode.hexadecimal(magnitude)
      composition = "-\(sum) is the sum of \(first.numberText), what failed, and \(second.numberText), why it did."
    }
  }
}

extension StatusCode.Origin {
  /// What may be left out of a name.
  fileprivate var prefixes: [String] {
    switch self {
    case .alert: []
    case .mbedTLS: ["MBEDTLS_ERR_", "MBEDTLS_"]
    case .psa: ["PSA_ERROR_", "PSA_"]
    case .espTLS: ["ESP_ERR_", "ESP_ERR_ESP_TLS_", "ESP_ERR_MBEDTLS_"]
    case .libcoap: ["COAP_EVENT_", "COAP_"]
    }
  }
}

/// A number as people write it.
struct WrittenNumber {
  /// Whether it has a minus sign.
  let isSigned: Bool
  /// Its value without the sign if it can be read as a decimal number.
  let decimal: Int?
  /// Its value without the sign if it can be read as a hexadecimal number.
  let hexadecimal: Int?

  /// Every value that it may have.
  var magnitudes: [Int] { [hexadecimal, decimal].compactMap(\.self) }

  /// Digits of more than any code has are no number.
  private static let maximumDigits = 8

  /// Nil if `text` is no number.
  init?(_ text: some StringProtocol) {
    isSigned = text.hasPrefix("-")
    var digits = isSigned ? text.dropFirst() : text[...]
    let isHexadecimal = digits.lowercased().hasPrefix("0x")
    if isHexadecimal { digits = digits.dropFirst(2) }
    guard (1...Self.maximumDigits).contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit) else { return nil }
    hexadecimal = Int(digits, radix: 16)
    decimal = isHexadecimal ? nil : Int(digits)
  }
}
