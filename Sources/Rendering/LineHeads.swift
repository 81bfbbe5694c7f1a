import Analysis
import Bytes
import Capture

/// What stands at the beginning of the lines of those sessions that talk, ready made: who sends to whom, in which session.
///
/// Bounded: sessions share the places by their numbers, and one whose place was taken by another has its text made anew.
struct LineHeads: ~Copyable {
  private struct Place {
    var source: Endpoint
    var destination: Endpoint
    var session: Int
    /// Length of the text in bytes; 0 before there is any.
    var count: Int
  }

  /// Places for directions of sessions, one for each value of 10 bits: they fit a processor's cache.
  private static let size = 1 << 10
  /// Two endpoints in IPv6 with the arrow between them, and the number of the session.
  private static let textSize = 144

  private let places: UnsafeMutablePointer<Place>
  private let texts: UnsafeMutableRawBufferPointer

  init() {
    let nowhere = Endpoint(address: IPAddress(ipv4: 0), port: 0)
    places = .allocate(capacity: Self.size)
    places.initialize(
      repeating: Place(source: nowhere, destination: nowhere, session: 0, count: 0), count: Self.size)
    texts = .allocate(byteCount: Self.size * Self.textSize, alignment: 16)
  }

  deinit {
    places.deallocate()
    texts.deallocate()
  }

  /// Appends `source → destination  #session  `.
  mutating func append(_ source: Endpoint, _ destination: Endpoint, session: Int, to line: inout TextBuffer) {
    let direction = UInt64(truncatingIfNeeded: session) << 1 | (source.port < destination.port ? 1 : 0)
    // The high bits of the product depend on all bits of the number.
    let index = Int(truncatingIfNeeded: (direction &* 0x9e37_79b9_7f4a_7c15) >> 54)
    let start = index * Self.textSize
    let place = places[index]
    if place.session == session, place.count > 0, place.source == source, place.destination == destination {
      line.append(UnsafeRawBufferPointer(rebasing: texts[start..<(start + place.count)]))
      return
    }
    let begin = line.count
    line.append(source, destination)
    line.append("  #")
    line.append(sessionNumber: session)
    line.append("  ")
    let made = line.bytes.extracting(begin..<line.count)
    guard made.byteCount <= Self.textSize else { return }
    made.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: texts[start...]).copyMemory(from: $0) }
    places[index] = Place(source: source, destination: destination, session: session, count: made.byteCount)
  }
}
