/// Capture files and standard input.
package enum CaptureFile {
  /// Opens the capture at `path`, or on standard input if it is `-`.
  ///
  /// libpcap reads pcap, the block reader pcapng.
  package static func open(_ path: String) throws(CaptureError) -> any CaptureSource {
    let input = try CaptureInput(path)
    guard !input.magic.isEmpty else { throw CaptureError(path, .empty) }
    if input.isBlockFormat { return BlockSource(input) }
    guard input.isPcap else { throw CaptureError(path, .notACapture(input.magic)) }
    return try SavefileSource(input)
  }
}

extension CaptureInput {
  /// Whether it begins like a pcapng file: with the type of a section header block.
  var isBlockFormat: Bool { magic == [0x0a, 0x0d, 0x0d, 0x0a] }

  /// Whether it begins like a pcap file, in either byte order: with microseconds, with nanoseconds, or in the form of
  /// Alexey Kuznetzov's patches.
  var isPcap: Bool {
    let magics: [[UInt8]] = [[0xa1, 0xb2, 0xc3, 0xd4], [0xa1, 0xb2, 0x3c, 0x4d], [0xa1, 0xb2, 0xcd, 0x34]]
    return magics.contains { $0 == magic || $0.reversed() == magic }
  }
}
