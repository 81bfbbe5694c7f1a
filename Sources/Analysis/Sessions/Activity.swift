import Bytes
import DTLS

/// What one end of a session sent, and what of it nobody answered: tells who fell silent, when, and what the other end did
/// then.
package struct Activity: Sendable {
  /// What an end sent since the other one was heard last.
  package struct Unanswered: Sendable {
    /// The first packet of it.
    package let first: PacketStamp
    /// The last packet of it.
    package fileprivate(set) var last: PacketStamp
    /// Records of application data in it, retransmissions of CoAP messages included.
    package fileprivate(set) var applicationData = 0
    /// CoAP messages in it that repeat an earlier one: their sender waits for an answer (RFC 7252 §4.2).
    package fileprivate(set) var repeatedMessages = 0
    /// The packet of the first request or notification that was repeated.
    package fileprivate(set) var repeated: PacketStamp?
    /// Pauses between its last records of application data, all of one length, that are each twice the one before: the
    /// back-off of a confirmable message (RFC 7252 §4.2), which shows even where nothing can be read.
    package fileprivate(set) var doubledPauses = 0
    fileprivate var pause: Double?
    fileprivate var lastData: (stamp: PacketStamp, length: Int)?

    /// Repetitions that show that an end waits for an answer, and does not get it. One may be lost, and so may the answer
    /// to the next.
    static let repetitionsInVain = 2
    /// How far from its double a pause may be: what a busy sender is late.
    static let tolerance = 0.05

    /// Whether an end waits for an answer in vain. That it goes on sending is no sign of it: nobody has to answer a
    /// non-confirmable message.
    package var isInVain: Bool {
      repeatedMessages >= Self.repetitionsInVain || doubledPauses >= Self.repetitionsInVain
    }

    /// Takes in a record of application data.
    fileprivate mutating func add(_ stamp: PacketStamp, length: Int) {
      applicationData += 1
      guard let before = lastData, before.length == length else {
        (pause, doubledPauses, lastData) = (nil, 0, (stamp, length))
        return
      }
      let now = stamp.milliseconds(since: before.stamp)
      if let pause, pause > 0 {
        doubledPauses = abs(now / (2 * pause) - 1) <= Self.tolerance ? doubledPauses + 1 : 0
      }
      (pause, lastData) = (now, (stamp, length))
    }
  }

  /// Datagrams.
  package private(set) var datagrams = 0
  /// The first packet.
  package private(set) var first: PacketStamp?
  /// The last packet.
  package private(set) var last: PacketStamp?
  /// What it sent since the other end was heard last; nil if the other one spoke last.
  package private(set) var unanswered: Unanswered?
  /// Records that the capture holds less of than was sent.
  package private(set) var cutRecords = 0
  /// Records that claim more bytes than the datagram has that carried them: it was cut on the way.
  package private(set) var shortRecords = 0
  /// The first of them.
  package private(set) var firstShort: PacketStamp?
  /// The largest datagram of the handshake, in bytes of UDP payload.
  package private(set) var largestHandshakeDatagram = 0
  /// Datagrams of the handshake that came in IP fragments.
  package private(set) var fragmentedHandshakeDatagrams = 0
  /// The first of them.
  package private(set) var firstFragmented: PacketStamp?

  /// How soon it answered application data.
  package private(set) var answers = AnswerTimes()

  /// Takes in a record that `sender` sent and `peer` heard.
  fileprivate static func note(
    _ report: borrowing RecordReport, of sender: inout Activity, heardBy peer: inout Activity
  ) {
    if peer.unanswered != nil {
      if report.contentType == .applicationData, let asked = peer.last {
        sender.answers.add(report.stamp.nanoseconds &- asked.nanoseconds)
      }
      peer.unanswered = nil
    }
    sender.send(report)
  }

  /// Takes in a record that the end sent.
  private mutating func send(_ report: borrowing RecordReport) {
    if last != report.stamp { datagrams += 1 }
    if first == nil { first = report.stamp }
    last = report.stamp
    if unanswered == nil { unanswered = Unanswered(first: report.stamp, last: report.stamp) }
    unanswered?.last = report.stamp
    // What hides its type is application data as far as can be told.
    let mayBeData = report.contentType == .applicationData || report.hidesType && report.protection != .opened
    if mayBeData, report.epoch > 0 { unanswered?.add(report.stamp, length: report.length) }
  }

  /// Takes in that a message that the end sent in the packet of `stamp` repeats an earlier one.
  mutating func repeatMessage(at stamp: PacketStamp) {
    unanswered?.repeatedMessages += 1
    if unanswered?.repeated == nil { unanswered?.repeated = stamp }
  }

  /// Takes in that a record is not whole, because the capture holds less of its datagram than was sent or because its
  /// datagram is too short for it.
  mutating func noteCut(byCapture isOfCapture: Bool, at stamp: PacketStamp) {
    if isOfCapture {
      cutRecords += 1
    } else {
      shortRecords += 1
      if firstShort == nil { firstShort = stamp }
    }
  }

  /// Takes in the size of a datagram that carried handshake messages, and whether it came in IP fragments.
  mutating func noteHandshakeDatagram(bytes: Int, isReassembled: Bool, at stamp: PacketStamp) {
    largestHandshakeDatagram = max(largestHandshakeDatagram, bytes)
    guard isReassembled else { return }
    fragmentedHandshakeDatagrams += 1
    if firstFragmented == nil { firstFragmented = stamp }
  }
}

