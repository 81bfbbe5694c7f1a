#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Interfaces that are captured on at the same time: a capture without an end.
package final class LiveSource: CaptureSource {
  /// The names of the interfaces.
  package let path: String
  package let linkTypes: [LinkType]
  package let wasCut = false
  package let fractionRead: Double? = nil

  private let interfaces: [InterfaceHandle]
  private var polled: [pollfd]
  private var packets = 0
  /// Why no more packets come.
  private var failure: CaptureError?

  /// Milliseconds after which interfaces are looked at that cannot be polled.
  private static let pollInterval: Int32 = 10

  /// Begins to capture on the interfaces called `names`.
  package init(_ names: [String], _ options: InterfaceOptions) throws(CaptureError) {
    var interfaces: [InterfaceHandle] = []
    for name in names { interfaces.append(try InterfaceHandle(name, options)) }
    self.interfaces = interfaces
    path = names.joined(separator: ", ")
    var seen: Set<UInt16> = []
    linkTypes = interfaces.map(\.linkType).filter { seen.insert($0.rawValue).inserted }
    polled = interfaces.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
  }

  /// The names of the interfaces, in the order of `Frame.interface`, and the filter of each.
  package var descriptions: [(name: String, filter: String)] { interfaces.map { ($0.name, $0.filter) } }

  package var interfaceDrops: [DropCounts] { interfaces.map { $0.readCounts() } }
  package var inputIsPending: Bool { fetch() }

  package func waitForInput(milliseconds: Int32) -> Bool {
    if fetch() { return true }
    let canPoll = polled.allSatisfy { $0.fd >= 0 }
    pollAll(&polled, canPoll ? milliseconds : min(milliseconds, Self.pollInterval))
    return fetch()
  }

  package func next(
    secrets: (any SecretsHandler)?, _ body: (borrowing Frame) -> Void
  ) throws(CaptureError) -> Bool {
    while !waitForInput(milliseconds: 1000) {}
    if let failure { throw failure }
    guard let index = oldest else { return false }
    packets += 1
    interfaces[index].take(number: packets, interface: index, body)
    return true
  }

  /// Whether a packet is there, or the reason why none comes any more.
  private func fetch() -> Bool {
    if failure != nil { return true }
    var isAnyThere = false
    do throws(CaptureError) {
      for interface in interfaces where try interface.fetch() { isAnyThere = true }
    } catch {
      failure = error
      return true
    }
    return isAnyThere
  }

  /// The interface with the packet that was captured first, of those that are there.
  private var oldest: Int? {
    interfaces.indices.filter { interfaces[$0].hasPacket }.min {
      interfaces[$0].nanoseconds < interfaces[$1].nanoseconds
    }
  }
}
