/// What two endpoints said to each other under OSCORE lately: the requests, which their responses are bound to, and the
/// sequence numbers.
package struct OSCOREExchanges {
  /// Requests that are remembered, of both ends: an observation's notifications are bound to its registration, and a
  /// client has few of them.
  static let maximumRequests = 32
  /// The longest token in bytes of a request that is remembered: more than any client is known to need.
  static let maximumTokenLength = 32
  /// Ends of contexts whose sequence numbers are remembered: two endpoints share one context, or a few.
  static let maximumWindows = 16

  /// An end of a context, by its place among the contexts.
  struct Sender: Hashable {
    let context: Int
    let end: Int

    /// The other end.
    var peer: Sender { Sender(context: context, end: 1 - end) }
  }

  /// A request that a response may come to.
  enum Request {
    /// It was opened: who sent it, and with which Partial IV.
    case opened(Sender, partialIV: [UInt8])
    /// It was not.
    case sealed
  }

  /// The request of one end with a token.
  struct Name: Hashable {
    let token: [UInt8]
    let isFromFirst: Bool
  }

  /// The newest last.
  private var requests: [(name: Name, request: Request)] = []
  private var windows: [(sender: Sender, window: ReplayWindow)] = []
  /// The kid that was said last to be unknown.
  private var unknownKid: [UInt8]?
  /// The context that opened a request last.
  private(set) var lastContext: Int?

  /// Of endpoints that said nothing yet.
  package init() {}

  /// The request of that name.
  func request(_ name: Name) -> Request? { requests.first { $0.name == name }?.request }

  /// Remembers a request as the newest.
  mutating func note(_ request: Request, _ name: Name) {
    guard name.token.count <= Self.maximumTokenLength else { return }
    requests.removeAll { $0.name == name }
    if requests.count == Self.maximumRequests { requests.removeFirst() }
    requests.append((name, request))
    if case .opened(let sender, _) = request { lastContext = sender.context }
  }

  /// Whether a failure is that of a kid that is unknown, and not the one that was unknown last.
  mutating func isNews(_ failure: OSCOREFailure) -> Bool {
    guard case .unknownKid(let kid, _) = failure, kid != unknownKid else { return false }
    unknownKid = kid
    return true
  }

  /// Takes in a sequence number that an authentic message used; what is wrong with it, if anything is.
  mutating func use(_ number: UInt64, of sender: Sender, packet: Int) -> ReplayProblem? {
    if let index = windows.firstIndex(where: { $0.sender == sender }) {
      return windows[index].window.use(number, packet: packet)
    }
    if windows.count == Self.maximumWindows { windows.removeFirst() }
    var window = ReplayWindow()
    defer { windows.append((sender, window)) }
    return window.use(number, packet: packet)
  }
}
