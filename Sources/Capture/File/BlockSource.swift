import Bytes

/// A pcapng file or stream, read block by block: whatever libpcap refuses, for example interfaces of different link
/// types, and all that comes through a pipe.
package final class BlockSource: CaptureSource {
  package var path: String { input.path }
  package private(set) var linkTypes: [LinkType] = []
  package private(set) var wasCut = false
  package var fractionRead: Double? { input.fractionRead }
  package var inputIsPending: Bool { input.isPending(reader.lengthOfNext(in: input.readAhead)) }

  /// What is given the contents of decryption secrets blocks as they pass: the type of the secrets and their bytes
  /// (draft-ietf-opsawg-pcapng §4.7).
  package var secretsHandler: ((_ type: UInt32, _ secrets: RawSpan) -> Void)?

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
  /// Number of packets not to pass on, because another source did.
  private let skipped: Int
  /// The time of the last packet, for those that have none.
  private var lastTime: Int64 = 0

  /// Reads `input` from its start, but passes no packets on before the one after the first `skipped`.
  init(_ input: CaptureInput, skipping skipped: Int = 0) {
    self.input = input
    self.skipped = skipped
    reader = BlockReader(input.stream)
  }

  package func next(_ body: (borrowing Frame) -> Void) throws(CaptureError) -> Bool {
    while true {
      switch reader.next() {
      case .block(let type):
        // The local reference keeps the block's memory as it is while its bytes are borrowed.
        let block = reader.block
        if try receive(type, block.span.bytes.extracting(reader.bodyRange), reader.order, body) { return true }
      case .damaged(let words): throw damage(words)
      case let outcome:
        if let failure = input.failure { throw CaptureError(path, failure.after(packets)) }
        if case .cut = outcome { wasCut = true } else { wasCut = input.wasCut }
        return false
      }
    }
  }

  /// Takes the block that was read; whether a packet was passed on.
  private func receive(
    _ type: BlockType, _ block: RawSpan, _ order: SectionOrder, _ body: (borrowing Frame) -> Void
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
        try passSecrets(block, order)
        return false
      default: return false
      }
    } catch {
      throw damage("\(error)")
    }
    return try receive(packet, body)
  }

  /// Takes a packet; whether it was passed on.
  private func receive(
    _ packet: borrowing PacketBlock, _ body: (borrowing Frame) -> Void
  ) throws(CaptureError) -> Bool {
    guard interfaces.indices.contains(packet.interface) else {
      throw damage("a packet is of interface \(packet.interface), and \(interfaces.count) are known")
    }
    let interface = interfaces[packet.interface]
    if packets == 0, !linkTypes.contains(where: { $0.header != nil }) {
      throw CaptureError(path, .unsupportedLinkType(interface.linkType))
    }
    packets += 1
    lastTime = packet.timestamp.map(interface.clock.nanoseconds) ?? lastTime
    guard packets > skipped else { return false }
    body(
      Frame(
        number: packets, nanoseconds: lastTime, linkType: interface.linkType, bytes: packet.bytes,
        originalLength: packet.originalLength))
    return true
  }

  private func add(_ interface: InterfaceDescription) {
    guard interfaces.count < Self.maximumInterfaces else { return }
    interfaces.append(interface)
    if knownLinkTypes.insert(interface.linkType.rawValue).inserted { linkTypes.append(interface.linkType) }
  }

  /// Passes on the contents of a decryption secrets block.
  ///
  ///     secrets_type(4) secrets_length(4) secrets_data options
  private func passSecrets(_ block: RawSpan, _ order: SectionOrder) throws(DecodeError) {
    guard let secretsHandler else { return }
    var fields = ByteReader(block, as: "decryption secrets block")
    let type = order(try fields.readUInt32("secrets_type"))
    let length = Int(order(try fields.readUInt32("secrets_length")))
    secretsHandler(type, try fields.readSpan(length, "secrets_data"))
  }

  private func damage(_ words: String) -> CaptureError {
    CaptureError(path, .damaged(words, afterPackets: packets))
  }
}
