import CPcap

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An interface of this machine, as libpcap sees it.
package struct NetworkInterface: Sendable {
  /// What `-i` takes.
  package let name: String
  /// What it is, in words; nil if nothing is known.
  package let description: String?
  /// Its addresses.
  package let addresses: [String]
  /// Whether it is up.
  package let isUp: Bool
  /// Whether it is loopback.
  package let isLoopback: Bool
  /// The link types that it can be captured with; empty if it cannot be captured on now.
  package let linkTypes: [LinkType]
  /// Whether capturing needs privileges that are missing.
  package let needsPrivileges: Bool

  /// All interfaces.
  package static func all() throws(CaptureError) -> [NetworkInterface] {
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    var list: UnsafeMutablePointer<pcap_if_t>?
    guard pcap_findalldevs(&list, &words) == 0 else {
      throw CaptureError("interfaces", .liveFailed(String(errorBuffer: words)))
    }
    defer { pcap_freealldevs(list) }
    return sequence(first: list) { $0?.pointee.next }.compactMap { $0.map { NetworkInterface($0.pointee) } }
  }

  private init(_ interface: pcap_if_t) {
    name = interface.name.map { String(cString: $0) } ?? ""
    description = interface.description.map { String(cString: $0) }
    isUp = interface.flags & UInt32(PCAP_IF_UP) != 0
    isLoopback = interface.flags & UInt32(PCAP_IF_LOOPBACK) != 0
    let addresses = sequence(first: interface.addresses) { $0?.pointee.next }
    self.addresses = addresses.compactMap { $0?.pointee.addr.flatMap(Self.text) }
    (linkTypes, needsPrivileges) = Self.linkTypes(of: name)
  }

  /// The text of an IPv4 or IPv6 address.
  private static func text(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
    let size: Int
    switch Int32(address.pointee.sa_family) {
    case AF_INET: size = MemoryLayout<sockaddr_in>.size
    case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard getnameinfo(address, socklen_t(size), &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) == 0 else {
      return nil
    }
    return String(errorBuffer: host)
  }

  private static func linkTypes(of name: String) -> ([LinkType], needsPrivileges: Bool) {
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard let handle = pcap_create(name, &words) else { return ([], false) }
    defer { pcap_close(handle) }
    let status = pcap_activate(handle)
    guard status >= 0 else { return ([], status == PCAP_ERROR_PERM_DENIED) }
    var list: UnsafeMutablePointer<Int32>?
    let count = pcap_list_datalinks(handle, &list)
    guard count > 0, let list else { return ([], false) }
    defer { pcap_free_datalinks(list) }
    return ((0..<Int(count)).map { LinkType(dataLink: list[$0]) }, false)
  }
}
