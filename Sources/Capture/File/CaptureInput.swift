#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An opened capture file or standard input, decompressed, as the stream of bytes that libpcap and `BlockReader` read.
///
/// Nothing here waits for more bytes than were asked for, so that a packet that comes through a pipe is there as soon
/// as it is written.
final class CaptureInput {
  /// Size in bytes of the stream's buffer: large enough that system calls do not count, small enough for the cache.
  static let bufferSize = 256 << 10

  /// The path as given; `-` for standard input.
  let path: String
  /// The first bytes, decompressed: four, or fewer if there are no more. They are still to be read from the stream.
  let magic: [UInt8]
  /// The bytes, decompressed.
  let stream: UnsafeMutablePointer<FILE>
  /// Whether the stream closes with this input; false once libpcap owns it.
  var ownsStream = true

  private let buffer: UnsafeMutablePointer<CChar>
  /// What the path was opened as, before decompression.
  private let descriptor: Int32
  /// The file's size in bytes, or 0 if it is not a regular file.
  private let size: Int
  private let gzip: GzipPump?

  /// Opens `path`, or standard input if it is `-`.
  init(_ path: String) throws(CaptureError) {
    self.path = path
    descriptor = try Self.open(path)
    var source = descriptor
    do throws(CaptureError) {
      size = try Self.size(of: descriptor, path)
      var magic = try Self.readMagic(descriptor, path)
      if magic.starts(with: GzipPump.magic) {
        let pump = try GzipPump(from: descriptor, startingWith: magic, path: path)
        source = pump.output
        magic = try Self.readMagic(source, path)
        gzip = pump
        if magic.isEmpty, let failure = pump.failure { throw CaptureError(path, failure) }
      } else {
        gzip = nil
      }
      self.magic = magic
      guard let stream = fdopen(source, "r") else { throw CaptureError(path, .readFailed(lastErrorWords())) }
      self.stream = stream
    } catch {
      close(descriptor)
      if source != descriptor { close(source) }
      throw error
    }
    buffer = .allocate(capacity: Self.bufferSize)
    setvbuf(stream, buffer, Int32(_IOFBF), Self.bufferSize)
    // A pipe cannot be rewound, so the magic is pushed back. C promises room for one byte; the C libraries of Linux
    // and macOS extend theirs as needed.
    for byte in magic.reversed() { ungetc(Int32(byte), stream) }
  }

  deinit {
    if ownsStream { fclose(stream) }
    if gzip != nil { close(descriptor) }
    buffer.deallocate()
  }

  /// Why the bytes ended, if it was not because the file did; nil while there may be more.
  ///
  /// Before the end the pump is not asked: it answers when it is done, and it may be waiting for its bytes to be read.
  var failure: CaptureError.Kind? {
    if ferror(stream) != 0 { return .readFailed(lastErrorWords()) }
    return isAtEnd ? gzip?.failure : nil
  }

  /// Whether the last read met the end of the bytes.
  var isAtEnd: Bool { feof(stream) != 0 }

  /// Whether gzip data ended before their end was stated; false while there may be more.
  var wasCut: Bool { isAtEnd && gzip?.wasCut ?? false }

  /// How much of the file has been read, from 0 to 1; nil if its length is not known.
  var fractionRead: Double? {
    guard size > 0 else { return nil }
    let offset = lseek(descriptor, 0, SEEK_CUR)
    return offset < 0 ? nil : min(1, Double(offset) / Double(size))
  }

  /// The bytes that were read from the file and not yet from the stream.
  var readAhead: UnsafeRawBufferPointer {
    // As gnulib's freadahead does it: C has no function for it.
    #if canImport(Glibc)
      guard let start = stream.pointee._IO_read_ptr, let end = stream.pointee._IO_read_end else {
        return UnsafeRawBufferPointer(start: nil, count: 0)
      }
      return UnsafeRawBufferPointer(start: start, count: max(0, end - start))
    #else
      return UnsafeRawBufferPointer(start: stream.pointee._p, count: Int(max(0, stream.pointee._r)))
    #endif
  }

  /// Whether the next read can be expected to return without waiting, given that what is read next has `needed` bytes.
  ///
  /// - Parameter milliseconds: how long to wait for that at most.
  func isPending(_ needed: Int, waiting milliseconds: Int32) -> Bool {
    if size > 0 || readAhead.count >= needed { return true }
    var poll = pollfd(fd: fileno(stream), events: Int16(POLLIN), revents: 0)
    // The end of the stream is no wait either.
    return withUnsafeMutablePointer(to: &poll) { pollOne($0, milliseconds) } > 0
  }

  private static func open(_ path: String) throws(CaptureError) -> Int32 {
    let descriptor = path == "-" ? dup(STDIN_FILENO) : openForReading(path)
    guard descriptor < 0 else { return descriptor }
    switch errno {
    case ENOENT, ENOTDIR: throw CaptureError(path, .missing)
    case EACCES, EPERM: throw CaptureError(path, .permissionDenied)
    default: throw CaptureError(path, .readFailed(lastErrorWords()))
    }
  }

  /// The size of a regular file in bytes; 0 for a pipe or a device.
  private static func size(of descriptor: Int32, _ path: String) throws(CaptureError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw CaptureError(path, .readFailed(lastErrorWords())) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw CaptureError(path, .isDirectory)
    case S_IFREG: return Int(status.st_size)
    default: return 0
    }
  }

  /// The first four bytes, or fewer if there are no more.
  private static func readMagic(_ descriptor: Int32, _ path: String) throws(CaptureError) -> [UInt8] {
    var magic: [UInt8] = []
    while magic.count < 4 {
      var byte: UInt8 = 0
      let count = readInterruptibly(descriptor, &byte, 1)
      guard count >= 0 else { throw CaptureError(path, .readFailed(lastErrorWords())) }
      if count == 0 { break }
      magic.append(byte)
    }
    return magic
  }
}
