/// One UDP datagram, borrowed from the packet or from the reassembled fragments that carried it.
package struct Datagram: ~Escapable {
  /// What the checksum says about the bytes.
  package enum Checksum: Hashable, Sendable {
    /// It matches.
    case valid
    /// The sender left it out (RFC 768); IPv6 forbids that but for tunnels (RFC 8200 §8.1).
    case zero
    /// It does not match: damaged on the way, or captured on the sender before its network card filled it in.
    case badOrOffloaded
    /// Bytes it covers are not in the capture.
    case unverifiable
  }

  /// Who sent it.
  package let source: Endpoint
  /// Whom it is for.
  package let destination: Endpoint
  /// The UDP payload, as far as it was captured.
  package let payload: RawSpan
  /// Length in bytes of the payload as the UDP header declares it.
  package let length: Int
  /// Time to live (IPv4) or hop limit (IPv6).
  package let hopLimit: UInt8
  /// The IPv4 identification, or that of an IPv6 fragment header.
  package let identification: UInt32?
  /// Whether the payload is what was sent.
  package let checksum: Checksum
  /// Whether it came in IP fragments.
  package let isReassembled: Bool

  /// Whether the capture holds less of the payload than was sent.
  package var isTruncated: Bool { payload.byteCount < length }

  /// A datagram of borrowed bytes.
  @_lifetime(copy payload)
  package init(
    source: Endpoint, destination: Endpoint, payload: RawSpan, length: Int, hopLimit: UInt8, identification: UInt32?,
    checksum: Checksum, isReassembled: Bool = false
  ) {
    self.source = source
    self.destination = destination
    self.payload = payload
    self.length = length
    self.hopLimit = hopLimit
    self.identification = identification
    self.checksum = checksum
    self.isReassembled = isReassembled
  }

  /// A datagram that was in this one: as far as it was captured, of `length` bytes as this one states it.
  @_lifetime(copy inner)
  func containing(
    _ inner: RawSpan, length: Int, from source: Endpoint, to destination: Endpoint
  ) -> Datagram {
    Datagram(
      source: source, destination: destination, payload: inner, length: length, hopLimit: hopLimit,
      identification: identification, checksum: checksum, isReassembled: isReassembled)
  }
}
