import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct RecordLimitTests {
  private let mfl512: [UInt8] = [0, 1, 0, 1, 1]
  private let mfl1024: [UInt8] = [0, 1, 0, 1, 2]

  private func size(_ limit: Int) -> [UInt8] { [0, 28, 0, 2] + Packets.bytes16(limit) }

  /// The limits of both ends, in the clear and protected, with these extensions in the hellos.
  private func limits(client: [UInt8], server: [UInt8]) throws -> [RecordLimit?] {
    let conversation = try Conversation()
    try conversation.play(.client, Records.clientHello(extensions: client))
    try conversation.play(.server, Records.serverHello(extensions: server))
    let handshake = conversation.association.handshake
    return [false, true].flatMap { isProtected in
      Side.allCases.map { handshake.recordLimit(of: $0, isProtected: isProtected) }
    }
  }

  /// RFC 6066 §4.
  @Test func aFragmentLengthHoldsForAllRecords() throws {
    let limit = RecordLimit(length: 512, type: .maxFragmentLength)
    #expect(try limits(client: mfl512, server: mfl512) == [limit, limit, limit, limit])
    #expect(try limits(client: mfl512, server: []) == [nil, nil, nil, nil])
    #expect(try limits(client: [0, 1, 0, 1, 9], server: [0, 1, 0, 1, 9]) == [nil, nil, nil, nil])
  }

  /// RFC 8449 §4 and §5.
  @Test func aSizeLimitHoldsForTheOtherEnd() throws {
    let (ofClient, ofServer) = (
      RecordLimit(length: 600, type: .recordSizeLimit), RecordLimit(length: 300, type: .recordSizeLimit)
    )
    #expect(try limits(client: size(300), server: size(600)) == [nil, nil, ofClient, ofServer])
    #expect(try limits(client: size(300) + mfl512, server: size(600) + mfl512) == [nil, nil, ofClient, ofServer])
    #expect(try limits(client: size(300), server: []) == [nil, nil, nil, nil])
    let fragment = RecordLimit(length: 1024, type: .maxFragmentLength)
    #expect(try limits(client: size(300) + mfl1024, server: mfl1024) == [fragment, fragment, fragment, fragment])
  }

  /// RFC 8449 §4: the content type behind the content counts. The server's limit is in EncryptedExtensions.
  @Test func inDTLS13TheContentTypeCounts() throws {
    let conversation = try Conversation()
    try conversation.play(.client, Records.clientHello(extensions: size(300)))
    try conversation.play(.server, Records.serverHello(suite: 0x1301, extensions: [0, 43, 0, 2, 0xfe, 0xfc]))
    let message = [UInt8](Records.handshake(8, Records.vector16(size(600)), sequence: 1).dropFirst(13))
    var handshake = conversation.association.handshake
    #expect(handshake.recordLimit(of: .server, isProtected: true) == nil)
    var reader = ByteReader(message.span.bytes, as: "Handshake")
    let fragment = try HandshakeFragment(decoding: &reader)
    let note = handshake.receive(
      fragment, from: .server, isEncrypted: true, at: PacketStamp(number: 3, nanoseconds: 0))
    #expect(note.error == nil && note.message != nil)
    #expect(handshake.recordLimit(of: .client, isProtected: true)?.length == 599)
    #expect(handshake.recordLimit(of: .server, isProtected: true)?.length == 299)
  }

  @Test func withoutBothHellosThereIsNone() throws {
    let conversation = try Conversation()
    try conversation.play(.client, Records.clientHello(extensions: mfl512))
    #expect(conversation.association.handshake.recordLimit(of: .client, isProtected: false) == nil)
  }
}
