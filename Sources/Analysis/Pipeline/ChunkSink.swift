import Bytes

/// What the listener of one shard has to say: text in pieces, each with its place in the whole.
///
/// The number of a session is not known to a shard, which sees only some of them. So a piece holds a placeholder for it,
/// which the pipeline replaces when it puts the pieces in order.
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
    /// Endpoints that talk without DTLS.
    case plain
    /// Something that is wrong.
    case notice
  }

  /// Begins the placeholder of a session's number, which the bytes of the provisional number follow. No report has this
  /// byte in its text: what comes from packets is escaped before.
  static let placeholder: UInt8 = 0x01

  /// What was said since the last stretch of packets.
  var chunks = Chunks()

  /// An empty sink.
  package init() {}

  /// What is being gone through: its place among all that the pipeline was given.
  package internal(set) var place = 0

  /// The text of the pieces, to which a listener appends.
  package var text: TextBuffer {
    _read { yield chunks.text }
    _modify { yield &chunks.text }
  }

  /// Ends a piece: what was appended to `text` since the last one. `order` is its place among those of all shards that
  /// are said in one place, at a tick or at the end of a capture.
  package func endChunk(_ section: Section, order: Int = 0) {
    chunks.list.append(Chunks.Chunk(section: section, place: place, order: order, end: chunks.text.count))
  }

  /// Ends a piece that is a session which is over, and which nobody changes any more.
  package func endChunk(_ session: Session) {
    chunks.list.append(
      Chunks.Chunk(section: .session, place: place, order: session.id, end: chunks.text.count, session: session))
    chunks.known.append((place, SessionDigest(session)))
  }

  /// Notes that the outcome of a session is decided, or another one.
  package func noteOutcome(_ session: Session) {
    chunks.known.append((place, SessionDigest(session)))
  }

  /// Notes that a session began.
  package func noteBegan(_ session: Session) {
    chunks.began.append((place, session.id))
  }

  /// Notes two endpoints that talked CoAP without DTLS.
  package func note(_ conversation: PlainConversation) {
    chunks.conversations.append(conversation)
  }

  /// Notes that a piece was left out.
  package func omit(_ section: Section) {
    chunks.omitted[section, default: 0] += 1
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
    /// The session that the piece is about, if it is over.
    var session: Session?
  }

  var text = TextBuffer(capacity: 1 << 16)
  var list: [Chunk] = []
  /// Sessions that began, by their provisional number and the place where they began.
  var began: [(place: Int, provisional: Int)] = []
  /// Sessions whose outcome was decided, or which ended, and where.
  var known: [(place: Int, digest: SessionDigest)] = []
  /// Endpoints that talked CoAP without DTLS.
  var conversations: [PlainConversation] = []
  /// Pieces that were left out because there were too many, by section.
  var omitted: [ChunkSink.Section: Int] = [:]

  mutating func removeAll() {
    text.removeAll()
    list.removeAll(keepingCapacity: true)
    began.removeAll(keepingCapacity: true)
    known.removeAll(keepingCapacity: true)
    conversations.removeAll()
    omitted = [:]
  }
}

extension TextBuffer {
  /// Appends the placeholder of a session's number.
  package mutating func append(sessionNumber provisional: Int) {
    append(ChunkSink.placeholder)
    Swift.withUnsafeBytes(of: provisional) { append($0) }
  }
}
