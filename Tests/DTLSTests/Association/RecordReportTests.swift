import Bytes
import TestSupport
import Testing

@testable import DTLS

/// What an association says of records that are no ordinary handshake or application data.
@Suite struct RecordReportTests {
  let datagrams = RealSession.mbedTLS.datagrams

  private func reports(_ digits: String..., after count: Int = 0) throws -> [Recorder.Report] {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams.prefix(count)))
    for datagram in digits { try conversation.play(.client, hex(datagram)) }
    return Array(conversation.reports.suffix(digits.count))
  }

  private func error(_ report: Recorder.Report?) -> DecodeError? {
    switch report?.content {
    case .malformed(let error): error
    case .handshake(_, let error): error
    default: nil
    }
  }

  @Test func anAlertIsRead() throws {
    let report = try reports("15 fefd 0000 000000000000 0002 0228").first
    guard case .alert(let alert) = report?.content else {
      Issue.record("\(String(describing: report?.content))")
      return
    }
    #expect(alert?.level == .fatal)
    #expect(alert?.description.name == "handshake_failure")
    #expect(report?.protection == RecordReport.Protection.none)
    #expect(report?.payload == [2, 40])
  }

  @Test func anAlertOfOneByteIsMalformed() throws {
    let report = try reports("15 fefd 0000 000000000000 0001 02").first
    #expect(error(report) == DecodeError("Alert", "description", at: 1, .needs(1, has: 0)))
  }

  @Test func aChangeCipherSpecIsOne() throws {
    let reports = try reports(
      "14 fefd 0000 000000000000 0001 01", "14 fefd 0000 000000000001 0001 01", "14 0100 0000 000000000002 0003 010001",
      "14 fefd 0000 000000000003 0001 02", "14 fefd 0000 000000000004 0000")
    #expect(reports.map(\.isRetransmission) == [false, true, true, false, false])
    let malformed = DecodeError("ChangeCipherSpec", "type", at: 0, .invalid("is not 1"))
    #expect(reports.map(error) == [nil, nil, nil, malformed, malformed])
  }

  @Test func aHandshakeRecordKeepsWhatWasReadBeforeAnError() throws {
    let report = try reports(
      """
      16 fefd 0000 000000000000 0011
      0e 000000 0002 000000 000000  01 000000 00
      """
    ).first
    #expect(report?.outcomes == [.added(isComplete: true)])
    #expect(error(report) == DecodeError("Handshake", "message_seq", at: 16, .needs(2, has: 1)))
  }

  @Test func aFragmentLongerThanItsMessageIsMalformed() throws {
    let report = try reports("16 fefd 0000 000000000000 000e 0b 000002 0000 000001 000002 0000").first
    #expect(error(report) == DecodeError("Handshake", "fragment_length", at: 12, .outOfRange(2, allowed: 0...1)))
    #expect(report?.outcomes == [])
  }

  @Test func aFragmentLongerThanItsRecordIsCut() throws {
    let report = try reports("16 fefd 0000 000000000000 000e 0b 000004 0000 000000 000004 0000").first
    #expect(error(report) == DecodeError("Handshake", "body", at: 12, .needs(4, has: 2)))
    #expect(report?.outcomes == [.added(isComplete: false)])
  }

  @Test func severalMessagesMayShareARecord() throws {
    let report = try reports(
      "16 fefd 0000 000000000000 0018 0e 000000 0002 000000 000000 00 000000 0003 000000 000000"
    ).first
    #expect(report?.messages == [.serverHelloDone, .helloRequest])
    #expect(error(report) == nil)
  }

  @Test func otherTypesAreLeftAlone() throws {
    let reports = try reports(
      "18 fefd 0000 000000000000 0003 010000", "1b fefd 0000 000000000001 0001 00", "63 fefd 0000 000000000002 0001 00")
    for report in reports {
      guard case .other = report.content else {
        Issue.record("\(report.content)")
        continue
      }
      #expect(report.protection == RecordReport.Protection.none)
    }
  }

  @Test func aCiphertextOfDTLS13IsSealed() throws {
    let conversation = try Conversation()
    try conversation.play(.client, hex("2e 4452 001f 7ad1e33f6e643759579a96fcc1d63fcf36b44833d44a88dd37f3a0079956a0"))
    #expect(conversation.reports.map(\.protection) == [.sealed])
    #expect(conversation.association.keyProblem == .noHandshake)
  }

  /// From another session of Mbed TLS 3.6.0, whose server chose the connection ID beef01.
  @Test func aRecordWithAConnectionIDIsTriedAndHeld() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<4]))
    try conversation.play(.client, [UInt8](datagrams[4].bytes[..<51]))
    let bytes = hex(
      "19 fefd 0001 000000000001 beef01 0020 00010000000000014dbb8b5fa3ae93fe061c35d237c86d157908139f4df5a046")
    conversation.play(.client, try #require(try StoredRecord.all(in: bytes, connectionIDLength: 3).first))
    #expect(conversation.reports.last?.protection == .held)
    #expect(conversation.reports.last?.contentType == .tls12CID)
    #expect(conversation.association.keyProblem == .wrongKey(identity: Array("esp32c3_id".utf8), tried: 1))
  }

  @Test func aSealedHandshakeRecordOfTheSameLengthIsARetransmission() throws {
    let conversation = try Conversation(keys: [])
    try conversation.play(Array(datagrams[..<5]))
    var record = try #require(try StoredRecord.all(in: datagrams[4].bytes).last)
    record.sequenceNumber = 1
    conversation.play(.client, record)
    conversation.play(.client, record)
    #expect(conversation.reports.suffix(3).map(\.isRetransmission) == [false, true, false])
    #expect(conversation.reports.last?.verdict == .duplicate)
  }

  @Test func theSidesAreEachOthersPeers() {
    #expect(Side.client.peer == .server)
    #expect(Side.server.peer == .client)
    var values = PerSide(client: 1, server: 2)
    values[.server] += 5
    values[.client] -= 1
    #expect(values == PerSide(client: 0, server: 7))
    #expect([values[.client], values[.server]] == [0, 7])
  }
}
