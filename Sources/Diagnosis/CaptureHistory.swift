import Analysis
import Bytes
import Capture
import CoAP

/// What was seen in a capture besides the session at hand. Bounded.
struct CaptureHistory {
  /// A session, and its number in reports.
  struct Known {
    let number: Int
    let digest: SessionDigest
  }

  /// Sessions that are remembered, so many that those of a day of a busy server are among them; of more, the older half is
  /// forgotten.
  static let maximumSessions = 16_384
  /// Sessions of one host that are looked through for one question, those nearest in number to the one at hand.
  static let maximumCompared = 64
  /// Packets that lack fragments and are remembered.
  static let maximumLostFragments = 1024
  /// Plain conversations that are remembered.
  static let maximumConversations = 4096
  /// Resources whose value is remembered; those that were written first.
  static let maximumValues = 1024

  /// A resource on a host.
  private struct WrittenResource: Hashable {
    let host: IPAddress
    let resource: [UInt8]
  }

  private var sessions: [Int: SessionDigest] = [:]
  private var numbersByClient: [IPAddress: [Int]] = [:]
  private var numbersByServer: [Endpoint: [Int]] = [:]
  /// Endpoints that talked CoAP without DTLS.
  private(set) var conversations: [PlainConversation] = []
  private(set) var hosts = HostHistory()
  /// Packets that came in IP fragments and not whole.
  private(set) var lostFragments: [LostFragments] = []
  /// What was put last on each resource of a host, if it is short.
  private var values: [WrittenResource: [UInt8]] = [:]
  /// Why sessions failed, by their numbers.
  private(set) var causes: [Int: Explanation] = [:]

  /// Takes in what is known of a session, in place of what was known before.
  mutating func add(_ digest: SessionDigest, number: Int) {
    guard sessions.updateValue(digest, forKey: number) == nil else { return }
    numbersByClient[digest.client.address, default: []].insert(ordered: number)
    numbersByServer[digest.server, default: []].insert(ordered: number)
    if sessions.count > Self.maximumSessions { forgetOlderHalf() }
  }

  mutating func add(_ sighting: HostSighting, at stamp: PacketStamp) {
    hosts.add(sighting, at: stamp)
  }

  mutating func add(_ conversation: PlainConversation) {
    if conversations.count < Self.maximumConversations { conversations.append(conversation) }
  }

  mutating func add(_ problem: NetworkProblem, at stamp: PacketStamp) {
    guard case .droppedFragments(_, let source, let destination, _, let fragments, let bytes) = problem,
      lostFragments.count < Self.maximumLostFragments
    else { return }
    lostFragments.append(
      LostFragments(source: source, destination: destination, stamp: stamp, fragments: fragments, bytes: bytes))
  }

  /// Takes in why a session failed.
  mutating func noteCause(_ explanation: Explanation, of number: Int) {
    if causes.count < Self.maximumSessions { causes[number] = explanation }
  }

  /// Takes in what was put on a host.
  mutating func noteWrites(of facts: ConversationFacts, to host: IPAddress) {
    for write in facts.writes where write.status.class == 2 {
      let resource = WrittenResource(host: host, resource: write.resource)
      if values.count < Self.maximumValues || values[resource] != nil { values[resource] = write.value }
    }
  }

  /// What was put last on the resources of `writes` on a host.
  func values(for writes: [ConversationFacts.Write], on host: IPAddress) -> [[UInt8]: [UInt8]] {
    var found: [[UInt8]: [UInt8]] = [:]
    for write in writes { found[write.resource] = values[WrittenResource(host: host, resource: write.resource)] }
    return found
  }

  /// The sessions of all clients on a host, but for session `number`, in the order of their numbers.
  func sessions(ofClient host: IPAddress, besides number: Int) -> [Known] {
    known(numbersByClient[host] ?? [], besides: number)
  }

  /// The sessions of a server, but for session `number`, in the order of their numbers.
  func sessions(ofServer server: Endpoint, besides number: Int) -> [Known] {
    known(numbersByServer[server] ?? [], besides: number)
  }

