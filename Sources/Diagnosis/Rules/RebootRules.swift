import Analysis
import Bytes
import Capture
import DTLS

/// Devices that restart, as clocks that count from power-on tell.
extension Rule {
  /// Nanoseconds after a session's last packet in which a restart belongs to it: a device whose watchdog has to notice
  /// needs some seconds, and then it starts.
  static let rebootDelay: Int64 = 60_000_000_000

  static let reboots: [Rule] = [
    Rule(.deviceCrashMidHandshake) { facts in
      guard facts.outcome == .failed, facts.fatalAlert == nil, facts.serverSpoke, facts.clientSpoke else { return nil }
      for side in Side.allCases {
        guard let last = facts.session.activity[side].last, let reboot = reboot(of: side, after: last, facts) else {
          continue
        }
        let uptime = TimeWords.seconds(Double(reboot.clock.seconds) * 1000)
        return Verdict(
          .likely,
          """
          The \(side) fell silent after packet \(last.number), and its clock, which counts from power-on, shows \(uptime) \
          in session \(reboot.known.number): it started \
          \(TimeWords.seconds(Double(reboot.clock.zero &- last.nanoseconds) / 1e6)) after its last packet here. It crashed \
          or was reset in mid-handshake.
          """,
          [
            Finding.Evidence(last, "the last packet of the \(side)"),
            Finding.Evidence(reboot.clock.stamp, "the \(side)'s clock, at \(reboot.clock.seconds) s"),
          ])
      }
      return nil
    }
  ]

  /// A later session in which the clock of `side` began within `rebootDelay` after a packet.
  private static func reboot(
    of side: Side, after last: PacketStamp, _ facts: SessionCase
  ) -> (known: CaptureHistory.Known, clock: LeakedClock)? {
    for known in side == .server ? facts.serverSessions : facts.siblings {
      guard let clock = known.digest.unsetClocks[side], known.number > facts.number,
        // The clock has whole seconds.
        clock.zero > last.nanoseconds &- 1_000_000_000, clock.zero &- last.nanoseconds < rebootDelay
      else { continue }
      return (known, clock)
    }
    return nil
  }
}

extension CaptureRule {
  /// Nanoseconds that two readings of one clock may disagree in when it was at zero: it has whole seconds, and drifts.
  static let clockDrift: Int64 = 3_000_000_000

  /// Devices whose clock was never set, and how often they started.
  static let unsetClocks = CaptureRule { history, _ in
    let readings = history.allSessions.flatMap { known in
      Side.allCases.compactMap { side in
        known.digest.unsetClocks[side].map { clock in
          (
            host: side == .client ? known.digest.client.address : known.digest.server.address, known: known,
            clock: clock
          )
        }
      }
    }
    guard !readings.isEmpty else { return [] }
    let hosts = Dictionary(grouping: readings, by: \.host).values.sorted {
      ($0[0].known.number, $0[0].clock.stamp.number) < ($1[0].known.number, $1[0].clock.stamp.number)
    }
    return hosts.map { readings in
      let ordered = readings.sorted { $0.clock.stamp.nanoseconds < $1.clock.stamp.nanoseconds }
      let starts = zip(ordered, ordered.dropFirst()).filter { $1.clock.zero &- $0.clock.zero > clockDrift }
      let first = ordered[0].clock
      var text = """
        The clock of \(ordered[0].host) shows \(first.seconds) s after 1970 in packet \(first.stamp.number): nobody has set \
        it, and it counts from power-on.
        """
      if !starts.isEmpty {
        let when = starts.prefix(3).map { "before packet \($1.clock.stamp.number)" }.joined(separator: ", ")
        text += " It began anew \(starts.count.of("time")) (\(when)): the device restarted."
      }
      let judges = ordered.contains { $0.known.digest.hasCertificates }
      text +=
        judges
        ? " By such a clock every certificate is not yet valid." : " With pre-shared keys that does no harm."
      return Finding(
        explanation: .deviceClockUnset, severity: judges || !starts.isEmpty ? .warning : .info, confidence: .likely,
        session: nil, text: text,
        evidence: ([ordered[0]] + starts.prefix(3).map { $0.1 }).map {
          Finding.Evidence($0.clock.stamp, "the clock of \($0.host), at \($0.clock.seconds) s")
        }, remedies: Explanation.deviceClockUnset.remedies(for: []))
    }
  }
}
