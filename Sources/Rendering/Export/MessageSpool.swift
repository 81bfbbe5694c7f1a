import Bytes
import Capture

/// Packets in the making that wait for what is found in the capture: what is said of one may become known at its end.
///
/// They come in the order in which they could be read, and leave in that of the packets they were in.
final class MessageSpool {
  /// Packets that come after a later one and are put back into their place: those of records that waited for keys. Of
  /// more, the rest stays behind. 16 bytes each.
  static let maximumLate = 1 << 18

  /// What stands before a packet and its comment.
  private struct Header {
    var number = 0
    var nanoseconds = 0
    var packetLength = 0
    var originalLength = 0
    var commentLength = 0
    /// 1 if the packet is taken out of turn.
    var isLate = 0

    static let fields: [any WritableKeyPath<Header, Int> & Sendable] = [
      \.number, \.nanoseconds, \.packetLength, \.originalLength, \.commentLength, \.isLate,
    ]
    static let length = fields.count * MemoryLayout<Int>.size
  }

  /// Passes on a packet with the number of that it was in, and what is said of it.
  typealias Receiver = (_ frame: borrowing Frame, _ comment: String) -> Void

  private let file: SpoolFile
  private var last = 0
  private var late: [(number: Int, offset: Int)] = []
  private var text = TextBuffer()
  /// Packets that are not in the order of those they were in.
  private(set) var misplaced = 0

  /// A spool on the file system of `path`.
  init(beside path: String) throws(Output.WriteError) {
    file = try SpoolFile(beside: path)
  }

  /// Adds a packet of link type RAW, that was in the packet of `stamp`.
  func append(_ packet: RawSpan, missing: Int, at stamp: PacketStamp, comment: RawSpan) {
    var header = Header(
      number: stamp.number, nanoseconds: Int(stamp.nanoseconds), packetLength: packet.byteCount,
      originalLength: packet.byteCount + missing, commentLength: comment.byteCount)
    if stamp.number < last {
      if late.count < Self.maximumLate {
        header.isLate = 1
        late.append((stamp.number, file.count))
      } else {
        misplaced += 1
      }
    }
    last = max(last, stamp.number)
    text.removeAll()
    for field in Header.fields { withUnsafeBytes(of: header[keyPath: field]) { text.append($0) } }
    text.append(packet)
    text.append(comment)
    text.withUnsafeBytes { file.append($0.bytes) }
  }

  /// Passes all packets on. Called once, when all are there.
  func read(_ body: Receiver) throws(Output.WriteError) {
    try file.finish()
    // Those of one packet stay as they came.
    let late = late.sorted { ($0.number, $0.offset) < ($1.number, $1.offset) }
    var next = 0
    var (window, lateWindow) = (SpoolWindow(file), SpoolWindow(file))
    var offset = 0
    while offset < file.count {
      let header = try Self.header(at: offset, &window)
      while next < late.count, late[next].number < header.number {
        try Self.pass(try Self.header(at: late[next].offset, &lateWindow), at: late[next].offset, &lateWindow, body)
        next += 1
      }
      if header.isLate == 0 { try Self.pass(header, at: offset, &window, body) }
      offset += Header.length + header.packetLength + header.commentLength
    }
    for item in late[next...] {
      try Self.pass(try Self.header(at: item.offset, &lateWindow), at: item.offset, &lateWindow, body)
    }
  }

  private static func header(at offset: Int, _ window: inout SpoolWindow) throws(Output.WriteError) -> Header {
    var header = Header()
    for (index, field) in Header.fields.enumerated() {
      header[keyPath: field] = try window.number(at: offset + index * MemoryLayout<Int>.size)
    }
    return header
  }

  private static func pass(
    _ header: Header, at offset: Int, _ window: inout SpoolWindow, _ body: Receiver
  ) throws(Output.WriteError) {
    let start = offset + Header.length
    var comment = ""
    try window.withBytes(header.commentLength, at: start + header.packetLength) {
      comment = String(decoding: [UInt8]($0), as: UTF8.self)
    }
    try window.withBytes(header.packetLength, at: start) {
      let frame = Frame(
        number: header.number, nanoseconds: Int64(header.nanoseconds), linkType: .raw, bytes: $0,
        originalLength: header.originalLength)
      body(frame, comment)
    }
  }
}
