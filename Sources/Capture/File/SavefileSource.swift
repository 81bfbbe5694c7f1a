import Bytes
import CPcap

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pcap file or stream, read by libpcap.
package final class SavefileSource: CaptureSource {
  package var path: String { input.path }
  package var linkTypes: [LinkType] { [linkType] }
  package private(set) var wasCut = false
  package var fractionRead: Double? { input.fractionRead }

  private let input: CaptureInput
  private let handle: OpaquePointer
  private let linkType: LinkType
  private var packets = 0

  /// Reads the file header of `input`.
  init(_ input: CaptureInput) throws(CaptureError) {
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    let opened = pcap_fopen_offline_with_tstamp_precision(input.stream, UInt32(PCAP_TSTAMP_PRECISION_NANO), &words)
    guard let opened else {
      let reason = input.failure ?? .damaged(String(errorBuffer: words), afterPackets: 0)
      throw CaptureError(input.path, reason)
    }
    input.ownsStream = false
    self.input = input
    handle = opened
    linkType = LinkType(dataLink: pcap_datalink(handle))
    guard linkType.header != nil else { throw CaptureError(input.path, .unsupportedLinkType(linkType)) }
  }

  deinit {
    pcap_close(handle)
  }

  package var inputIsPending: Bool { waitForInput(milliseconds: 0) }

  package func waitForInput(milliseconds: Int32) -> Bool {
    let readAhead = input.readAhead
    // A record is preceded by 16 bytes, of which the third four are its length; Kuznetzov's format has 24.
    guard readAhead.count >= 12 else { return input.isPending(16, waiting: milliseconds) }
    let length = Int(readAhead.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    let isSwapped = pcap_is_swapped(handle) != 0
    let isModified = input.magic.contains(0xcd)
    return input.isPending(
      (isModified ? 24 : 16) + (isSwapped ? Int(UInt32(truncatingIfNeeded: length).byteSwapped) : length),
      waiting: milliseconds)
  }

  package func next(
    secrets: (any SecretsHandler)?, _ body: (borrowing Frame) -> Void
  ) throws(CaptureError) -> Bool {
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var bytes: UnsafePointer<UInt8>?
    let status = pcap_next_ex(handle, &header, &bytes)
    guard status == 1, let header, let bytes else {
      try finish(status)
      return false
    }
    packets &+= 1
    // tv_usec holds nanoseconds, as asked for.
    let time = header.pointee.ts
    let captured = UnsafeRawBufferPointer(start: bytes, count: Int(header.pointee.caplen))
    body(
      Frame(
        number: packets, nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_usec), linkType: linkType,
        bytes: captured.bytes, originalLength: Int(header.pointee.len)))
    return true
  }

  /// Takes in that libpcap has no more packets: the file ends, or it is damaged.
  private func finish(_ status: Int32) throws(CaptureError) {
    if let failure = input.failure { throw CaptureError(path, failure.after(packets)) }
    if status == PCAP_ERROR_BREAK || input.isAtEnd {
      wasCut = status != PCAP_ERROR_BREAK || input.wasCut
      return
    }
    let words = pcap_geterr(handle).map { String(cString: $0) } ?? "error \(status)"
    throw CaptureError(path, .damaged(words, afterPackets: packets))
  }
}
