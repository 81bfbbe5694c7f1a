import Analysis
import Bytes
import Capture
import DTLS

/// What only several sessions together show.
extension CaptureRule {
  /// Full handshakes in a row from which on a habit shows; two may be a person who tries.
  static let habit = 3
  /// As many that they are worth a warning: most of what the client sends is handshakes then.
  static let costlyHabit = 5
  /// Requests of a session that is made for them: one, and another one that finds out what to ask.
  static let fewRequests = 2
  /// Nanoseconds between sessions that are made for one request each.
  static let soon: Int64 = 60_000_000_000
  /// Nanoseconds of silence after which an address translation may have forgotten the client: the shortest that are seen
  /// are 20 to 30 s.
  static let translationTimeout: Int64 = 30_000_000_000
  /// Clients that leave a server with half-open handshakes within `floodWindow` from which on it is a flood.
  static let floodClients = 5
  /// Nanoseconds for which libcoap keeps a half-open session.
  static let floodWindow: Int64 = 30_000_000_000
  /// Nanoseconds after which a client that goes on would have sent its hello again.
  static let helloPatience: Int64 = 2_000_000_000

  /// Several clients of one server that fail for the same reason, and none that comes up.
  static let sharedFailure = CaptureRule { history, _ in
    guard history.causes.count > 1 else { return [] }
    return byServer(history).compactMap { server, sessions -> Finding? in
      let failed = sessions.filter { history.causes[$0.number] != nil }
      guard let explanation = failed.first.flatMap({ history.causes[$0.number] }),
        failed.count > 1, failed.allSatisfy({ history.causes[$0.number]?.id == explanation.id }),
        !sessions.contains(where: { $0.digest.outcome == .established })
      else { return nil }
      let hosts = Set(failed.map(\.digest.client.address)).count
      guard hosts > 1 else { return nil }
      return Finding(
        explanation: explanation, severity: .info, confidence: .likely, session: nil,
        text: """
          All \(failed.count) sessions of \(server) that failed, from \(hosts) hosts, failed alike, and none came up: what \
          they have in common is the server and the network before it, so the cause is there rather than in one client.
          """,
        evidence: failed.prefix(3).map {
          Finding.Evidence($0.digest.first, "session \($0.number), from \($0.digest.client)")
        }, remedies: explanation.remedies(for: []))
    }
  }

  /// Hellos of many clients that never go on.
  static let halfOpenFlood = CaptureRule { history, facts in
    guard let end = facts.last else { return [] }
    return byServer(history).compactMap { server, sessions -> Finding? in
      let open = sessions.filter { known in
        known.digest.outcome == .incomplete && known.digest.cookie == nil && known.digest.cipherSuite == nil
          && known.digest.clientRandom != nil && end &- known.digest.last.nanoseconds > helloPatience
      }
      guard open.count >= floodClients, let window = crowdedWindow(open) else { return nil }
      let randoms = Set(window.compactMap(\.digest.clientRandom)).count
      guard randoms >= floodClients, let first = window.first, let last = window.last else { return nil }
      return finding(
        .halfOpenFlood, .warning, .likely,
        """
        \(window.count) clients began a handshake with \(server) within \
        \(TimeWords.seconds(last.digest.first.milliseconds(since: first.digest.first))), each with random bytes of its \
        own, and none went on after its first ClientHello: a scan, forged addresses, or answers that are lost on the way \
        back. Each of them takes memory of a small server until it gives up.
        """, [first, last])
    }
  }

  /// A server that takes no ClientHello with a cookie before it comes again.
  static let acceptStall = CaptureRule { history, _ in
    byServer(history).compactMap { server, sessions -> Finding? in
      let stalls = sessions.compactMap { known in known.digest.stalledAfterCookie.map { (known, $0) } }
      guard stalls.count > 1, stalls.allSatisfy(\.1) else { return nil }
      return finding(
        .acceptRebind1sStall, .warning, .likely,
        """
        In each of \(stalls.count) handshakes with \(server) the ClientHello with the cookie went unanswered until it came \
        again after the client's timer: chance would not hit the same message every time. The server opens a new socket \
        after its HelloVerifyRequest, and what arrives meanwhile is lost.
        """, stalls.prefix(3).map(\.0))
    }
  }

