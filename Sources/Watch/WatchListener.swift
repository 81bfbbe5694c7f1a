import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import Diagnosis
import Rendering
import Synchronization

/// Keeps what a live capture is watched by. Fed by the threads that analyze and read by the one that shows it, under a lock
/// that is held for one change, or for the making of a copy.
package final class WatchListener: EventListener, Sendable {
  private let model = Mutex(WatchModel())

  /// Nothing seen.
  package init() {}

  /// The number of the last change.
  var revision: Int { model.withLock { $0.revision } }

  /// What is known now.
  var snapshot: WatchModel { model.withLock { $0 } }

  /// Takes in what the capture itself has counted so far.
  package func note(_ counts: WatchCounts) {
    model.withLock { $0.note(counts) }
  }

  /// Takes in what was found in `session`, in place of what was found before.
  package func note(_ findings: [Finding], of session: Session) {
    let key = WatchedSession.Key.session(session.id)
    model.withLock { $0.change(key) { $0.findings = findings } }
  }

  package func captureBegan(at stamp: PacketStamp) {
    model.withLock { $0.begin(at: stamp.nanoseconds) }
  }

  package func sessionBegan(_ session: Session) {
    let watched = WatchedSession(
      .session(session.id), client: session.client, server: session.server, at: session.first, state: .handshake)
    model.withLock { $0.add(watched) }
  }

  package func record(_ report: borrowing RecordReport, in session: Session) {
    add(
      LadderEvent(report), to: .session(session.id), missing: LadderEvent.skipped(report.verdict),
      WatchedSession.Facts(session))
  }

  package func coap(_ event: borrowing CoAPEvent) {
    guard let session = event.session else {
      addPlain(event)
      return
    }
    add(
      LadderEvent(event, from: session.side(of: event.source)), to: .session(session.id),
      missing: (event.record?.verdict).map(LadderEvent.skipped) ?? 0, nil)
  }

  /// Adds a message of plain CoAP. The client is the end that asks, or is answered.
  private func addPlain(_ event: borrowing CoAPEvent) {
    let isFromClient = event.message.code.isRequest || event.message.type == .confirmable && event.message.code.isEmpty
    let (source, destination) = (event.source, event.destination)
    let asked = WatchedSession.Key.plain(source, destination)
    let answered = WatchedSession.Key.plain(destination, source)
    let fromClient = LadderEvent(event, from: .client)
    let fromServer = LadderEvent(event, from: .server)
    model.withLock { model in
      if model[asked] != nil || isFromClient && model[answered] == nil {
        if model[asked] == nil {
          model.add(WatchedSession(asked, client: source, server: destination, at: fromClient.stamp, state: .plain))
        }
        model.change(asked, at: fromClient.stamp) { $0.add(fromClient) }
      } else {
        if model[answered] == nil {
          model.add(WatchedSession(answered, client: destination, server: source, at: fromServer.stamp, state: .plain))
        }
        model.change(answered, at: fromServer.stamp) { $0.add(fromServer) }
      }
    }
  }

  package func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    guard let session else { return }
    let text = "\(error.isIPv6 ? "ICMPv6" : "ICMP") \(error.name), says \(error.reporter)"
    add(LadderEvent(stamp: stamp, sender: nil, content: .icmp(text)), to: .session(session.id))
  }

  package func notice(_ notice: Notice, _ context: NoticeContext) {
    guard let session = context.session else { return }
    add(
      LadderEvent(stamp: context.stamp, sender: nil, content: .notice(NoticeText.text(notice))), to: .session(session))
  }

  package func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    let (outcome, duration) = (session.outcome, session.association.handshake.duration)
    let facts = WatchedSession.Facts(session)
    model.withLock {
      $0.note(outcome, of: .session(session.id), handshakeMilliseconds: duration)
      $0.change(.session(session.id)) { $0.note(facts) }
    }
  }

  package func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    let key = WatchedSession.Key.session(session.id)
    let (outcome, duration) = (session.outcome, session.association.handshake.duration)
    let facts = WatchedSession.Facts(session)
    model.withLock { model in
      model.change(key) { $0.note(facts) }
      model.note(outcome, of: key, handshakeMilliseconds: duration)
      model.change(key) { $0.end() }
    }
  }

  package func plainConversationEnded(_ conversation: PlainConversation) {
    model.withLock { model in
      model.change(.plain(conversation.source, conversation.destination)) { $0.end() }
      model.change(.plain(conversation.destination, conversation.source)) { $0.end() }
    }
  }

  private func add(
    _ event: LadderEvent, to key: WatchedSession.Key, missing: Int = 0, _ facts: WatchedSession.Facts? = nil
  ) {
    let gap = missing > 0 ? LadderEvent(stamp: event.stamp, sender: event.sender, content: .missing(missing)) : nil
    model.withLock {
      $0.change(key, at: event.stamp) { session in
        if let facts { session.note(facts) }
        if let gap { session.add(gap) }
        session.add(event)
      }
    }
  }
}
