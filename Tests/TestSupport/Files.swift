#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that exists as long as this value.
package final class TemporaryFile {
  package let path: String

  package init(_ bytes: [UInt8]) {
    var template = [CChar]("/tmp/dtlscope-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    writeAll(bytes, to: descriptor)
    close(descriptor)
  }

  deinit { unlink(path) }
}

/// Writes all of `bytes`.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
  var sent = 0
  while sent < bytes.count {
    let count = bytes.withUnsafeBytes { bytes in
      bytes.baseAddress.map { write(descriptor, $0 + sent, bytes.count - sent) } ?? 0
    }
    precondition(count > 0, "cannot write")
    sent += count
  }
}

/// The bytes of a file.
package func contents(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { preconditionFailure("no such file: \(path)") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
  return bytes
}

/// The captures that are kept with the package.
package enum Fixtures {
  package static let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Fixtures"

  package static func path(_ name: String, _ file: String = "capture.pcap") -> String { "\(folder)/\(name)/\(file)" }
}

/// A pcap or pcapng file in the making.
package enum Savefile {
  package static func word(_ value: Int, little: Bool) -> [UInt8] {
    let bytes = Packets.bytes32(value)
    return little ? bytes.reversed() : bytes
  }

  /// A pcap file of packets a second apart, each with a fraction of 5.
  package static func pcap(
    _ packets: [[UInt8]], link: Int = 101, little: Bool = true, magic: Int = 0xa1b2_c3d4
  ) -> [UInt8] {
    let version: [UInt8] = little ? [2, 0, 4, 0] : [0, 2, 0, 4]
    var file = word(magic, little: little) + version + word(0, little: little) + word(0, little: little)
    file += word(65535, little: little) + word(link, little: little)
    for (second, packet) in packets.enumerated() {
      for field in [second, 5, packet.count, packet.count] { file += word(field, little: little) }
      file += packet
    }
    return file
  }

  /// A little-endian pcap file with the packet at the 0-based place `from` moved to the place `to`.
  package static func moving(_ from: Int, to place: Int, in file: [UInt8]) -> [UInt8] {
    var packets: [[UInt8]] = []
    var rest = file[24...]
    while rest.count >= 16 {
      let length = 16 + Int(rest[rest.startIndex + 8]) + Int(rest[rest.startIndex + 9]) << 8
      packets.append([UInt8](rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    packets.insert(packets.remove(at: from), at: place)
    return [UInt8](file[..<24]) + packets.joined()
  }

  /// A pcapng block; `length` is what it states instead of its length.
  package static func block(_ type: Int, _ body: [UInt8], little: Bool = true, length: Int? = nil) -> [UInt8] {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    let stated = word(length ?? padded.count + 12, little: little)
    return word(type, little: little) + stated + padded + stated
  }

  package static func section(little: Bool = true) -> [UInt8] {
    block(
      0x0a0d_0d0a,
      word(0x1a2b_3c4d, little: little) + (little ? [1, 0, 0, 0] : [0, 1, 0, 0]) + [UInt8](repeating: 0xff, count: 8),
      little: little)
  }

  package static func interface(_ link: Int, little: Bool = true, snapLength: Int = 0, options: [UInt8] = []) -> [UInt8]
  {
    let type = Packets.bytes16(link)
    return block(
      1, (little ? type.reversed() : type) + [0, 0] + word(snapLength, little: little) + options, little: little)
  }

  package static func enhancedPacket(
    _ packet: [UInt8], interface: Int = 0, time: Int = 0, little: Bool = true, captured: Int? = nil
  ) -> [UInt8] {
    let fields = [interface, time >> 32, time & 0xffff_ffff, captured ?? packet.count, packet.count]
    return block(6, fields.flatMap { word($0, little: little) } + packet, little: little)
  }
}
