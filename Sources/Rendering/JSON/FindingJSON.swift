import Analysis
import Bytes
import Diagnosis

extension JSONWriter {
  /// The members of a finding.
  mutating func members(_ finding: Finding) {
    member("id", finding.explanation.id)
    member("severity", finding.severity.rawValue)
    member("confidence", finding.confidence.rawValue)
    member("session", finding.session)
    member("title", finding.explanation.title)
    member("explanation", finding.text)
    member("evidence", finding.evidence) { json, evidence in
      json.object {
        $0.member("packet", evidence.stamp.number)
        $0.member("timestamp", nanoseconds: evidence.stamp.nanoseconds)
        $0.member("what", evidence.what)
      }
    }
    member("remedy", finding.remedies) { $0.value($1) }
    member("reference", finding.explanation.reference)
  }

  /// The identifiers of a session's findings, as the last member of its object.
  mutating func memberFindings(_ findings: [Finding]) {
    member("findings", findings) { $0.value($1.explanation.id) }
  }
}
