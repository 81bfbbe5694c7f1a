import Bytes

/// What the listener of one shard has to say: text in pieces, each with its place in the whole.
///
/// The number of a session is not known to a shard, which sees only some of them. So a piece holds a placeholder for it,
/// which the pipeline replaces when it puts the pieces in order.
package final class ChunkSink {
  /// The part of the report that a piece belongs to.
  package enum Section: Hashable, Sendable {
    /// In the order of the packets, as soon as it is known.
    case body
    /// A session that is over.
    case session
    /// Endpoints that talk without DTLS.
    case plain
    /// Something that is wrong.
    case notice
  }

  /// A piece, and where it belongs.
  struct Chunk {
    let section: Section
    /// Number of the packet that it is about, and among those of one packet its place.
    let packet: Int
    let order: Int
    let end: Int
  }

  /// Encloses the placeholder of a session's number. No report has this byte in its text: what comes from packets is
  /// escaped before.
  static let placeholder: UInt8 = 0x01

  /// Appended to by the listener, piece by piece.
  @exclusivity(unchecked) package var text = TextBuffer(capacity: 1 << 16)
  @exclusivity(unchecked) private(set) var chunks: [Chunk] = []
  /// Sessions that began, by their provisional number and the packet they began with.
  private(set) var began: [(packet: Int, provisional: Int)] = []
  /// Pieces that were left out because there were too many, by section.
  private(set) var omitted: [Section: Int] = [:]

  /// An empty sink.
  package init() {}

  /// Ends a piece: what was appended to `text` since the last one.
  package func endChunk(_ section: Section, packet: Int, order: Int = 0) {
    chunks.append(Chunk(section: section, packet: packet, order: order, end: text.count))
  }

  /// Notes that a session began.
  package func noteBegan(_ session: Session) {
    began.append((session.first.number, session.id))
  }

  /// Notes that a piece was left out.
  package func omit(_ section: Section) {
    omitted[section, default: 0] += 1
  }

  func removeAll() {
    text.removeAll()
    chunks.removeAll(keepingCapacity: true)
    began.removeAll(keepingCapacity: true)
    omitted = [:]
  }
}

extension TextBuffer {
  /// Appends the placeholder of a session's number.
  package mutating func append(sessionNumber provisional: Int) {
    append(ChunkSink.placeholder)
    append(decimal: provisional)
    append(ChunkSink.placeholder)
  }
}
