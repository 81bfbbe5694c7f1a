import Bytes

/// A pcapng file or stream, read block by block. libpcap passes over the secrets in it, and stops at an interface of another
/// link type or snapshot length than the first one has.
package final class BlockSource: CaptureSource {
  package var path: String { input.path }
  package private(set) var linkTypes: [LinkType] = []
  package private(set) var wasCut = false
  package var fractionRead: Double? { input.fractionRead }
  package var inputIsPending: Bool { waitForInput(milliseconds: 0) }

  package func waitForInput(milliseconds: Int32) -> Bool {
    input.isPending(reader.lengthOfNext(in: input.readAhead), waiting: milliseconds)
  }

  /// Interfaces of a section that are remembered: far more than a capture has, and a bound for a file that only describes
  /// them. A packet of one beyond is damage.
  static let maximumInterfaces = 65_536

  private let input: CaptureInput
  private var reader: BlockReader
  /// Those of the section being read.
  private var interfaces: [InterfaceDescription] = []
  /// Those in `linkTypes`, of which a file may name as many as there are numbers.
  private var knownLinkTypes: Set<UInt16> = []
  private var packets = 0
  /// Where in the block of the last packet its options begin.
  private var optionsOffset = 0
  /// The time of the last packet, for those that have none.
  private var lastTime: Int64 = 0

  /// Reads `input` from its start.
  init(_ input: CaptureInput) {
    self.input = input
    reader = BlockReader(input.stream)
  }

  package func next(
    secrets: (any SecretsHandler)?, _ body: (borrowing Frame) -> Void
  ) throws(CaptureError) -> Bool {
    while true {
      switch reader.next() {
      case .block(let type):
        // The local reference keeps the block's memory as it is while its bytes are borrowed.
        let block = reader.block
        if try receive(type, block.span.bytes.extracting(reader.bodyRange), reader.order, secrets, body) { return true }
      case .damaged(let words): throw damage(words)
      case let outcome:
        if let failure = input.failure { throw CaptureError(path, failure.after(packets)) }
        if case .cut = outcome { wasCut = true } else { wasCut = input.wasCut }
        return false
      }
    }
  }

  package var comments: [String] {
    let block = reader.block
    let body = block.span.bytes.extracting(reader.bodyRange)
    guard optionsOffset < body.byteCount else { return [] }
    var options = ByteReader(body.extracting(droppingFirst: optionsOffset), as: "packet block")
    var comments: [String] = []
    // What comes before an option that is broken counts.
    while var option = try? options.readOption(reader.order) {
      guard option.code == BlockBuffer.comment else { continue }
      comments.append(String(decoding: option.value.readRemaining(), as: UTF8.self))
    }
    return comments
  }

  package func name(ofInterface number: Int) -> String? {
    interfaces.indices.contains(number) ? interfaces[number].name : nil
  }

  /// Takes the block that was read; whether a packet was passed on.
  private func receive(
    _ type: BlockType, _ block: RawSpan, _ order: SectionOrder, _ secrets: (any SecretsHandler)?,
    _ body: (borrowing Frame) -> Void
  ) throws(CaptureError) -> Bool {
    let packet: PacketBlock
    do throws(DecodeError) {
      switch type {
      case .enhancedPacket, .obsoletePacket:
        packet = try PacketBlock(block, order, isObsolete: type == .obsoletePacket)
      case .simplePacket:
        packet = try PacketBlock(simple: block, order, snapLength: interfaces.first?.snapLength ?? 0)
      case .sectionHeader:
        interfaces = []
        return false
      case .interfaceDescription:
        add(try InterfaceDescription(block, order))
        return false
      case .decryptionSecrets:
        if let secrets { Self.pass(block, order, to: secrets) }
        return false
      default: return false
      }
    } catch {
      throw damage("\(error)")
    }
    optionsOffset = packet.optionsOffset
    try receive(packet, body)
    return true
  }

  /// Passes a packet on.
  private func receive(_ packet: borrowing PacketBlock, _ body: (borrowing Frame) -> Void) throws(CaptureError) {
    guard interfaces.indices.contains(packet.interface) else {
      throw damage("a packet is of interface \(packet.interface), and \(interfaces.count) are known")
    }
    let interface = interfaces[packet.interface]
    if packets == 0, !linkTypes.contains(where: { $0.header != nil }) {
      throw CaptureError(path, .unsupportedLinkType(interface.linkType))
    }
    packets += 1
    lastTime = packet.timestamp.map(interface.clock.nanoseconds) ?? lastTime
    body(
      Frame(
        number: packets, nanoseconds: lastTime, linkType: interface.linkType, bytes: packet.bytes,
        originalLength: packet.originalLength, interface: packet.interface))
  }

  private func add(_ interface: InterfaceDescription) {
    guard interfaces.count < Self.maximumInterfaces else { return }
    interfaces.append(interface)
    if knownLinkTypes.insert(interface.linkType.rawValue).inserted { linkTypes.append(interface.linkType) }
  }

  /// Passes on the contents of a decryption secrets block. The packets can be read without them, so that it is malformed
  /// ends nothing.
  private static func pass(_ block: RawSpan, _ order: SectionOrder, to handler: any SecretsHandler) {
    do throws(DecodeError) {
      handler.receive(try DecryptionSecrets(block, order))
    } catch {
      handler.receiveMalformedSecrets(error)
    }
  }

  private func damage(_ words: String) -> CaptureError {
    CaptureError(path, .damaged(words, afterPackets: packets))
  }
}
