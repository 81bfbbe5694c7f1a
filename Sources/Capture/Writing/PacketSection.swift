import Bytes

/// A section of a pcapng file in the making: its interfaces are described as their first packets come.
package struct PacketSection: ~Copyable {
  /// Interfaces of a section; of more, as a capture on its way through a pipe may name, another section begins.
  static let maximumInterfaces = 1024

  /// The blocks, which the one who writes them takes out.
  package var buffer = BlockBuffer()
  /// The numbers of the section's interfaces.
  private(set) var interfaces: [InterfaceKey: Int] = [:]

  struct InterfaceKey: Hashable {
    let number: Int
    let linkType: LinkType
  }

  /// A section that begins with `comments` for people.
  package init(comments: [String] = []) {
    begin(comments: comments)
  }

  private mutating func begin(comments: [String] = []) {
    interfaces = [:]
    buffer.appendSectionHeader(application: "dtlscope", comments: comments)
  }

  /// Adds a packet.
  ///
  /// - Parameters:
  ///   - comments: what people are to read beside it.
  ///   - description: the name and filter of its interface, asked for when it is new; nil if they are not known.
  package mutating func append(
    _ frame: borrowing Frame, comments: [String] = [], description: () -> (name: String, filter: String)? = { nil }
  ) {
    let key = InterfaceKey(number: frame.interface, linkType: frame.linkType)
    let number = interfaces[key] ?? add(key, description())
    buffer.appendPacket(
      frame.bytes, interface: number, nanoseconds: frame.nanoseconds, originalLength: frame.originalLength,
      comments: comments)
  }

  private mutating func add(_ key: InterfaceKey, _ description: (name: String, filter: String)?) -> Int {
    if interfaces.count >= Self.maximumInterfaces { begin() }
    buffer.appendInterface(key.linkType, snapLength: 0, name: description?.name, filter: description?.filter)
    let number = interfaces.count
    interfaces[key] = number
    return number
  }
}
