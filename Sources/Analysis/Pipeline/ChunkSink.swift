import Bytes
import CoAP

/// What the listener of one shard has to say: text in pieces, each with its place in the whole.
///
/// The number of a session, or of an exchange, is not known to a shard, which sees only some of them. So a piece holds what
/// stands for it, which the pipeline replaces when it puts the pieces in order.
///
/// A piece belongs where it was said, not at the packet it is about: a record that was held comes with the packet that
/// opened it.
package final class ChunkSink {
  /// The part of the report that a piece belongs to.
  package enum Section: Hashable, Sendable {
    /// In the order in which it became known.
    case body
    /// A session that is over; its order is that of its number.
    case session
    /// An exchange that is over.
    case exchange
    /// Endpoints that talk without DTLS.
    case plain
    /// Something that is wrong.
    case notice
  }

  /// What has a number that no shard knows.
  enum Numbered: UInt8 {
    /// A session.
    case session
    /// An exchange.
    case exchange
  }

  /// Stands for a number; what it is the number of follows in a byte, and then the bytes of the provisional number. No
  /// report has this byte in its text: what comes from packets is escaped before.
  static let stand: UInt8 = 0x01

  /// What was said since the last stretch of packets.
  var chunks = Chunks()

  /// Whether what is said is dropped.
  private let isMuted: Bool

  /// An empty sink.
  ///
  /// - Parameter isMuted: whether what is said is dropped.
  package init(isMuted: Bool = false) {
    self.isMuted = isMuted
  }

  /// What is being gone through: its place among all that the pipeline was given.
  package internal(set) var place = 0

  /// The text of the pieces, to which a listener appends.
  package var text: TextBuffer {
    _read { yield chunks.text }
    _modify { yield &chunks.text }
  }

  /// Drops what was said, if nobody is to hear it.
  private func mute() {
    if isMuted { chunks.removeAll() }
  }

  /// Ends a piece: what was appended to `text` since the last one. `order` is its place among those of all shards that
  /// are said in one place, at a tick or at the end of a capture.
  package func endChunk(_ section: Section, order: Int = 0) {
    chunks.end(section, place: place, order: order, isPlain: section == .plain)
    mute()
  }

  /// Ends a piece that is an exchange which is over. Of those that end in one place the order is that of their sessions,
  /// and then of the plain conversations.
  package func endChunk(_ exchange: Exchange, _ context: ExchangeContext) {
    chunks.end(
      .exchange, place: place, order: context.session?.id ?? context.first.number, isPlain: context.session == nil,
      about: .exchange(exchange))
    mute()
  }

  /// Ends a piece that is a session which is over, and which nobody changes any more.
  package func endChunk(_ session: Session) {
    chunks.end(.session, place: place, order: session.id, about: .ended(session))
    chunks.known.append((place, SessionDigest(session)))
    chunks.ended.append(session.id)
    mute()
  }

  /// Notes that a session that goes on can be judged.
  package func noteDue(_ session: Session) {
    chunks.known.append((place, SessionDigest(session)))
    chunks.end(.session, place: place, order: session.id, about: .due(session))
    mute()
  }

  /// Notes that a session is over of which nothing is said, so that its number can be forgotten.
  package func noteEnded(_ session: Session) {
    chunks.ended.append(session.id)
    mute()
  }

  /// Notes that the outcome of a session is decided, or another one.
  package func noteOutcome(_ session: Session) {
    chunks.known.append((place, SessionDigest(session)))
    mute()
  }

  /// Notes that a session began.
  package func noteBegan(_ session: Session) {
    chunks.began.append((place, session.id))
    mute()
  }

  /// Notes that an exchange began.
  package func noteBegan(_ exchange: Exchange) {
    chunks.beganExchanges.append((place, exchange.id))
    mute()
  }

  /// Notes two endpoints that talked CoAP without DTLS.
  package func note(_ conversation: PlainConversation) {
    chunks.conversations.append(conversation)
    mute()
  }

  /// Notes that a piece was left out.
  package func omit(_ section: Section) {
    chunks.omitted[section, default: 0] += 1
    mute()
  }
}

/// What one shard said of one stretch of packets.
struct Chunks: ~Copyable {
  /// A piece, and where it belongs.
  struct Chunk {
    let section: ChunkSink.Section
    /// Where it was said, and among those of one place its order; of a session the provisional number.
    let place: Int
    let order: Int
    /// Where in the text it ends; it begins where the one before it ends.
    let end: Int
    /// Whether it comes after the sessions that end in the same place.
    let isPlain: Bool
    /// Where among the subjects that is which it is about, if it is about one. Most are lines of a packet each, which
    /// are copied and dropped without counting references.
    fileprivate let subject: Int32?
  }

  /// What a piece is about.
  enum Subject {
    /// A session that is over.
    case ended(Session)
    /// A session that goes on and can be judged.
    case due(Session)
    /// An exchange that is over.
    case exchange(Exchange)
  }

  var text = TextBuffer(capacity: 1 << 16)
  private(set) var list: [Chunk] = []
  private var subjects: [Subject] = []
  /// Sessions that began, by their provisional number and the place where they began.
  var began: [(place: Int, provisional: Int)] = []
  /// Sessions that are over, by their provisional number.
  var ended: [Int] = []
  /// Exchanges that began, in the same way.
  var beganExchanges: [(place: Int, provisional: Int)] = []
  /// Sessions whose outcome was decided, or which ended, and where.
  var known: [(place: Int, digest: SessionDigest)] = []
  /// Endpoints that talked CoAP without DTLS.
  var conversations: [PlainConversation] = []
  /// Pieces that were left out because there were too many, by section.
  var omitted: [ChunkSink.Section: Int] = [:]

  /// Ends a piece.
  mutating func end(
    _ section: ChunkSink.Section, place: Int, order: Int, isPlain: Bool = false, about subject: Subject? = nil
  ) {
    let index = subject == nil ? nil : Int32(truncatingIfNeeded: subjects.count)
    if let subject { subjects.append(subject) }
    list.append(
      Chunk(section: section, place: place, order: order, end: text.count, isPlain: isPlain, subject: index))
  }

  /// What a piece is about, if it is about something that has come to an end or can be judged.
  func subject(of chunk: Chunk) -> Subject? { chunk.subject.map { subjects[Int($0)] } }

  mutating func removeAll() {
    text.removeAll()
    list.removeAll(keepingCapacity: true)
    subjects.removeAll(keepingCapacity: true)
    began.removeAll(keepingCapacity: true)
    ended.removeAll(keepingCapacity: true)
    beganExchanges.removeAll(keepingCapacity: true)
    known.removeAll(keepingCapacity: true)
    conversations.removeAll()
    omitted = [:]
  }
}

extension TextBuffer {
  /// Appends what stands for a session's number.
  package mutating func append(sessionNumber provisional: Int) {
    append(.session, provisional)
  }

  /// Appends what stands for an exchange's number.
  package mutating func append(exchangeNumber provisional: Int) {
    append(.exchange, provisional)
  }

  private mutating func append(_ kind: ChunkSink.Numbered, _ provisional: Int) {
    append(ChunkSink.stand)
    append(kind.rawValue)
    Swift.withUnsafeBytes(of: provisional) { append($0) }
  }
}
