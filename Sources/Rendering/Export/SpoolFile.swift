import Bytes
import Capture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file without a name, which holds what is known before the file that it goes to can be begun. It is gone with this
/// process, however that ends.
final class SpoolFile {
  /// Bytes gathered before they are written, and read at a time.
  static let pieceSize = 1 << 16

  private let descriptor: Int32
  private let path: String
  private var buffer = TextBuffer(capacity: SpoolFile.pieceSize + 4096)
  private var written = 0
  private var failure: Output.WriteError?

  /// A file on the file system of `path`, which has to have room for the same; if nothing can be created there, as beside
  /// a device, on that of temporary files.
  init(beside path: String) throws(Output.WriteError) {
    self.path = path
    let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let isReplaced = FileIdentity(path: path)?.isRegular ?? true
    for place in (isReplaced ? [Output.target(of: path)] : []) + [temporary + "/dtlscope"] {
      let opened = createTemporaryFile(beside: place)
      guard opened.descriptor >= 0 else { continue }
      unlink(opened.path)
      descriptor = opened.descriptor
      return
    }
    throw Output.WriteError(writing: path)
  }

  deinit {
    close(descriptor)
  }

  /// Bytes in it.
  var count: Int { written + buffer.count }

  /// Adds bytes. What goes wrong is thrown by `finish`.
  func append(_ bytes: RawSpan) {
    buffer.append(bytes)
    if buffer.count >= Self.pieceSize { flush() }
  }

  private func flush() {
    written += buffer.count
    buffer.withUnsafeBytes { bytes in
      if failure == nil, !writeAll(descriptor, bytes) { failure = Output.WriteError(writing: path) }
    }
    buffer.removeAll()
  }

  /// Writes what is left; throws if anything could not be written.
  func finish() throws(Output.WriteError) {
    flush()
    if let failure { throw failure }
  }

  /// Reads from `offset` on into `bytes`, as many as there are; how many these were.
  func read(at offset: Int, into bytes: inout [UInt8]) throws(Output.WriteError) -> Int {
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled, off_t(offset + filled))
      }
      if count == 0 { break }
      guard count > 0 || errno == EINTR else { throw Output.WriteError(writing: path) }
      filled += max(0, count)
    }
    return filled
  }
}

/// A part of a spool file in memory: what is read next is mostly behind what was read last.
struct SpoolWindow {
  private let file: SpoolFile
  private var bytes: [UInt8] = []
  private var start = 0

  init(_ file: SpoolFile) {
    self.file = file
  }

  /// Where `count` bytes at `offset` are in `bytes`.
  private mutating func bring(_ count: Int, at offset: Int) throws(Output.WriteError) -> Int {
    if offset < start || offset + count > start + bytes.count {
      bytes = [UInt8](repeating: 0, count: min(max(count, SpoolFile.pieceSize), file.count - offset))
      start = offset
      bytes.removeLast(bytes.count - (try file.read(at: offset, into: &bytes)))
    }
    return offset - start
  }

  /// A number of the machine's own byte order at `offset`.
  mutating func number(at offset: Int) throws(Output.WriteError) -> Int {
    let place = try bring(MemoryLayout<Int>.size, at: offset)
    return bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: Int.self)
  }

  /// Passes `count` bytes at `offset` on.
  mutating func withBytes(_ count: Int, at offset: Int, _ body: (RawSpan) -> Void) throws(Output.WriteError) {
    let place = try bring(count, at: offset)
    body(bytes.span.bytes.extracting(place..<(place + count)))
  }
}
