import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// What the page shows that comes from packets: a step of a ladder for every record, CoAP message and error of a session,
/// exchanges, notices, and what is known of a session when it is over.
///
/// Everything is JSON; a step lacks the members that would say no or nothing.
final class LadderEvents: EventListener {
  /// Steps of a session that are kept, whatever they are: more than a person reads.
  static let maximumSteps = 400
  /// Steps that are kept beyond them if they are neither CoAP nor application data: how a long session ends.
  static let maximumLateSteps = 100
  /// Bytes of the decoded fields of a step: a chain of certificates has more than anybody reads beside a ladder.
  static let maximumFieldBytes = 8 << 10
  /// Notices that are listed.
  static let maximumNotices = 500

  private let sink: ChunkSink
  private var json = JSONWriter()
  private var writer = PacketLineWriter(style: .plain)
  /// How many steps each live session has had, and how many of them were left out.
  private var steps: [Int: (all: Int, omitted: Int)] = [:]
  /// Notices of the capture so far.
  private var notices = 0

  init(sink: ChunkSink) {
    self.sink = sink
  }

  // MARK: Steps

  func record(_ report: borrowing RecordReport, in session: Session) {
    for facts in NoticeFacts.list(report, in: session) { note(facts) }
    guard hasRoom(in: session.id, isCommon: report.contentType == .applicationData) else { return }
    let label = text { $0.append(report) }
    let marks = text { $0.appendMarks(report) }
    let fields = fields { $0.appendFields(report) }
    say(
      "\(report.kind)", at: report.stamp, from: report.sender, of: session.id, since: session.first,
      isCommon: report.contentType == .applicationData
    ) {
      $0.members(label: label, marks: marks, fields: fields)
      $0.stepMembers(report)
    }
  }

  func coap(_ event: borrowing CoAPEvent) {
    guard let session = event.session, hasRoom(in: session.id, isCommon: true) else { return }
    let sender = session.side(of: event.source)
    let label = text { $0.append(event.message) }
    let marks = text { writer in
      if let oscore = event.oscore { writer.appendMarks(oscore) }
      if let edhoc = EDHOCMessage(event.message) { writer.appendMarks(edhoc) }
      if let original = event.retransmissionOf { writer.mark("retransmission of ", original) }
      writer.appendMarks(event.place, event.message.code, at: event.stamp)
      if event.isAuthentic == false { writer.mark("not authentic: altered or forged") }
      if let record = event.record { writer.appendMarks(record.verdict) }
    }
    let fields = fields { $0.appendFields(event) }
    say("coap", at: event.stamp, from: sender, of: session.id, since: session.first, isCommon: true) {
      $0.members(label: label, marks: marks, fields: fields)
      $0.stepMembers(event)
    }
  }

