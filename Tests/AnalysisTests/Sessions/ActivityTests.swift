import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

@Suite struct ActivityTests {
  private func session(_ play: (Talk) -> Void) throws -> Session {
    let talk = Talk()
    play(talk)
    return try #require(talk.heard.began.first)
  }

  @Test func datagramsAndTheirTimesAreKept() throws {
    let session = try session { talk in
      talk.fromClient(Records.clientHello(), at: 1)
      talk.fromServer(Records.helloVerifyRequest(cookie: [1]), at: 2)
      talk.fromClient(Records.clientHello(cookie: [1], sequence: 1, number: 1), at: 3)
    }
    #expect(session.activity.client.datagrams == 2 && session.activity.server.datagrams == 1)
    #expect(session.activity.client.first?.number == 1 && session.activity.client.last?.number == 3)
    #expect(session.activity.server.first == session.activity.server.last)
  }

  @Test func severalRecordsOfOneDatagramAreOne() throws {
    let session = try session { talk in
      talk.fromServer(Records.serverHello() + Records.handshake(14, [], sequence: 1, number: 1))
    }
    #expect(session.activity.server.datagrams == 1)
  }

  @Test func theLargestHandshakeDatagramIsKept() throws {
    let hello = Records.clientHello()
    let longer = Records.clientHello(cookie: [UInt8](repeating: 1, count: 20), sequence: 1, number: 1)
    let session = try session { talk in
      talk.fromClient(longer)
      talk.fromClient(hello)
    }
    #expect(session.activity.client.largestHandshakeDatagram == longer.count)
  }

  @Test func whatTheOtherEndAnswersIsNotUnanswered() throws {
    let session = try session { talk in
      talk.fromClient(Records.clientHello())
      talk.fromServer(Records.helloVerifyRequest(cookie: [1]))
    }
    #expect(session.activity.client.unanswered == nil)
    #expect(session.activity.server.unanswered?.first.number == 2)
  }

  @Test func aDuplicateIsNoSignOfLife() throws {
    let session = try session { talk in
      talk.fromServer(Records.helloVerifyRequest(cookie: [1]))
      talk.fromClient(Records.clientHello())
      talk.fromServer(Records.helloVerifyRequest(cookie: [1]))
    }
    #expect(session.activity.client.unanswered?.first.number == 2)
    #expect(session.activity.server.datagrams == 1)
  }

  @Test func cutRecordsAreCounted() throws {
    let session = try session { talk in
      let record = Records.clientHello()
      talk.fromClient([UInt8](record.prefix(40)), length: record.count)
    }
    #expect(session.activity.client.cutRecords == 1 && session.activity.client.shortRecords == 0)
  }

  @Test func recordsLongerThanTheirDatagramsAreCounted() throws {
    let session = try session { talk in
      let record = Records.clientHello()
      talk.fromClient([UInt8](record.prefix(40)))
    }
    #expect(session.activity.client.cutRecords == 0 && session.activity.client.shortRecords == 1)
    #expect(session.activity.client.firstShort?.number == 1)
  }

  // MARK: Waiting

  /// Records without an answer at these times, all of `length` bytes, or of each its own.
  private func silence(_ times: [Int], length: (Int) -> Int = { _ in 24 }) throws -> Activity.Unanswered {
    let session = try session { talk in
      talk.fromServer(Records.sealedData(24, number: 1), at: 0)
      for (index, time) in times.enumerated() {
        talk.fromClient(Records.sealedData(length(index), number: index + 1), at: time)
      }
    }
    return try #require(session.activity.client.unanswered)
  }

  @Test func doubledPausesBetweenRecordsOfOneLengthAreWaiting() throws {
    let silence = try silence([10, 12, 16, 24])
    #expect(silence.applicationData == 4 && silence.doubledPauses == 2 && silence.isInVain)
    #expect(silence.first.number == 2 && silence.last.number == 5)
  }

  @Test func onePauseThatIsTwiceAnotherIsNoWaiting() throws {
    #expect(try !silence([10, 12, 16]).isInVain)
  }

  @Test func regularOrIrregularPausesAreNoWaiting() throws {
    #expect(try !silence([10, 20, 30, 40, 50, 60]).isInVain)
    #expect(try !silence([10, 11, 13, 18, 19, 60]).isInVain)
    #expect(try !silence([10, 12, 16, 24]) { 24 + $0 }.isInVain)
  }

  @Test func anAnswerEndsIt() throws {
    let session = try session { talk in
      for (index, time) in [10, 12, 16, 24].enumerated() {
        talk.fromClient(Records.sealedData(24, number: index + 1), at: time)
      }
      talk.fromServer(Records.sealedData(24, number: 1), at: 25)
    }
    #expect(session.activity.client.unanswered == nil)
  }

  @Test func repeatedMessagesAreWaitingWhereTheyCanBeRead() throws {
    let heard = try analyze("lossy-drop-ch2", "esp32c3_key")
    let session = try #require(heard.began.first)
    #expect(session.activity.client.unanswered?.repeatedMessages ?? 0 == 0)
  }

  // MARK: Predecessors

  @Test func aSessionKnowsTheOneBeforeIt() throws {
    let talk = Talk()
    talk.fromClient(Records.sealedData(number: 1), at: 1)
    talk.fromServer(Records.sealedData(number: 1), at: 2)
    talk.fromClient(Records.clientHello(), at: 9)
    let session = try #require(talk.heard.began.last)
    let before = try #require(session.predecessor)
    #expect(talk.heard.began.count == 2 && talk.heard.began[0].predecessor == nil)
    #expect(before.id == talk.heard.began[0].id && before.last.number == 2)
    #expect(!before.wasClosed && !before.wasAbandoned)
  }

  @Test func aPredecessorWhoseClientWaitedInVainWasAbandoned() throws {
    let talk = Talk()
    talk.fromServer(Records.sealedData(number: 1), at: 1)
    for (index, time) in [2, 4, 8, 16].enumerated() {
      talk.fromClient(Records.sealedData(number: index + 1), at: time)
    }
    talk.fromClient(Records.clientHello(), at: 40)
    #expect(talk.heard.began.last?.predecessor?.wasAbandoned == true)
  }
}
