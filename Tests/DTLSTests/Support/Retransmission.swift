import TestSupport

@testable import DTLS

extension [UInt8] {
  /// A datagram whose records in epoch 0 have other sequence numbers: as if its sender's timer had expired.
  func retransmitted(from number: UInt64) throws -> [UInt8] {
    var bytes = self
    var start = 0
    var next = number
    for record in try StoredRecord.all(in: self) {
      if record.epoch == 0 {
        for index in 0..<6 { bytes[start + 5 + index] = UInt8(truncatingIfNeeded: next >> (40 - index * 8)) }
        next += 1
      }
      start += Record.headerLength + record.length
    }
    return bytes
  }
}
