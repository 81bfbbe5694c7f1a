import Bytes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes what is captured: to one file, or to a ring of files of which the oldest goes when there are enough.
package final class PacketRecorder {
  /// A ring of files.
  package struct Ring: Equatable, Sendable {
    /// Files that are kept, the one being written included.
    package let files: Int
    /// Bytes after which another file begins.
    package let size: Int

    /// A ring of so many files and bytes.
    package init(files: Int, size: Int) {
      self.files = files
      self.size = size
    }

    /// Reads `FILES:SIZE`, where SIZE is a number of bytes, or one with K, M or G behind it; nil if it is nothing of the
    /// kind.
    package init?(_ text: String) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let files = Int(parts[0]), (1...Self.maximumFiles).contains(files),
        let size = Self.bytes(parts[1]), size >= Self.minimumSize
      else { return nil }
      self.init(files: files, size: size)
    }

    /// Names of files are remembered, to remove them.
    static let maximumFiles = 65_536
    /// A file has to hold a few of the longest packets.
    static let minimumSize = 1 << 18

    private static func bytes(_ text: Substring) -> Int? {
      let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30]
      guard let last = text.last else { return nil }
      guard let shift = shifts[Character(last.uppercased())] else { return Int(text) }
      guard let number = Int(text.dropLast()), number <= Int.max >> shift else { return nil }
      return number << shift
    }
  }

  private let path: String
  private let ring: Ring?
  private let descriptions: [(name: String, filter: String)]
  private var writer: CaptureWriter
  /// Files of the ring, oldest first; the last is being written.
  private var files: [String] = []
  private var sequence = 1
  /// Kept until somebody can be told: a packet has no way to throw it.
  private var failure: CaptureWriter.WriteError?

  /// A recorder that writes to `path`, or to files named after it.
  ///
  /// - Parameter seconds: the time since 1970 that the name of a ring's first file tells.
  package init(
    path: String, ring: Ring? = nil, descriptions: [(name: String, filter: String)] = [],
    seconds: Int64 = Int64(time(nil))
  ) throws(CaptureWriter.WriteError) {
    self.path = path
    self.ring = ring
    self.descriptions = descriptions
    guard ring != nil else {
      writer = try CaptureWriter(path: path, descriptions: descriptions)
      return
    }
    let name = Self.name(path, 1, seconds)
    writer = try CaptureWriter(path: name, descriptions: descriptions, isNew: true)
    files = [name]
  }

  /// `out_00001_20261124143000.pcapng` of `out.pcapng`: as dumpcap names the files of a ring, so that those of another run
  /// are not overwritten.
  static func name(_ path: String, _ sequence: Int, _ seconds: Int64) -> String {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let file = path.dropFirst(folder.count)
    let dot = file.dropFirst().lastIndex(of: ".") ?? file.endIndex
    let number = String(sequence)
    let zeros = String(repeating: "0", count: max(0, 5 - number.count))
    let digits = UTCTime.text(seconds: seconds).filter(\.isNumber)
    return "\(folder)\(file[..<dot])_\(zeros)\(number)_\(digits)\(file[dot...])"
  }

  /// Adds a packet. What goes wrong is thrown by the next `flush`.
  package func append(_ frame: borrowing Frame) {
    guard failure == nil else { return }
    do throws(CaptureWriter.WriteError) { try writer.append(frame) } catch { failure = error }
  }

  /// Adds secrets for the packets that come after them.
  package func append(_ secrets: borrowing DecryptionSecrets) {
    guard failure == nil else { return }
    do throws(CaptureWriter.WriteError) { try writer.append(secrets) } catch { failure = error }
  }

  /// Whether the file is full, and `rotate` is to be called.
  package var isFull: Bool { ring.map { writer.length >= $0.size } ?? false }

  /// Ends the file and begins another one; removes the oldest if there are too many.
  package func rotate(_ drops: [DropCounts], nanoseconds: Int64) throws(CaptureWriter.WriteError) {
    guard let ring else { return }
    try finish(drops, nanoseconds: nanoseconds)
    sequence += 1
    let name = Self.name(path, sequence, nanoseconds / 1_000_000_000)
    writer = try CaptureWriter(path: name, descriptions: descriptions, isNew: true)
    files.append(name)
    if files.count > ring.files { removeFile(files.removeFirst()) }
  }

  /// Writes what was gathered, so that it survives this process.
  package func flush() throws(CaptureWriter.WriteError) {
    if let failure { throw failure }
    try writer.flush()
  }

  /// Ends the file.
  package func finish(_ drops: [DropCounts], nanoseconds: Int64) throws(CaptureWriter.WriteError) {
    if let failure { throw failure }
    try writer.finish(drops, nanoseconds: nanoseconds)
  }
}