  /// What clients do again and again.
  static let habits: [CaptureRule] = [
    CaptureRule { history, _ in
      rows(history).compactMap { sessions -> Finding? in
        let row = longestRow(of: sessions) { before, next in
          isOneRequestSession(before) && isOneRequestSession(next)
            && (0...soon).contains(next.digest.first.nanoseconds &- before.digest.last.nanoseconds)
        }
        guard row.count >= habit else { return nil }
        return finding(
          .handshakePerRequest, row.count >= costlyHabit ? .warning : .info, .likely,
          """
          \(row[0].digest.client.address) made \(row.count) full handshakes with \(row[0].digest.server) one after the \
          other, each for a request or two, and closed each session afterwards.
          """, [row[0], row[row.count - 1]])
      }
    },
    CaptureRule { history, _ in
      rows(history).compactMap { sessions -> Finding? in
        let full = sessions.filter {
          $0.digest.outcome == .established && !$0.digest.isResumed && !$0.digest.offersResumption
            && !$0.digest.hasConnectionIDs
        }
        // Sessions that are open at the same time are none that could resume each other.
        let row = longestRow(of: full) { $0.digest.last.nanoseconds <= $1.digest.first.nanoseconds }
        guard row.count >= habit else { return nil }
        return finding(
          .noSessionResumption, .info, .likely,
          """
          \(row[0].digest.client.address) made \(row.count) full handshakes with \(row[0].digest.server), and showed \
          neither a session ID nor a ticket nor a connection ID in any: each cost the full price\(price(row)).
          """, [row[0], row[row.count - 1]])
      }
    },
    CaptureRule { history, _ in
      rows(history).compactMap { sessions -> Finding? in
        let row = longestRow(of: sessions) { before, next in
          before.digest.outcome == .established && next.digest.outcome == .established && !before.digest.isClosed
            && !before.digest.wasLeftByClient && !before.digest.hasConnectionIDs && !next.digest.isResumed
            && next.digest.first.nanoseconds &- before.digest.last.nanoseconds > translationTimeout
        }
        guard row.count >= habit else { return nil }
        return finding(
          .noCidBehindNat, .info, .possible,
          """
          \(row[0].digest.client.address) made a new handshake with \(row[0].digest.server) after each of \
          \(row.count - 1) pauses of more than 30 s, and had closed none of the sessions: an address translation may have \
          forgotten it meanwhile, and without a connection ID the server cannot know it again.
          """, [row[0], row[1]])
      }
    },
  ]

  // MARK: Groups of sessions

  private static func byServer(_ history: CaptureHistory) -> [(Endpoint, [CaptureHistory.Known])] {
    let groups = Dictionary(grouping: history.allSessions, by: \.digest.server)
    return groups.sorted { ($0.value.first?.number ?? 0) < ($1.value.first?.number ?? 0) }.map { ($0.key, $0.value) }
  }

  /// The sessions of each client host with each server, if there are enough for a habit.
  private static func rows(_ history: CaptureHistory) -> [[CaptureHistory.Known]] {
    byServer(history).flatMap { _, sessions in
      Dictionary(grouping: sessions, by: \.digest.client.address).values.filter { $0.count >= habit }
        .sorted { $0[0].number < $1[0].number }
    }
  }

  /// The longest stretch of `sessions` in which each goes on from the one before as `continues` says.
  private static func longestRow(
    of sessions: [CaptureHistory.Known], _ continues: (CaptureHistory.Known, CaptureHistory.Known) -> Bool
  ) -> [CaptureHistory.Known] {
    var longest: ArraySlice<CaptureHistory.Known> = []
    var start = sessions.startIndex
    for index in sessions.indices {
      if index > start, !continues(sessions[index - 1], sessions[index]) { start = index }
      if index - start + 1 > longest.count { longest = sessions[start...index] }
    }
    return Array(longest)
  }

  /// Sessions that began within `floodWindow` of each other, if there are enough for a flood.
  private static func crowdedWindow(_ sessions: [CaptureHistory.Known]) -> [CaptureHistory.Known]? {
    var start = 0
    var best: Range<Int> = 0..<0
    for index in sessions.indices {
      while sessions[index].digest.first.nanoseconds &- sessions[start].digest.first.nanoseconds > floodWindow {
        start += 1
      }
      if index + 1 - start > best.count { best = start..<(index + 1) }
    }
    return best.count >= floodClients ? Array(sessions[best]) : nil
  }

  private static func isOneRequestSession(_ known: CaptureHistory.Known) -> Bool {
    let digest = known.digest
    guard digest.outcome == .established, !digest.isResumed, digest.isClosed || digest.wasLeftByClient else {
      return false
    }
    // Of a session that was not opened the records count: requests, and acknowledgements of the client.
    let requests = digest.exchanges > 0 ? digest.exchanges : digest.clientRecords
    return (1...fewRequests).contains(requests)
  }

  private static func price(_ row: [CaptureHistory.Known]) -> String {
    let times = row.compactMap(\.digest.handshakeMilliseconds)
    guard !times.isEmpty else { return "" }
    return ", \(TimeWords.seconds(times.reduce(0, +) / Double(times.count))) on average"
  }

  private static func finding(
    _ explanation: Explanation, _ severity: Finding.Severity, _ confidence: Confidence, _ text: String,
    _ sessions: [CaptureHistory.Known]
  ) -> Finding {
    Finding(
      explanation: explanation, severity: severity, confidence: confidence, session: nil, text: text,
      evidence: sessions.map {
        Finding.Evidence($0.digest.first, "session \($0.number) begins, from \($0.digest.client)")
      }, remedies: explanation.remedies(for: []))
  }
}
