import Analysis
import Bytes
import DTLS

/// An alert (RFC 5246 §7.2, RFC 8446 §6).
public struct Alert: Hashable, Sendable {
  /// The number of its session.
  public internal(set) var session: Int
  /// The packet it came in.
  public let packet: Packet
  /// Who sent it.
  public let sender: Side
  /// `warning` or `fatal`; nil if it could not be read.
  public let level: String?
  /// IANA's name of what it says: `bad_record_mac`; nil if it could not be read.
  public let name: String?
  /// The number that stands for the name; nil if it could not be read.
  public let code: UInt8?
  /// Whether it came in a protected record.
  public let isEncrypted: Bool

  init(_ fact: Analysis.Session.AlertFact, session: Int = 0) {
    self.session = session
    packet = Packet(fact.stamp)
    sender = Side(fact.sender)
    level = fact.alert.map { "\($0.level)" }
    name = fact.alert.map { "\($0.description)" }
    code = fact.alert?.description.rawValue
    isEncrypted = fact.isEncrypted
  }
}
