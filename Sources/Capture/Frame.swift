/// One captured packet as it stood on the link, borrowed from the source that read it.
package struct Frame: ~Escapable {
  /// 1-based number of the packet in its capture, as Wireshark counts.
  package let number: Int
  /// Capture time in nanoseconds since 1970-01-01 00:00 UTC.
  package let nanoseconds: Int64
  /// What the first header is.
  package let linkType: LinkType
  /// The bytes that were captured.
  package let bytes: RawSpan
  /// Length in bytes of the packet on the link, of which the capture may hold less.
  package let originalLength: Int
  /// 0-based number of the interface it was captured on, among those of its source.
  package let interface: Int

  /// A frame of borrowed bytes.
  @_lifetime(copy bytes)
  package init(
    number: Int, nanoseconds: Int64, linkType: LinkType, bytes: RawSpan, originalLength: Int, interface: Int = 0
  ) {
    self.number = number
    self.nanoseconds = nanoseconds
    self.linkType = linkType
    self.bytes = bytes
    self.originalLength = originalLength
    self.interface = interface
  }

  /// Whether the capture's snapshot length cut the packet.
  package var isTruncated: Bool { bytes.byteCount < originalLength }
}