  /// All sessions, in the order of their numbers.
  var allSessions: [Known] { sessions.sorted { $0.key < $1.key }.map { Known(number: $0.key, digest: $0.value) } }

  private func known(_ numbers: [Int], besides number: Int) -> [Known] {
    let place = numbers.insertionPlace(of: number)
    let start = max(0, min(place - Self.maximumCompared / 2, numbers.count - Self.maximumCompared))
    return numbers[start...].prefix(Self.maximumCompared).compactMap { other in
      other == number ? nil : sessions[other].map { Known(number: other, digest: $0) }
    }
  }

  private mutating func forgetOlderHalf() {
    let kept = Set(sessions.keys.sorted().suffix(Self.maximumSessions / 2))
    sessions = sessions.filter { kept.contains($0.key) }
    causes = causes.filter { kept.contains($0.key) }
    numbersByClient = numbersByClient.compactMapValues { Self.keeping(kept, of: $0) }
    numbersByServer = numbersByServer.compactMapValues { Self.keeping(kept, of: $0) }
  }

  private static func keeping(_ kept: Set<Int>, of numbers: [Int]) -> [Int]? {
    let rest = numbers.filter(kept.contains)
    return rest.isEmpty ? nil : rest
  }
}

extension [Int] {
  /// Where a number belongs in a list in ascending order.
  fileprivate func insertionPlace(of number: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Puts a number where it belongs: nearly always at the end.
  fileprivate mutating func insert(ordered number: Int) {
    if let last, last > number { insert(number, at: insertionPlace(of: number)) } else { append(number) }
  }
}

/// A packet that came in IP fragments, and not whole.
struct LostFragments {
  let source: IPAddress
  let destination: IPAddress
  /// When it was given up.
  let stamp: PacketStamp
  /// Fragments of it that were captured.
  let fragments: Int
  /// Bytes in them.
  let bytes: Int
}

/// When hosts were heard, and looked for in vain.
struct HostHistory {
  /// Hosts that are remembered; those seen first stay.
  static let maximumHosts = 16_384
  /// Stretches of time that are remembered of a host; the last one goes on.
  static let maximumStretches = 16
  /// Nanoseconds of silence that end a stretch.
  static let gap: Int64 = 5_000_000_000

  /// What is known of a host.
  struct Host {
    /// When it was heard: from, to.
    fileprivate(set) var heard: [ClosedRange<Int64>] = []
    /// The first packet that asked for its address and was followed by nothing of it so far.
    fileprivate(set) var wanted: PacketStamp?
    /// How often it was asked for since it was heard last.
    fileprivate(set) var requests = 0
  }

  private var hosts: [IPAddress: Host] = [:]

  mutating func add(_ sighting: HostSighting, at stamp: PacketStamp) {
    guard hosts[sighting.address] != nil || hosts.count < Self.maximumHosts else { return }
    hosts[sighting.address, default: Host()].add(sighting.kind, at: stamp)
  }

  /// What is known of a host.
  func host(_ address: IPAddress) -> Host? { hosts[address] }

  /// Whether a host was heard from within `margin` nanoseconds around a stretch of time.
  func wasHeard(_ address: IPAddress, around time: ClosedRange<Int64>, margin: Int64) -> Bool {
    let wide = (time.lowerBound &- margin)...(time.upperBound &+ margin)
    return hosts[address]?.heard.contains { $0.overlaps(wide) } ?? false
  }
}

extension HostHistory.Host {
  fileprivate mutating func add(_ kind: HostSighting.Kind, at stamp: PacketStamp) {
    if kind == .wanted {
      if wanted == nil { wanted = stamp }
      requests += 1
      return
    }
    (wanted, requests) = (nil, 0)
    let time = stamp.nanoseconds
    if let last = heard.last, heard.count >= HostHistory.maximumStretches || time &- last.upperBound < HostHistory.gap {
      heard[heard.count - 1] = min(last.lowerBound, time)...max(last.upperBound, time)
    } else {
      heard.append(time...time)
    }
  }
}
