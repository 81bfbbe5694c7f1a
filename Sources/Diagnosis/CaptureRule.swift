import Analysis

/// Something that only a capture as a whole shows.
struct CaptureRule: Sendable {
  /// What it finds.
  let check: @Sendable (CaptureHistory, CaptureFacts) -> [Finding]

  init(check: @escaping @Sendable (CaptureHistory, CaptureFacts) -> [Finding]) {
    self.check = check
  }

  /// Every rule.
  static let all: [CaptureRule] =
    [coapToDTLSPort, plainConversations, sharedFailure, halfOpenFlood, acceptStall, unsetClocks] + habits
}
