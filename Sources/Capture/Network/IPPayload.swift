import Bytes

/// What an IP packet carries, whole or put together from fragments.
struct IPPayload: ~Escapable {
  /// Who sent the packet.
  let source: IPAddress
  /// Whom it is for.
  let destination: IPAddress
  /// Time to live or hop limit.
  let hopLimit: UInt8
  /// The IPv4 identification, or that of an IPv6 fragment header.
  let identification: UInt32?
  /// What the payload is.
  let protocolNumber: IPProtocol
  /// Length of the payload in bytes as the IP header declares it.
  let length: Int
  /// Stands at the payload and holds what was captured of it, without what the link added after it.
  let reader: ByteReader

  /// Whether the capture holds less than was sent.
  @inline(__always)
  var isTruncated: Bool { reader.remaining < length }

  @inline(__always)
  @_lifetime(copy reader)
  init(
    source: IPAddress, destination: IPAddress, hopLimit: UInt8, identification: UInt32?, protocolNumber: IPProtocol,
    length: Int, reader: ByteReader
  ) {
    self.source = source
    self.destination = destination
    self.hopLimit = hopLimit
    self.identification = identification
    self.protocolNumber = protocolNumber
    self.length = length
    self.reader = reader
  }
}
