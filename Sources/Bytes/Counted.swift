extension Int {
  /// `1 message`, `2 messages`.
  package func counted(_ noun: StaticString) -> String {
    self == 1 ? "1 \(noun)" : "\(self) \(noun)s"
  }
}