extension PerSide where Value == Activity {
  /// Takes in a record that one end sent and the other heard.
  mutating func note(_ report: borrowing RecordReport) {
    switch report.sender {
    case .client: Activity.note(report, of: &client, heardBy: &server)
    case .server: Activity.note(report, of: &server, heardBy: &client)
    }
  }
}

/// How soon an end answered application data.
package struct AnswerTimes: Sendable {
  /// Nanoseconds within which an answer is prompt: no radio slept, and nothing was computed or measured for it.
  static let prompt: Int64 = 20_000_000
  /// Nanoseconds between which an answer waited for one to three beacons of an access point, 102.4 ms apart.
  static let beacons: ClosedRange<Int64> = 40_000_000...400_000_000

  /// How many answers.
  package private(set) var count = 0
  /// Those of them that were prompt.
  package private(set) var prompt = 0
  /// Those of them that came as late as beacons make them.
  package private(set) var late = 0
  /// Nanoseconds that the slowest of these took.
  package private(set) var slowestLate: Int64 = 0

  mutating func add(_ nanoseconds: Int64) {
    count += 1
    if nanoseconds <= Self.prompt { prompt += 1 }
    guard Self.beacons.contains(nanoseconds) else { return }
    late += 1
    slowestLate = max(slowestLate, nanoseconds)
  }
}

/// CoAP pings of a session.
package struct Pings: Sendable {
  /// How many.
  package private(set) var count = 0
  /// The first.
  package private(set) var first: PacketStamp?
  /// The last.
  package private(set) var last: PacketStamp?

  mutating func add(_ stamp: PacketStamp) {
    count += 1
    if first == nil { first = stamp }
    last = stamp
  }
}

/// The session that two endpoints had when one of them began another.
package struct Predecessor: Sendable {
  /// Its identifier in the run.
  package let id: Int
  /// Its last packet before the new session.
  package let last: PacketStamp
  /// Whether it had come up.
  package let wasEstablished: Bool
  /// Whether both ends had said goodbye, or one of them in a fatal alert.
  package let wasClosed: Bool
  /// Whether the client had got no answer any more to what it sent.
  package let wasAbandoned: Bool
  /// Whether the client had said goodbye.
  package let wasLeftByClient: Bool

  init(_ session: Session) {
    id = session.id
    last = session.last
    wasEstablished = session.association.isEstablished
    wasClosed = session.closedAt != nil
    wasAbandoned = session.activity.client.unanswered?.isInVain ?? false
    wasLeftByClient = session.hasGoodbye(of: .client)
  }
}
