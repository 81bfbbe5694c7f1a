import Bytes
import Capture
import TestSupport
import Testing

@testable import Analysis

@Suite struct ConnectionIDTableTests {
  private static let server = Talk.server
  private static let other = Endpoint(address: IPAddress(ipv4: 1), port: 5684)

  /// A tls12_cid record with this connection ID.
  private func record(_ cid: [UInt8]) -> [UInt8] {
    hex("19 fefd 0001 000000000001") + cid + hex("0004 01020304")
  }

  private func value(_ cid: [UInt8], to receiver: Endpoint = server, in table: ConnectionIDTable<Int>) -> Int? {
    let bytes = record(cid)
    return table.value(of: bytes.span.bytes, to: receiver)
  }

  @Test func anIDIsFoundByItsReceiver() {
    var table = ConnectionIDTable<Int>()
    #expect(table.isEmpty)
    table.insert([1, 2, 3], of: Self.server, 7)
    #expect(value([1, 2, 3], in: table) == 7)
    #expect(value([1, 2, 4], in: table) == nil)
    #expect(value([1, 2, 3], to: Self.other, in: table) == nil)
  }

  @Test func idsOfSeveralLengthsAreToldApart() {
    var table = ConnectionIDTable<Int>()
    table.insert([1], of: Self.server, 1)
    table.insert([1, 2], of: Self.server, 2)
    table.insert([9, 9, 9, 9], of: Self.server, 4)
    #expect(value([1, 2], in: table) == 2)
    #expect(value([1], in: table) == 1)
    #expect(value([9, 9, 9, 9], in: table) == 4)
  }

  @Test func anEmptyIDTellsNothing() {
    var table = ConnectionIDTable<Int>()
    table.insert([], of: Self.server, 1)
    #expect(table.isEmpty && value([], in: table) == nil)
  }

  @Test func onlyRecordsWithAnIDAreLookedUp() {
    var table = ConnectionIDTable<Int>()
    table.insert([1], of: Self.server, 1)
    var bytes = record([1])
    for count in 0..<12 { #expect(table.value(of: [UInt8](bytes.prefix(count)).span.bytes, to: Self.server) == nil) }
    bytes[0] = 23
    #expect(table.value(of: bytes.span.bytes, to: Self.server) == nil)
  }

  @Test func whatIsRemovedOrReplacedIsGone() {
    var table = ConnectionIDTable<Int>()
    table.insert([1], of: Self.server, 1)
    table.insert([1], of: Self.server, 2)
    #expect(value([1], in: table) == 2)
    table.remove([1], of: Self.server)
    table.remove([1], of: Self.server)
    #expect(table.isEmpty && value([1], in: table) == nil)
  }

  @Test func beyondTheLimitTheOldestGo() {
    var table = ConnectionIDTable<Int>(limit: 4)
    for number in 0..<5000 { table.insert([UInt8(number >> 8), UInt8(number & 255)], of: Self.server, number) }
    #expect(
      (0..<5000).filter { value([UInt8($0 >> 8), UInt8($0 & 255)], in: table) != nil } == [4996, 4997, 4998, 4999])
  }
}
