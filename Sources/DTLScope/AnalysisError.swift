/// Why a capture or a file of keys could not be used, in one line that says what, where and what to do. It never holds a
/// secret.
public struct AnalysisError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, for people.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