  func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    guard let session else { return note(NoticeFacts(error, at: stamp)) }
    guard hasRoom(in: session.id, isCommon: false) else { return }
    // It goes back to whoever sent the datagram that it is about.
    let sender = session.side(of: error.quotedSource).peer
    let label = text { $0.append(error, session: nil) }
    say("icmp", at: stamp, from: sender, of: session.id, since: session.first) {
      $0.members(label: label, marks: "", fields: "")
    }
  }

  func notice(_ notice: Notice, _ context: NoticeContext) {
    note(NoticeFacts(notice, context))
    // The step of the message itself tells what OSCORE has to say.
    if case .oscore = notice { return }
    guard let session = context.session, hasRoom(in: session, isCommon: false) else { return }
    let label = text { $0.append(notice) }
    let fields = fields { $0.appendFields(notice) }
    say("notice", at: context.stamp, from: nil, of: session, since: nil) {
      $0.members(label: label, marks: "", fields: fields)
    }
  }

  /// Whether one more step of a session is kept. `isCommon`: whether a session may have any number of its kind.
  private func hasRoom(in session: Int, isCommon: Bool) -> Bool {
    let before = steps[session] ?? (0, 0)
    let isKept = before.all - before.omitted < Self.maximumSteps + (isCommon ? 0 : Self.maximumLateSteps)
    steps[session] = (before.all + 1, before.omitted + (isKept ? 0 : 1))
    return isKept
  }

  /// Comes between the number of a session and a step of it.
  static let (separator, commonSeparator) = (UInt8(ascii: " "), UInt8(ascii: "+"))

  /// Says a step of the session with the provisional number `session`: that number, and what `members` writes.
  private func say(
    _ kind: String, at stamp: PacketStamp, from sender: Side?, of session: Int, since first: PacketStamp?,
    isCommon: Bool = false, _ members: (inout JSONWriter) -> Void
  ) {
    json.object {
      $0.member("packet", stamp.number)
      if let first { $0.member("ms", stamp.milliseconds(since: first)) }
      if let sender { $0.member("from", sender.rawValue) }
      $0.member("kind", kind)
      members(&$0)
    }
    sink.text.append(sessionNumber: session)
    sink.text.append(isCommon ? Self.commonSeparator : Self.separator)
    endChunk(.body)
  }

  private func endChunk(_ section: ChunkSink.Section) {
    sink.text.append(json.bytes.bytes)
    json.reset()
    sink.endChunk(section)
  }

  /// What `write` writes, as a text of its own.
  private func text(_ write: (inout PacketLineWriter) -> Void) -> String {
    writer.reset()
    write(&writer)
    return writer.line.string
  }

  /// The lines that `write` writes, as many as are kept of a step.
  private func fields(_ write: (inout PacketLineWriter) -> Void) -> String {
    let all = text(write)
    guard all.utf8.count > Self.maximumFieldBytes else { return all }
    return String(decoding: all.utf8.prefix(Self.maximumFieldBytes), as: UTF8.self)
      + "…\n        the rest of the fields: dtlscope packets -v\n"
  }

  // MARK: Notices

  private func note(_ facts: NoticeFacts) {
    guard notices < Self.maximumNotices else { return sink.omit(.notice) }
    notices += 1
    json.object {
      $0.member("packet", facts.stamp.number)
      $0.member("session", number: facts.session)
      $0.member("text", facts.text)
    }
    endChunk(.notice)
  }

  func captureEnded(_ facts: CaptureFacts) {
    notices = 0
  }

  // MARK: Sessions and exchanges

  func sessionBegan(_ session: Session) {
    sink.noteBegan(session)
  }

  func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    sink.noteOutcome(session)
  }

  func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    let omitted = steps.removeValue(forKey: session.id)?.omitted ?? 0
    json.openObject {
      $0.member("omittedSteps", omitted)
      $0.member("facts", SessionText(session, .plain).facts) { json, fact in
        json.array([fact.label, fact.value]) { $0.value($1) }
      }
      $0.member("flights", Flight.flights(of: session.association.handshakes[0])) { json, flight in
        json.object {
          $0.member("from", flight.sender.rawValue)
          $0.member("first", flight.sent.first?.number)
          $0.member("last", flight.ended.number)
        }
      }
    }
    sink.text.append(json.bytes.bytes)
    json.reset()
    sink.endChunk(session)
  }

  func exchangeBegan(_ exchange: Exchange) {
    sink.noteBegan(exchange)
  }

  func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {
    json.object {
      $0.member("session", number: context.session?.id)
      $0.member("client", "\(context.client)")
      $0.member("server", "\(context.server)")
      $0.member("method", exchange.method.description)
      $0.member("uri", SafeText.string(ExchangeURI.text(exchange, context)))
      $0.member("request", exchange.request.stamp.number)
      $0.member("repeats", exchange.requestCopies)
      $0.member("response", exchange.responsePackets.first)
      $0.member("responses", exchange.responseCount)
      $0.member("status", exchange.status.map { "\($0.dotted) \($0.name ?? "")" })
      $0.member("ms", exchange.request.roundTrip.map { Double($0) / 1e6 })
      $0.member("outcome", exchange.outcome.rawValue)
    }
    sink.text.append(json.bytes.bytes)
    json.reset()
    sink.endChunk(exchange, context)
  }

  func plainConversationEnded(_ conversation: PlainConversation) {
    sink.note(conversation)
  }
}
