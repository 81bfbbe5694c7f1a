import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct MessageLogTests {
  let second: Int64 = 1_000_000_000
  /// From libcoap: GET /time, and the empty acknowledgement of a separate response.
  let request = hex("40 01 1587 b4 74696d65 e4 000c 8430cf41")
  let acknowledgement = hex("6000 818c")

  private func record(_ bytes: [UInt8], _ packet: Int, at seconds: Int64, in log: inout MessageLog) throws -> Int? {
    log.record(try MessageView(bytes.span.bytes), packet: packet, nanoseconds: seconds * second)
  }

  @Test func everyCopyNamesTheFirst() throws {
    var log = MessageLog()
    #expect(try record(request, 1, at: 0, in: &log) == nil)
    #expect(try record(request, 3, at: 2, in: &log) == 1)
    #expect(try record(request, 4, at: 6, in: &log) == 1)
    #expect(log.count == 1)
  }

  @Test func anAcknowledgementSentAgainIsACopy() throws {
    var log = MessageLog()
    #expect(try record(acknowledgement, 2, at: 0, in: &log) == nil)
    #expect(try record(acknowledgement, 4, at: 3, in: &log) == 2)
  }

  @Test func aMessageIDUsedAgainForOtherContentIsNoCopy() throws {
    var log = MessageLog()
    var other = request
    other[5] ^= 1
    #expect(try record(request, 1, at: 0, in: &log) == nil)
    #expect(try record(other, 2, at: 1, in: &log) == nil)
    #expect(try record(request, 3, at: 2, in: &log) == 1)
    #expect(try record(other, 4, at: 2, in: &log) == 2)
  }

  @Test func theSameContentUnderAnotherMessageIDIsNoCopy() throws {
    var log = MessageLog()
    var next = request
    next[3] += 1
    #expect(try record(request, 1, at: 0, in: &log) == nil)
    #expect(try record(next, 2, at: 1, in: &log) == nil)
  }

  @Test func aConfirmableMessageMayBeNewAfterTheExchangeLifetime() throws {
    var log = MessageLog()
    #expect(try record(request, 1, at: 0, in: &log) == nil)
    #expect(try record(request, 2, at: 247, in: &log) == 1)
    #expect(try record(request, 3, at: 248, in: &log) == nil)
    #expect(try record(request, 4, at: 250, in: &log) == 3)
  }

  @Test func aNonConfirmableMessageMayBeNewAfterTheNonLifetime() throws {
    var log = MessageLog()
    let notification = hex("5145 0001 aa 61 05 ff 31")
    #expect(try record(notification, 1, at: 0, in: &log) == nil)
    #expect(try record(notification, 2, at: 145, in: &log) == 1)
    #expect(try record(notification, 3, at: 146, in: &log) == nil)
  }

  @Test func theOldestIsForgotten() {
    var log = MessageLog()
    func add(_ number: Int) -> Int? {
      log.record(
        messageID: UInt16(number), type: .confirmable, digest: UInt64(number), packet: number, nanoseconds: 0)
    }
    for number in 0..<MessageLog.capacity { #expect(add(number) == nil) }
    #expect(add(0) == 0)
    #expect(add(MessageLog.capacity) == nil)
    #expect(add(1) == 1)
    #expect(add(0) == nil)
    #expect(add(1) == nil)
    #expect(log.count == MessageLog.capacity)
  }

  @Test func aCopyOfALogIsOnItsOwn() throws {
    var log = MessageLog()
    var other = log
    #expect(try record(request, 1, at: 0, in: &log) == nil)
    #expect(try record(request, 2, at: 1, in: &other) == nil)
  }

  @Test func everyByteCountsInTheDigest() throws {
    let bytes = hex("40 01 1587 b4 74696d65 ff 0000000000000000000000")
    var digests: Set<UInt64> = []
    for index in 9..<bytes.count {
      var changed = bytes
      if index > 9 { changed[index] ^= 1 }
      digests.insert(try MessageView(changed.span.bytes).digest)
    }
    digests.insert(try MessageView((bytes + [0]).span.bytes).digest)
    #expect(digests.count == bytes.count - 9 + 1)
  }

  @Test func hostileTimesDoNoHarm() {
    var log = MessageLog()
    for nanoseconds in [Int64.max, .min, 0, -1] {
      _ = log.record(messageID: 1, type: .confirmable, digest: 1, packet: 1, nanoseconds: nanoseconds)
    }
    #expect(log.count <= 4)
  }
}
