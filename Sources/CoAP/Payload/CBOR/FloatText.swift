/// Floating-point numbers as RFC 8949 §8 writes them: the shortest digits that give the same number back, as JavaScript
/// has them, but always with a decimal point.
enum FloatText {
  /// "1.5", "-0.0", "1.0e+300", "Infinity".
  static func string(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> String {
    if value.isNaN { return "NaN" }
    let sign = value.sign == .minus ? "-" : ""
    if value.isInfinite { return sign + "Infinity" }
    if value == 0 { return sign + "0.0" }
    // Swift's own text has the digits, and the point at another place.
    let parts = value.magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let all = mantissa[0] + fraction
    let leading = all.prefix { $0 == "0" }.count
    var digits = String(all.dropFirst(leading))
    while digits.last == "0" { digits.removeLast() }
    // The number is 0.digits × 10^point.
    let point = mantissa[0].count - leading + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let count = digits.count
    func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
    if point > 0, point <= 21 {
      if point >= count { return sign + digits + zeros(point - count) + ".0" }
      return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }
    if point > -6, point <= 0 { return sign + "0." + zeros(-point) + digits }
    let rest = count > 1 ? String(digits.dropFirst()) : "0"
    return sign + digits.prefix(1) + "." + rest + "e" + (point > 0 ? "+" : "-") + "\((point - 1).magnitude)"
  }

  /// The number in the bits of a half-precision float (IEEE 754 binary16; RFC 8949 Appendix D).
  static func half(_ bits: UInt16) -> Double {
    let exponent = Int(bits >> 10 & 0x1f)
    let significand = Double(bits & 0x3ff)
    let magnitude: Double
    switch exponent {
    case 0: magnitude = significand * 0x1p-24
    case 31: magnitude = significand == 0 ? .infinity : .nan
    default: magnitude = (significand + 1024) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
    }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}
