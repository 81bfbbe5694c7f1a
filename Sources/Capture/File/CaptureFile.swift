/// Capture files and standard input.
package enum CaptureFile {
  /// Opens the capture at `path`, or on standard input if it is `-`.
  package static func open(_ path: String) throws(CaptureError) -> any CaptureSource {
    let input = try CaptureInput(path)
    guard !input.magic.isEmpty else { throw CaptureError(path, .empty) }
    switch input.magic {
    case [0xa1, 0xb2, 0xc3, 0xd4], [0xd4, 0xc3, 0xb2, 0xa1], [0xa1, 0xb2, 0x3c, 0x4d], [0x4d, 0x3c, 0xb2, 0xa1],
      [0xa1, 0xb2, 0xcd, 0x34], [0x34, 0xcd, 0xb2, 0xa1], [0x0a, 0x0d, 0x0d, 0x0a]:
      return try SavefileSource(input)
    default: throw CaptureError(path, .notACapture(input.magic))
    }
  }
}
