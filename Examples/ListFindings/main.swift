// Lists the sessions of a capture, and what was found in it:
//
//     swift run ListFindings Fixtures/ok-ccm8-put-get-openssl/capture.pcap esp32c3_id:esp32c3_key
import DTLScope
import Foundation

func listFindings(of path: String, _ keys: Keys) throws(AnalysisError) {
  let analysis = try CaptureAnalysis(path: path, keys: keys)
  for session in analysis.sessions {
    print("Session \(session.number)  \(session.client) → \(session.server)  \(session.outcome)")
    print("  \(session.version ?? "no version"), \(session.cipherSuite ?? "no cipher suite"), \(session.decryption)")
    for message in session.coap {
      print("  packet \(message.packet.number): \(message.kind.rawValue) \(message.code) \(message.path ?? "")")
    }
  }
  for finding in analysis.findings {
    print("\(finding.severity): \(finding.title) (\(finding.id), \(finding.confidence))")
    for evidence in finding.evidence { print("  packet \(evidence.packet.number): \(evidence.text)") }
    for remedy in finding.remedies { print("  - \(remedy)") }
  }
}

let arguments = CommandLine.arguments.dropFirst()
guard let path = arguments.first else {
  print("usage: ListFindings CAPTURE [IDENTITY:KEY]...")
  exit(2)
}
do {
  try listFindings(of: path, Keys(presharedKeys: Array(arguments.dropFirst())))
} catch {
  print("error: \(error)")
  exit(2)
}
