import CZlib
import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Decompresses gzip data (RFC 1952) on a thread of its own into a socket that is read like a file.
///
/// A socket rather than a pipe, because writing to one whose reader is gone can be told not to raise SIGPIPE.
///
/// The thread owns everything until it closes its end of the socket; `failure` and `wasCut` wait for that, so nothing is
/// shared while both run, and `@unchecked Sendable` is sound.
final class GzipPump: @unchecked Sendable {
  /// The first bytes of gzip data.
  static let magic: [UInt8] = [0x1f, 0x8b]
  /// Size in bytes of either buffer.
  private static let bufferSize = 64 << 10

  /// Where the decompressed bytes are read; the caller closes it.
  let output: Int32
  private let input: Int32
  private let sink: Int32
  private var outcome: Outcome = .ended
  private let finished = DispatchSemaphore(value: 0)

  private enum Outcome {
    case ended, cut
    case failed(CaptureError.Kind)
  }

  /// Starts decompressing what `magic` and then `input` hold. The caller closes `input`.
  init(from input: Int32, startingWith magic: [UInt8], path: String) throws(CaptureError) {
    var pair: (Int32, Int32) = (-1, -1)
    let status = withUnsafeMutableBytes(of: &pair) { bytes in
      socketpair(AF_UNIX, streamSocketType, 0, bytes.assumingMemoryBound(to: Int32.self).baseAddress)
    }
    // The thread has a descriptor of its own, so that it outlives the caller's.
    let ownInput = dup(input)
    guard status == 0, ownInput >= 0 else { throw CaptureError(path, .readFailed(lastErrorWords())) }
    output = pair.0
    sink = pair.1
    self.input = ownInput
    #if !canImport(Glibc)
      var on: Int32 = 1
      setsockopt(sink, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
    DispatchQueue(label: "gzip").async { [self] in
      outcome = pump(startingWith: magic)
      close(sink)
      close(self.input)
      finished.signal()
    }
  }

  /// Why the data could not be decompressed to their end. To be asked when `output` has ended.
  var failure: CaptureError.Kind? {
    waitUntilFinished()
    if case .failed(let kind) = outcome { return kind }
    return nil
  }

  /// Whether the data end before their end is stated. To be asked when `output` has ended.
  var wasCut: Bool {
    waitUntilFinished()
    if case .cut = outcome { return true }
    return false
  }

  private func waitUntilFinished() {
    finished.wait()
    finished.signal()
  }

  /// Decompresses until the data end, are damaged, or nobody reads any more.
  private func pump(startingWith magic: [UInt8]) -> Outcome {
    let compressed = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.bufferSize)
    let plain = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.bufferSize)
    var stream = z_stream()
    // 15 bits of window and 16 for "gzip only" (zlib.h); the version and size are what the macro inflateInit2 passes.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return .failed(.readFailed("zlib could not be started"))
    }
    defer {
      inflateEnd(&stream)
      compressed.deallocate()
      plain.deallocate()
    }
    compressed.update(from: magic, count: magic.count)
    stream.next_in = compressed
    stream.avail_in = UInt32(magic.count)
    var memberEnded = false
    while true {
      if stream.avail_in == 0 {
        let count = readInterruptibly(input, compressed, Self.bufferSize)
        if count < 0 { return .failed(.readFailed(lastErrorWords())) }
        if count == 0 { return memberEnded ? .ended : .cut }
        stream.next_in = compressed
        stream.avail_in = UInt32(count)
      }
      if memberEnded {
        // Another member may follow (RFC 1952 §2.2); anything else is padding, as tapes have it.
        guard stream.next_in?.pointee == Self.magic[0], inflateReset(&stream) == Z_OK else { return .ended }
        memberEnded = false
      }
      stream.next_out = plain
      stream.avail_out = UInt32(Self.bufferSize)
      let status = inflate(&stream, Z_NO_FLUSH)
      guard write(plain, Self.bufferSize - Int(stream.avail_out)) else { return .ended }
      switch status {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: memberEnded = true
      default: return .failed(.damaged("its gzip data are corrupt", afterPackets: 0))
      }
    }
  }

  /// Writes `count` bytes; false if nobody reads them.
  private func write(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Bool {
    var sent = 0
    while sent < count {
      let result = send(sink, bytes + sent, count - sent, noSignalFlag)
      if result > 0 { sent += result } else if errno != EINTR { return false }
    }
    return true
  }
}

#if canImport(Glibc)
  private let streamSocketType = Int32(SOCK_STREAM.rawValue)
  private let noSignalFlag = Int32(MSG_NOSIGNAL)
#else
  private let streamSocketType = SOCK_STREAM
  private let noSignalFlag: Int32 = 0
#endif
