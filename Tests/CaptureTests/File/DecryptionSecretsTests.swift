import Bytes
import Capture
import TestSupport
import Testing

/// Secrets in a pcapng file (draft-ietf-opsawg-pcapng §4.7).
@Suite struct DecryptionSecretsTests {
  /// Keeps what it is given.
  private final class Secrets: SecretsHandler {
    var found: [(type: SecretsType, data: [UInt8])] = []
    var errors: [DecodeError] = []

    func receive(_ secrets: borrowing DecryptionSecrets) { found.append((secrets.type, [UInt8](secrets.data))) }
    func receiveMalformedSecrets(_ error: DecodeError) { errors.append(error) }
  }

  let packet = Packets.ipv4(Packets.udp([1, 2, 3]))
  let data = [UInt8]("CLIENT_RANDOM".utf8)

  private func block(_ data: [UInt8], type: Int = 0x544c_534b, length: Int? = nil, little: Bool = true) -> [UInt8] {
    let header = Savefile.word(type, little: little) + Savefile.word(length ?? data.count, little: little)
    return Savefile.block(0xa, header + data, little: little)
  }

  /// Reads a file with these blocks between its interface and a packet.
  private func read(_ blocks: [UInt8], little: Bool = true) throws -> (secrets: Secrets, packets: Int) {
    let file = TemporaryFile(
      Savefile.section(little: little) + Savefile.interface(101, little: little) + blocks
        + Savefile.enhancedPacket(packet, little: little))
    let source = try CaptureFile.open(file.path)
    let secrets = Secrets()
    var packets = 0
    while try source.next(secrets: secrets, { _ in packets += 1 }) {}
    return (secrets, packets)
  }

  @Test(arguments: [true, false]) func theyArePassedOn(_ little: Bool) throws {
    let (secrets, packets) = try read(block(data, little: little) + block([], little: little), little: little)
    #expect(secrets.found.map(\.type) == [.tlsKeyLog, .tlsKeyLog])
    #expect(secrets.found.map(\.data) == [data, []])
    #expect(packets == 1 && secrets.errors.isEmpty)
  }

  @Test func theyComeBeforeThePacketsBehindThem() throws {
    let file = TemporaryFile(
      Savefile.section() + block([1]) + Savefile.interface(101) + Savefile.enhancedPacket(packet) + block([2])
        + Savefile.enhancedPacket(packet) + block([3]))
    let source = try CaptureFile.open(file.path)
    let secrets = Secrets()
    var counts: [Int] = []
    while try source.next(secrets: secrets, { _ in counts.append(secrets.found.count) }) {}
    #expect(counts == [1, 2] && secrets.found.map(\.data) == [[1], [2], [3]])
  }

  @Test func otherTypesAreValues() throws {
    let (secrets, packets) = try read(block(data, type: 0x5747_4b4c) + block(data, type: 7))
    #expect(secrets.found.map(\.type.description) == ["WireGuard key log", "unknown 7 (0x7)"])
    #expect(packets == 1)
  }

  @Test func optionsBehindThemArePassedOver() throws {
    let comment = hex("0100 0200 6869 0000 0000 0000")
    let header = Savefile.word(0x544c_534b, little: true) + Savefile.word(4, little: true)
    let (secrets, _) = try read(Savefile.block(0xa, header + [9, 9, 9, 9] + comment))
    #expect(secrets.found.map(\.data) == [[9, 9, 9, 9]])
  }

  @Test(arguments: [14, 17, 1 << 20, 0xffff_ffff]) func aLengthThatLiesHidesNoPacket(_ length: Int) throws {
    let (secrets, packets) = try read(block([UInt8](repeating: 1, count: 12), length: length))
    #expect(secrets.found.isEmpty && packets == 1)
    #expect(
      secrets.errors == [
        DecodeError("decryption secrets block", "secrets_data", at: 8, .needs(length, has: 12))
      ])
  }

  @Test(arguments: 0..<2) func everyCutOfTheHeaderIsSaid(_ words: Int) throws {
    let (secrets, packets) = try read(Savefile.block(0xa, [UInt8](repeating: 0, count: 4 * words)))
    #expect(secrets.found.isEmpty && secrets.errors.count == 1 && packets == 1)
  }

  @Test func whoWantsNoneGetsThePackets() throws {
    let file = TemporaryFile(
      Savefile.section() + Savefile.interface(101) + block(data, length: 99) + Savefile.enhancedPacket(packet))
    #expect(readAll(file.path).packets == [packet])
  }
}
