import Analysis
import Bytes
import DTLS
import Rendering

/// A DTLS session between two endpoints, and what happened in it.
public struct Session: Hashable, Sendable {
  /// How a session's handshake ended.
  public enum Outcome: String, Hashable, Sendable {
    /// Both ends sent Finished, or application data in a later epoch.
    case established
    /// A fatal alert, an ICMP error, a rejection, or an end that gave up.
    case failed
    /// The capture ends in mid-handshake, and nothing had gone wrong.
    case incomplete
    /// No handshake was captured.
    case unknown
  }

  /// How much of a session's protected records could be opened.
  public enum Decryption: String, Hashable, Sendable {
    /// All.
    case decrypted
    /// Some.
    case partial
    /// None: a pre-shared key would open them, and none was given.
    case noKey
    /// None: the keys given are not the session's.
    case wrongKey
    /// None: only a key log can open them.
    case needsKeyLog
    /// None: the capture lacks what the keys come from.
    case handshakeNotCaptured
    /// None: cipher suite or version are not supported.
    case unsupportedSuite
    /// There were none.
    case notNeeded
  }

  /// 1-based number, in the order of the first packets.
  public let number: Int
  /// The end that sent ClientHello, where it was then.
  public let client: Endpoint
  /// The end that answers, where it was then.
  public let server: Endpoint
  /// The version that was agreed on: `DTLS 1.2`; nil if none was.
  public let version: String?
  /// IANA's name of the cipher suite that was agreed on: `TLS_PSK_WITH_AES_128_CCM_8`; nil if none was.
  public let cipherSuite: String?
  /// The PSK identity that the client gave, safe to show; nil if it gave none.
  public let pskIdentity: String?
  /// Whether it resumes an earlier session.
  public let isResumed: Bool
  /// How its handshake ended.
  public let outcome: Outcome
  /// Milliseconds from the first message of the handshake to its last; nil if it did not end.
  public let handshakeMilliseconds: Double?
  /// Its first packet.
  public let first: Packet
  /// Its last packet.
  public let last: Packet
  /// How much of it could be opened.
  public let decryption: Decryption
  /// Why, in a sentence; safe to show.
  public let decryptionReason: String
  /// What reports call the secret that opened it, never what that is: `psk:esp32c3_id`; nil if none did.
  public let keySource: String?
  /// The messages of its handshakes, in the order of the protocol, whether captured whole or not.
  public let handshake: [HandshakeMessage]
  /// The alerts, in order: the first 64.
  public let alerts: [Alert]
  /// The CoAP messages in it, in order. Empty in ``CaptureEvent/sessionEnded(_:)``: there each was an event before.
  public internal(set) var coap: [CoAPMessage] = []
  /// What was found in it, the root cause first if it failed.
  public let findings: [Finding]

  /// The facts of a session that is over.
  init(_ session: Analysis.Session, number: Int, findings: [Finding]) {
    let association = session.association
    let handshake = association.handshake
    let decryption = session.decryption
    self.number = number
    client = Endpoint(session.client)
    server = Endpoint(session.server)
    version = handshake.version.map { "\($0)" }
    cipherSuite = handshake.cipherSuite.map { "\($0)" }
    pskIdentity = handshake.pskIdentity.map { SafeText.string($0) }
    isResumed = handshake.isResumed
    outcome = Outcome(session.outcome)
    handshakeMilliseconds = association.handshakes.first?.duration
    first = Packet(session.first)
    last = Packet(session.last)
    self.decryption = Decryption(decryption.state)
    decryptionReason = SafeText.string(decryption.reason)
    keySource = decryption.keySource.map { SafeText.string($0) }
    self.handshake = association.handshakes.flatMap { HandshakeMessage.list($0, session: number) }
    alerts = session.alerts.map { Alert($0, session: number) }
    self.findings = findings
  }
}

extension Session.Outcome {
  fileprivate init(_ outcome: Analysis.Outcome) {
    switch outcome {
    case .established: self = .established
    case .failed: self = .failed
    case .incomplete: self = .incomplete
    case .unknown: self = .unknown
    }
  }
}

extension Session.Decryption {
  fileprivate init(_ state: DecryptionStatus.State) {
    switch state {
    case .decrypted: self = .decrypted
    case .partial: self = .partial
    case .noKey: self = .noKey
    case .wrongKey: self = .wrongKey
    case .needsKeyLog: self = .needsKeyLog
    case .handshakeNotCaptured: self = .handshakeNotCaptured
    case .unsupportedSuite: self = .unsupportedSuite
    case .notNeeded: self = .notNeeded
    }
  }
}
