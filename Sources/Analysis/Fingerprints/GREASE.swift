/// Numbers that clients offer so that nobody relies on knowing all numbers (RFC 8701): they tell nothing of the client.
enum GREASE {
  /// Whether a number is one of the sixteen of RFC 8701 §2: 0x0a0a, 0x1a1a … 0xfafa.
  static func contains(_ number: UInt16) -> Bool {
    number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff
  }
}
