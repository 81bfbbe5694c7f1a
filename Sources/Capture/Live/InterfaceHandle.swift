import Bytes
import CPcap

/// An interface that is being captured on, by libpcap.
final class InterfaceHandle {
  /// Its name.
  let name: String
  /// The link type of its frames.
  let linkType: LinkType
  /// What is polled for its packets; -1 if it has nothing of the kind.
  let descriptor: Int32
  /// The filter in use.
  let filter: String

  private let handle: OpaquePointer
  private let nanosecondsPerUnit: Int64
  private var header: UnsafeMutablePointer<pcap_pkthdr>?
  private var bytes: UnsafePointer<UInt8>?
  /// Whether a packet was fetched and not taken yet; it lives until the next one is fetched.
  private(set) var hasPacket = false
  private var counts = DropCounts()
  private var last = pcap_stat()

  /// Milliseconds for which libpcap may gather packets where it knows no immediate mode.
  private static let timeout: Int32 = 100

  /// Begins to capture.
  init(_ name: String, _ options: InterfaceOptions) throws(CaptureError) {
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard let handle = pcap_create(name, &words) else {
      throw CaptureError(name, .liveFailed(String(errorBuffer: words)))
    }
    do throws(CaptureError) {
      pcap_set_snaplen(handle, Int32(clamping: options.snapLength(on: name)))
      pcap_set_promisc(handle, options.isPromiscuous ? 1 : 0)
      pcap_set_timeout(handle, Self.timeout)
      pcap_set_immediate_mode(handle, 1)
      pcap_set_buffer_size(handle, Int32(clamping: options.bufferSize))
      // An interface that cannot has microseconds.
      pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO)
      try Self.activate(handle, name)
      guard pcap_setnonblock(handle, 1, &words) == 0 else {
        throw CaptureError(name, .liveFailed(String(errorBuffer: words)))
      }
      linkType = LinkType(dataLink: pcap_datalink(handle))
      guard linkType.header != nil else { throw CaptureError(name, .unsupportedLinkType(linkType)) }
      filter = try Self.setFilter(options.filter, on: handle, name)
    } catch {
      pcap_close(handle)
      throw error
    }
    self.name = name
    self.handle = handle
    descriptor = pcap_get_selectable_fd(handle)
    nanosecondsPerUnit = pcap_get_tstamp_precision(handle) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000
  }

  deinit {
    pcap_close(handle)
  }

  private static func activate(_ handle: OpaquePointer, _ name: String) throws(CaptureError) {
    let status = pcap_activate(handle)
    // A positive status is a warning: it goes on.
    guard status < 0 else { return }
    switch status {
    case PCAP_ERROR_NO_SUCH_DEVICE: throw CaptureError(name, .noSuchInterface)
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED: throw CaptureError(name, .captureNotPermitted)
    case PCAP_ERROR_IFACE_NOT_UP: throw CaptureError(name, .interfaceIsDown)
    default:
      let words = pcap_geterr(handle).map { String(cString: $0) } ?? ""
      throw CaptureError(name, .liveFailed(words.isEmpty ? String(cString: pcap_statustostr(status)) : words))
    }
  }

  private static func setFilter(
    _ filter: CaptureFilter, on handle: OpaquePointer, _ name: String
  ) throws(CaptureError) -> String {
    var reason = ""
    for text in filter.candidates {
      var program = bpf_program()
      if pcap_compile(handle, &program, text, 1, PCAP_NETMASK_UNKNOWN) == 0 {
        defer { pcap_freecode(&program) }
        if pcap_setfilter(handle, &program) == 0 { return text }
      }
      if let words = pcap_geterr(handle) { reason = String(cString: words) }
    }
    throw CaptureError(name, .badFilter(reason))
  }

  /// Capture time in nanoseconds since 1970 of the packet that was fetched.
  var nanoseconds: Int64 {
    guard let header else { return 0 }
    let time = header.pointee.ts
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_usec) &* nanosecondsPerUnit
  }

  /// Fetches the next packet if there is one, unless one is there already; whether one is there.
  func fetch() throws(CaptureError) -> Bool {
    if hasPacket { return true }
    switch pcap_next_ex(handle, &header, &bytes) {
    case 1:
      hasPacket = bytes != nil
      return hasPacket
    case 0: return false
    default:
      let words = pcap_geterr(handle).map { String(cString: $0) } ?? "it cannot be read any more"
      throw CaptureError(name, .interfaceLost(words))
    }
  }

  /// Passes on the packet that was fetched.
  func take(number: Int, interface: Int, _ body: (borrowing Frame) -> Void) {
    guard hasPacket, let header, let bytes else { return }
    hasPacket = false
    let captured = UnsafeRawBufferPointer(start: bytes, count: Int(header.pointee.caplen))
    body(
      Frame(
        number: number, nanoseconds: nanoseconds, linkType: linkType, bytes: captured.bytes,
        originalLength: Int(header.pointee.len), interface: interface))
  }

  /// What was received and dropped. libpcap counts in 32 bits, so it has to be asked now and then.
  func readCounts() -> DropCounts {
    var now = pcap_stat()
    guard pcap_stats(handle, &now) == 0 else { return counts }
    counts.received += UInt64(now.ps_recv &- last.ps_recv)
    counts.droppedByKernel += UInt64(now.ps_drop &- last.ps_drop)
    counts.droppedByInterface += UInt64(now.ps_ifdrop &- last.ps_ifdrop)
    last = now
    return counts
  }
}

extension String {
  /// The text that libpcap wrote to an error buffer.
  init(errorBuffer: [CChar]) {
    self.init(decoding: errorBuffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
