import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import Diagnosis
import Synchronization

/// Counts what happens, for `MetricsServer` to serve. Fed by the threads that analyze and read by those that serve, under a
/// lock that is held for the counting of one event, or for the making of a copy.
package final class MetricsListener: EventListener, Sendable {
  private let tally = Mutex(Tally())

  /// Nothing counted.
  package init() {}

  /// Everything counted so far, in the text format of Prometheus.
  package func text() -> String {
    tally.withLock { $0 }.text
  }

  /// Takes in what the capture itself has counted so far; never less than before.
  package func note(_ counts: CaptureCounts) {
    tally.withLock { $0.capture = counts }
  }

  /// Takes in what was found in `session`, which is over, or in the capture as a whole.
  package func note(_ findings: [Finding], of session: Session?) {
    let hasFailed = session?.outcome == .failed
    tally.withLock { tally in
      for finding in findings { tally.count(finding) }
      if hasFailed { tally.countCause(in: findings) }
    }
  }

  /// Takes in why a session that goes on has failed, as far as is certain: it may be long until it is over.
  package func noteCause(_ findings: [Finding]) {
    tally.withLock { tally in
      for finding in findings { tally.count(finding) }
      tally.countCause(in: findings)
    }
  }

  package func captureEnded(_ facts: CaptureFacts) {
    tally.withLock {
      $0.capture.packets = max($0.capture.packets, facts.counters.packets)
      $0.capture.datagrams = max($0.capture.datagrams, facts.counters.datagrams)
    }
  }

  package func sessionBegan(_ session: Session) {
    tally.withLock { $0.sessionsBegun += 1 }
  }

  package func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    tally.withLock { $0.count(session.outcome, of: session) }
  }

  package func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    tally.withLock { $0.end(session) }
  }

  package func record(_ report: borrowing RecordReport, in session: Session) {
    guard !report.isDuplicate, report.protection != .notAuthentic else { return }
    // A record that was held is counted as a retransmission where it was captured, and as an alert once it is open.
    if report.isRetransmission, !report.wasHeld {
      let (packet, sender) = (report.stamp.number, report.sender)
      tally.withLock {
        guard $0.lastRetransmission != packet else { return }
        $0.lastRetransmission = packet
        $0.retransmittedDatagrams[sender] += 1
      }
    }
    if case .alert(let alert) = report.content, report.protection != .held {
      let sender = report.sender
      tally.withLock { $0.count(alert, from: sender) }
    }
  }

  package func coap(_ event: borrowing CoAPEvent) {
    guard !event.isDuplicate, event.isAuthentic != false else { return }
    let isInSession = event.session != nil
    let (type, code) = (event.message.type, event.message.code)
    let isCopy = event.retransmissionOf != nil
    var roundTrip: Double?
    if code.isResponse, event.place.isFirstAnswer, let request = event.place.answers {
      roundTrip = Double(event.stamp.nanoseconds &- request.nanoseconds) / 1e9
    }
    tally.withLock {
      $0.count(type, code, isInSession: isInSession)
      if isCopy, isInSession { $0.retransmittedMessages.dtls += 1 }
      if isCopy, !isInSession { $0.retransmittedMessages.udp += 1 }
      if let roundTrip { $0.roundTripSeconds.observe(seconds: roundTrip) }
    }
  }

  package func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {
    tally.withLock { $0.count(exchange) }
  }

  package func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    tally.withLock { $0.icmpErrors += 1 }
  }

  package func notice(_ notice: Notice, _ context: NoticeContext) {
    switch notice {
    case .malformedRecord: tally.withLock { $0.malformedRecords += 1 }
    case .malformedCoAP: tally.withLock { $0.malformedMessages += 1 }
    case .sessionEvicted: tally.withLock { $0.sessionsEvicted += 1 }
    case .recordTooLong, .cutCoAP, .codeViolation, .emptyMessageWithMore, .optionViolations, .oscore, .network,
      .rebound,
      .bridged:
      break
    }
  }
}
