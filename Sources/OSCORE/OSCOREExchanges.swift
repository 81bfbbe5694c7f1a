import Bytes

/// What two endpoints said to each other under OSCORE lately: the requests, which their responses are bound to, and the
/// sequence numbers.
package struct OSCOREExchanges {
  /// Requests that are remembered, of both ends: an observation's notifications are bound to its registration, and a
  /// client has few of them.
  static let maximumRequests = 64
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

  private var requests = RecentTable<Name, Request>(limit: Self.maximumRequests)
  private var windows = RecentTable<Sender, ReplayWindow>(limit: Self.maximumWindows)
  /// The kid that was said last to be unknown.
  private var unknownKid: [UInt8]?
  /// The context that opened a request last.
  private(set) var lastContext: Int?

  /// Of endpoints that said nothing yet.
  package init() {}

  /// The request of that name.
  func request(_ name: Name) -> Request? { requests[name] }

  /// Remembers a request as the newest.
  mutating func note(_ request: Request, _ name: Name) {
    guard name.token.count <= Self.maximumTokenLength else { return }
    requests.remove(name)
    requests.insert(request, for: name)
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
    var window = windows[sender] ?? ReplayWindow()
    defer { windows.insert(window, for: sender) }
    return window.use(number, packet: packet)
  }
}
