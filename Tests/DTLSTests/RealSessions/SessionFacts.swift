import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

/// What a real session says before its first protected record, taken from its datagrams without the code that
/// associations use. Its messages are whole and in order, each in a record of its own.
struct SessionFacts {
  let session: RealSession
  /// The hello that the server answered.
  let clientHello: ClientHello
  let serverHello: ServerHello
  /// The handshake up to ClientKeyExchange, without the cookie exchange.
  let transcript: [UInt8]
  /// The hash that version and suite prescribe.
  let hash: TranscriptHash

  init(_ session: RealSession) throws {
    self.session = session
    var messages: [[UInt8]] = []
    for (_, record) in try session.records where record.epoch == 0 && record.contentType == .handshake {
      if record.fragment[0] == HandshakeType.helloVerifyRequest.rawValue {
        messages = []
      } else {
        messages.append(record.fragment)
      }
    }
    transcript = messages.flatMap { $0 }
    clientHello = try ClientHello(bytes: [UInt8](messages[0].dropFirst(12)))
    serverHello = try ServerHello(bytes: [UInt8](messages[1].dropFirst(12)))
    hash = TranscriptHash(
      version: session.version, parameters: try #require(session.cipherSuite.parameters))
  }

  /// The keys of `side` that the session's master secret gives.
  func keys(of side: Side, encryptThenMAC: Bool? = nil, id: UInt64? = nil) throws -> RecordKeys {
    let parameters = try #require(session.cipherSuite.parameters)
    let block = KeySchedule12().keyBlock(
      master: SecretBytes(hex(session.masterSecret)), clientRandom: clientHello.random.bytes,
      serverRandom: serverHello.random.bytes, hash: hash, count: RecordKeys.keyBlockLength(parameters))
    let keys = RecordKeys(
      parameters, keyBlock: try #require(block), side: side, encryptThenMAC: encryptThenMAC ?? session.encryptThenMAC,
      id: id ?? (side == .client ? 1 : 2))
    return try #require(keys)
  }

  /// The protected records of both ends.
  var protectedRecords: [(sender: Side, record: StoredRecord)] {
    get throws { try session.records.filter { $0.record.epoch == 1 } }
  }

  /// The Finished of `side` with its header.
  func finished(of side: Side) throws -> [UInt8] {
    let record = try #require(try protectedRecords.first { $0.sender == side }?.record)
    return try #require(record.opened(by: RecordOpener(), with: try keys(of: side)).plaintext)
  }
}

extension StoredRecord {
  /// How an attempt to open the record ends, and what is in it if it opens.
  func opened(by opener: RecordOpener, with keys: RecordKeys) -> (outcome: RecordOpener.Outcome, plaintext: [UInt8]?) {
    let outcome = withRecord { opener.open($0, with: keys) }
    guard case .opened(let count) = outcome else { return (outcome, nil) }
    return (outcome, [UInt8](opener.plaintext(count)))
  }
}
