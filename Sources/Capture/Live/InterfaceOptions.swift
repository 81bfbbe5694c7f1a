#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How an interface is captured on.
package struct InterfaceOptions: Sendable {
  /// Which packets are captured.
  package var filter = CaptureFilter.standard
  /// Bytes that are captured of a packet; nil for what the interface carries.
  package var snapLength: Int?
  /// Bytes that the kernel keeps for packets that were not read yet. It gives each packet room for `snapLength`: this is
  /// room for 2000 packets of Ethernet.
  package var bufferSize = 32 << 20
  /// Whether packets for other hosts are captured, too.
  package var isPromiscuous = false

  /// The defaults.
  package init() {}

  /// Bytes captured of a packet where nothing longer can be on the wire: more than its packets have, because a network card
  /// may hand over several as one.
  private static let usualLength = 16_000
  /// Enough for the longest IP packet and any link header.
  private static let greatestLength = 65_792
  /// Bytes of link headers at most.
  private static let linkHeaders = 256

  /// Bytes to capture of a packet on the interface called `name`.
  func snapLength(on name: String) -> Int {
    if let snapLength { return snapLength }
    guard let unit = Self.transmissionUnit(of: name) else { return Self.greatestLength }
    return min(max(unit + Self.linkHeaders, Self.usualLength), Self.greatestLength)
  }

  /// The interface's MTU in bytes; nil if it cannot be told.
  private static func transmissionUnit(of name: String) -> Int? {
    guard !name.contains("/"), let file = fopen("/sys/class/net/\(name)/mtu", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 32)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    return Int(String(errorBuffer: line).prefix { $0.isNumber })
  }
}
