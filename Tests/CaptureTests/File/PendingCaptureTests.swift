import Capture
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite(.serialized) struct PendingCaptureTests {
  private func count(_ source: any CaptureSource) throws -> Int {
    var packets = 0
    while try source.next({ _ in }) { packets += 1 }
    return packets
  }

  /// The lowest descriptor that is free.
  private var freeDescriptor: Int32 {
    let descriptor = dup(STDOUT_FILENO)
    close(descriptor)
    return descriptor
  }

  @Test func waitingCapturesHoldNoDescriptors() throws {
    let file = TemporaryFile(Savefile.pcap([[0x45], [0x46]]))
    let compressed = TemporaryFile(Gzip.stored(Savefile.pcap([[0x45], [0x46]])))
    let captures = try (0..<3000).map { try PendingCapture($0.isMultiple(of: 100) ? compressed.path : file.path) }
    #expect(freeDescriptor < 1000)
    for capture in captures.suffix(101) { #expect(try count(capture.open()) == 2) }
  }

  @Test func whatIsWrongShowsAtOnce() {
    #expect(throws: CaptureError("/nonexistent", .missing)) { try PendingCapture("/nonexistent") }
    let file = TemporaryFile([1, 2, 3, 4])
    #expect(throws: CaptureError(file.path, .notACapture([1, 2, 3, 4]))) { try PendingCapture(file.path) }
  }

  @Test func aPipeIsOpenedOnce() throws {
    let file = TemporaryFile([])
    let path = file.path + ".pipe"
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    // Open for both, so that nobody waits for the other.
    let pipe = open(path, O_RDWR)
    writeAll(Savefile.pcap([[0x45], [0x46]]), to: pipe)
    let capture = try PendingCapture(path)
    close(pipe)
    #expect(try count(capture.open()) == 2)
  }
}
