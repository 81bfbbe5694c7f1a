import Analysis
import Capture
import CoAP
import DTLS

extension Rule {
  /// Talking to a port that speaks another protocol.
  static let ports: [Rule] = [
    Rule(.dtlsSentToCoapPort) { facts in
      guard facts.session.server.port == Recognition.coapPort, !facts.serverSpoke, facts.clientHello != nil,
        !facts.isEstablished
      else { return nil }
      let hello = facts.message(.clientHello, of: .client)
      return Verdict(
        .certain,
        """
        The client sends DTLS to \(facts.session.server), the port of CoAP without DTLS; its ClientHello was \
        \(facts.repetition(hello)), and nothing answered. A CoAP server drops it: the first byte says CoAP version 0.
        """,
        facts.evidence(ofSendings: hello, "a DTLS ClientHello to port \(Recognition.coapPort)"))
    }
  ]
}

extension CaptureRule {
  /// Plain CoAP to the port of CoAP over DTLS, which a server with DTLS drops.
  static let coapToDTLSPort = CaptureRule { history, _ in
    history.conversations.compactMap { conversation in
      guard conversation.destination.port == Recognition.coapsPort, conversation.received.count == 0,
        conversation.firstCode.isRequest || conversation.firstCode.isEmpty
      else { return nil }
      let copies = conversation.sent.retransmissions
      let sent = copies == 0 ? "and got no answer" : "repeated it \(copies.of("time")) and got no answer"
      var evidence = [
        Finding.Evidence(conversation.first, "a CoAP message without DTLS to port \(Recognition.coapsPort)")
      ]
      if let last = conversation.sent.last, last != conversation.first {
        evidence.append(Finding.Evidence(last, "the last of \(conversation.sent.count.of("message")), none answered"))
      }
      return Finding(
        explanation: .coapSentToDtlsPort, severity: .error, confidence: copies > 0 ? .certain : .likely, session: nil,
        text: """
          \(conversation.source) sent plain CoAP to \(conversation.destination), the port of CoAP over DTLS, \(sent). \
          A DTLS server drops what is no DTLS record.
          """,
        evidence: evidence, remedies: Explanation.coapSentToDtlsPort.remedies(for: []))
    }
  }
}
