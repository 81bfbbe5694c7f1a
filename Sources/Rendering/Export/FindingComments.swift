import Bytes
import Diagnosis

/// What was found, as comments in a capture file: each finding beside the packets that show it, and all of them at the
/// beginning of the file, because those packets need not be in it.
package final class FindingComments {
  /// Packets that findings cite, each time counted.
  static let maximumCitations = 65_536
  /// Findings that are told beside one packet.
  static let maximumPerPacket = 16
  /// Findings of each severity that are told at the beginning, and bytes of their text: an option of a block has 65,535.
  static let maximumListed = 1000
  static let maximumListLength = 60_000
  /// Packets that are named of one finding there.
  static let maximumNamed = 8

  private var byPacket: [Int: [String]] = [:]
  private var citations = 0
  private var lists: [Finding.Severity: [String]] = [:]
  /// Findings.
  package private(set) var count = 0
  /// Findings that are not told beside every packet that shows them, because there are too many.
  package private(set) var shortened = 0

  /// Nothing found.
  package init() {}

  /// Takes in what was found.
  package func add(_ found: [Finding]) {
    for finding in found { add(finding) }
  }

  private func add(_ finding: Finding) {
    count += 1
    let explanation = finding.explanation
    let subject = finding.session.map { ", session \($0)" } ?? ""
    let text = "\(finding.severity.rawValue): \(explanation.title) (\(explanation.id)\(subject)"
    var isWhole = true
    for evidence in finding.evidence {
      let number = evidence.stamp.number
      guard citations < Self.maximumCitations, byPacket[number, default: []].count < Self.maximumPerPacket else {
        isWhole = false
        continue
      }
      citations += 1
      byPacket[number, default: []].append("\(text)): \(SafeText.string(evidence.what))")
    }
    if !isWhole { shortened += 1 }
    guard lists[finding.severity, default: []].count < Self.maximumListed else { return }
    let numbers = finding.evidence.prefix(Self.maximumNamed).map { "\($0.stamp.number)" }
    let rest = finding.evidence.count - numbers.count
    let packets = numbers.isEmpty ? "" : ", packet\(numbers.count == 1 ? "" : "s") \(numbers.joined(separator: ", "))"
    lists[finding.severity, default: []].append("\(text)\(packets)\(rest > 0 ? " and \(rest) more" : ""))")
  }

  /// What is told beside a packet of the capture.
  func comments(onPacket number: Int) -> [String] { byPacket[number] ?? [] }

  /// What is told at the beginning: the gravest first.
  func summary(of path: String) -> String {
    let heading = "From \(SafeText.string(path)) by dtlscope"
    guard count > 0 else { return heading + ", which found nothing wrong in it." }
    var text = heading + ", which found in it:"
    var told = 0
    for line in [Finding.Severity.error, .warning, .info].flatMap({ lists[$0] ?? [] }) {
      guard text.utf8.count + line.utf8.count < Self.maximumListLength else { break }
      text += "\n" + line
      told += 1
    }
    return told < count ? text + "\nand \(count - told) more: dtlscope diagnose tells them." : text
  }
}
