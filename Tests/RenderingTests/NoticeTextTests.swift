import Bytes
import Capture
import CoAP
import DTLS
import TestSupport
import Testing

@testable import Analysis
@testable import Rendering

@Suite struct NoticeTextTests {
  static let error = DecodeError("Record", "length", at: 11, .needs(2, has: 1))
  static let one = IPAddress(ipv4: 0x0a00_0001)
  static let other = IPAddress(ipv4: 0x0a00_0002)

  private func fragments(_ loss: NetworkProblem.FragmentLoss) -> Notice {
    .network(
      .droppedFragments(
        loss, source: Self.one, destination: Self.other, identification: 7, fragments: 2, bytes: 1480))
  }

  @Test func everyNoticeIsASentence() throws {
    let malformed = MalformedMessage(hex("48010001ab").span.bytes, Self.error)
    #expect(
      NoticeText.text(.malformedRecord(Self.error)) == "malformed DTLS record: Record.length at 11: needs 2, has 1")
    #expect(
      NoticeText.text(.malformedCoAP(malformed)) == "malformed CoAP message: Record.length at 11: needs 2, has 1")
    #expect(
      NoticeText.text(.emptyMessageWithMore(Self.error))
        == "CoAP rule broken: Record.length at 11: needs 2, has 1: the receiver rejects the message")
    #expect(NoticeText.text(.sessionEvicted) == "closed: more sessions were live than are kept")
    #expect(
      NoticeText.text(.recordTooLong(513, RecordLimit(length: 512, type: .maxFragmentLength)))
        == "record of 513 bytes, where max_fragment_length allows 512")
    let violations = OptionViolation.list(in: try MessageView(hex("40010002c1000100").span.bytes))
    #expect(NoticeText.text(.optionViolations(violations)).hasPrefix("CoAP option rule broken: Content-Format "))
    let both = NoticeText.text(.optionViolations(violations + violations))
    #expect(both.components(";") == 2)
  }

  @Test func everyProblemBelowUDPIsASentence() {
    let problems: [(NetworkProblem, String)] = [
      (.malformed(.network, Self.error), "malformed network header: Record.length at 11: needs 2, has 1"),
      (.cutHeader(.link, Self.error), "link header cut by the capture: Record.length at 11: needs 2, has 1"),
      (
        .lengthMismatch(.transport, Self.error),
        "transport length does not fit: Record.length at 11: needs 2, has 1"
      ),
      (
        .conflictingFragments(source: Self.one, destination: Self.other, identification: 7),
        "IP fragments 10.0.0.1 → 10.0.0.2, identification 7, overlap with different bytes"
      ),
      (.unsupportedProtocol(132), "IP protocol 132 is not looked into"),
      (
        .unknownContext(3),
        "addresses compressed with context 3 of 6LoWPAN, which the capture does not tell, have the prefix 0:6c0:0:3::/64 here"
      ),
      (
        .malformedSecrets(Self.error), "malformed secrets in the capture: Record.length at 11: needs 2, has 1"
      ),
      (.malformedKeyLogLines(1), "1 line of the secrets in the capture is no key log: skipped"),
      (.malformedKeyLogLines(2), "2 lines of the secrets in the capture are no key log: skipped"),
      (.unsupportedLinkType(LinkType(rawValue: 249)), "packets of link type USBPCAP are not looked into"),
    ]
    for (problem, expected) in problems { #expect(NoticeText.text(.network(problem)) == expected) }
  }

  @Test(
    arguments: [
      (.incomplete, "others are missing"), (.tableFull, "too many fragmented packets at once"),
      (.tooManyPieces, "too many pieces"), (.overlap, "they overlap, which RFC 5722 forbids"),
      (.contradictoryLength, "they contradict each other's length"),
    ] as [(NetworkProblem.FragmentLoss, String)])
  func fragmentsThatAreGivenUpSayWhy(_ loss: NetworkProblem.FragmentLoss, _ reason: String) {
    #expect(
      NoticeText.text(fragments(loss))
        == "2 IP fragments (1480 bytes) 10.0.0.1 → 10.0.0.2, identification 7, given up: \(reason)")
  }
}

extension String {
  /// The number of pieces between which `separator` stands.
  fileprivate func components(_ separator: Character) -> Int { split(separator: separator).count }
}
