import Analysis
import Bytes
import Diagnosis
import Rendering

/// What was found wrong, or right though it looks wrong, with the packets that show it and what to change.
public struct Finding: Hashable, Sendable {
  /// How much a finding matters.
  public enum Severity: String, Hashable, Sendable {
    /// Nothing is wrong.
    case info
    /// A session works worse than it could, or recovered.
    case warning
    /// A handshake or session failed, or a peer stopped answering.
    case error
  }

  /// How sure a finding is.
  public enum Confidence: String, Hashable, Sendable {
    /// One reason of several that would do.
    case possible
    /// Hardly anything else explains it.
    case likely
    /// Independent reasons agree, and none speaks for anything else.
    case certain
  }

  /// A packet that shows it.
  public struct Evidence: Hashable, Sendable {
    /// The packet.
    public let packet: Packet
    /// What it shows.
    public let text: String
  }

  /// The identifier that a program can rely on, `psk-mismatch-alert`; `dtlscope explain` has the long form of each.
  public let id: String
  /// How much it matters here.
  public let severity: Severity
  /// How sure it is.
  public let confidence: Confidence
  /// The number of the session that it is about; nil if it is about the capture.
  public let session: Int?
  /// What is wrong, in some words.
  public let title: String
  /// What was found in this session, in one to four sentences; safe to show.
  public let text: String
  /// The packets that show it, in order.
  public let evidence: [Evidence]
  /// What to change, the likeliest first.
  public let remedies: [String]
  /// Where the mechanism is specified or was seen: RFC and section, or a public source.
  public let reference: String

  init(_ finding: Diagnosis.Finding) {
    id = finding.explanation.id
    severity = Severity(finding.severity)
    confidence = Confidence(finding.confidence)
    session = finding.session
    title = finding.explanation.title
    text = SafeText.string(finding.text)
    evidence = finding.evidence.map { Evidence(packet: Packet($0.stamp), text: SafeText.string($0.what)) }
    remedies = finding.remedies
    reference = finding.explanation.reference
  }
}

extension Finding.Severity {
  fileprivate init(_ severity: Diagnosis.Finding.Severity) {
    switch severity {
    case .info: self = .info
    case .warning: self = .warning
    case .error: self = .error
    }
  }
}

extension Finding.Confidence {
  fileprivate init(_ confidence: Analysis.Confidence) {
    switch confidence {
    case .possible: self = .possible
    case .likely: self = .likely
    case .certain: self = .certain
    }
  }
}
