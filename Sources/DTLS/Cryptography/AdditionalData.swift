import Bytes

/// What is authenticated of a record of DTLS 1.2 besides its content, by AEAD ciphers and MACs alike.
extension RecordOpener {
  /// The version of TLS 1.0 (RFC 2246 §6.2.1), which stood in for DTLS before that had one.
  private static let tls10: UInt16 = 0x0301

  /// What is authenticated besides a record's content, in the scratch buffer: seq_num, type, version and length of what
  /// is covered (RFC 5246 §6.2.3.3).
  func additionalData(
    _ record: borrowing Record, _ keys: RecordKeys, length: Int
  ) -> UnsafeMutableRawBufferPointer {
    if record.contentType == .tls12CID { return additionalDataWithConnectionID(record, keys, length: length) }
    let bytes = UnsafeMutableRawBufferPointer(
      rebasing: scratch[Self.additionalDataStart...][..<(Self.additionalDataStart + Self.additionalDataLength)])
    let hasEpoch = keys.additionalDataForm != .withoutEpoch
    let number = UInt64(hasEpoch ? record.epoch : 0) << 48 | record.sequenceNumber
    let version = hasEpoch ? record.version.rawValue : Self.tls10
    bytes.storeBytes(of: number.bigEndian, as: UInt64.self)
    bytes[8] = record.contentType.rawValue
    bytes.storeBytes(of: version.bigEndian, toByteOffset: 9, as: UInt16.self)
    bytes.storeBytes(of: UInt16(truncatingIfNeeded: length).bigEndian, toByteOffset: 11, as: UInt16.self)
    return bytes
  }

  /// The same for a record with a connection ID (RFC 9146 §5).
  func additionalDataWithConnectionID(
    _ record: borrowing Record, _ keys: RecordKeys, length: Int
  ) -> UnsafeMutableRawBufferPointer {
    let bytes = UnsafeMutableRawBufferPointer(rebasing: scratch[Self.additionalDataStart...])
    var end = 0
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.bigEndian) { bytes[end..<(end + $0.count)].copyBytes(from: $0) }
      end += value.bitWidth / 8
    }
    let type = ContentType.tls12CID.rawValue
    let count = record.connectionID.byteCount
    let number = UInt64(record.epoch) << 48 | record.sequenceNumber
    switch keys.additionalDataForm {
    case .standard, .withoutEpoch:
      append(UInt64.max)
      append(type)
      append(UInt8(truncatingIfNeeded: count))
      append(type)
      append(record.version.rawValue)
      append(number)
    case .draft:
      append(number)
      append(type)
      append(record.version.rawValue)
    }
    record.connectionID.withUnsafeBytes { bytes[end..<(end + $0.count)].copyBytes(from: $0) }
    end += count
    if keys.additionalDataForm == .draft { append(UInt8(truncatingIfNeeded: count)) }
    append(UInt16(truncatingIfNeeded: length))
    return UnsafeMutableRawBufferPointer(rebasing: bytes[..<end])
  }
}
