import Analysis
import Bytes
import CoAP
import DTLS
import Diagnosis

extension Tally {
  /// Everything counted, in the text format of Prometheus. What can be counted but is not there yet is 0 where its labels are
  /// few, so that rates of it begin with the first.
  var text: String {
    var text = Exposition()
    addCapture(to: &text)
    addHandshakes(to: &text)
    addRecords(to: &text)
    addMessages(to: &text)
    text.begin("dtlscope_findings_total", .counter, "Findings in sessions that are over, see dtlscope explain ID.")
    for (key, count) in findings.sorted(by: { ($0.key.id, $0.key.severity) < ($1.key.id, $1.key.severity) }) {
      text.add(count, ["id": key.id, "severity": key.severity.rawValue])
    }
    return text.text
  }

  private func addCapture(to text: inout Exposition) {
    text.begin("dtlscope_capture_packets_total", .counter, "Packets captured.")
    text.add(capture.packets)
    text.begin("dtlscope_capture_datagrams_total", .counter, "UDP datagrams in the packets captured.")
    text.add(capture.datagrams)
    text.begin(
      "dtlscope_capture_dropped_packets_total", .counter, "Packets that were not captured, by who dropped them.")
    text.add(capture.droppedByKernel, ["by": "kernel"])
    text.add(capture.droppedByInterface, ["by": "interface"])
  }

  private func addHandshakes(to text: inout Exposition) {
    text.begin("dtlscope_sessions_total", .counter, "DTLS sessions seen.")
    text.add(sessionsBegun)
    text.begin("dtlscope_sessions_live", .gauge, "DTLS sessions that are kept because more may come of them.")
    text.add(sessionsBegun - sessionsEnded)
    text.begin(
      "dtlscope_sessions_evicted_total", .counter, "DTLS sessions closed because more were live than are kept.")
    text.add(sessionsEvicted)
    text.begin(
      "dtlscope_handshakes_total", .counter,
      "DTLS handshakes by outcome; one that came up after all after it had failed counts in both.")
    for outcome in [Outcome.established, .failed, .incomplete, .unknown] {
      text.add(outcomes[outcome] ?? 0, ["outcome": outcome.rawValue])
    }
    text.begin(
      "dtlscope_handshake_failures_total", .counter,
      "Failed DTLS handshakes of sessions that are over, by root cause, see dtlscope explain CAUSE.")
    for (cause, count) in causes.sorted(by: { $0.key < $1.key }) { text.add(count, ["cause": cause]) }
    text.begin(
      "dtlscope_handshake_duration_seconds", .histogram, "Time from the first ClientHello to the last Finished.")
    text.add(handshakeSeconds)
  }

  private func addRecords(to text: inout Exposition) {
    text.begin(
      "dtlscope_retransmitted_datagrams_total", .counter, "Datagrams that repeat handshake messages, by their sender.")
    for side in Side.allCases { text.add(retransmittedDatagrams[side], ["sender": side.rawValue]) }
    text.begin("dtlscope_alerts_total", .counter, "DTLS alerts.")
    let ordered = alerts.sorted {
      ($0.key.level, $0.key.description, $0.key.sender.rawValue)
        < ($1.key.level, $1.key.description, $1.key.sender.rawValue)
    }
    for (key, count) in ordered {
      text.add(count, ["sender": key.sender.rawValue, "level": key.level, "description": key.description])
    }
    text.begin("dtlscope_icmp_errors_total", .counter, "ICMP errors about datagrams.")
    text.add(icmpErrors)
    text.begin("dtlscope_malformed_total", .counter, "What could not be decoded: records of DTLS, messages of CoAP.")
    text.add(malformedRecords, ["protocol": "dtls"])
    text.add(malformedMessages, ["protocol": "coap"])
  }

  private func addMessages(to text: inout Exposition) {
    text.begin("dtlscope_coap_messages_total", .counter, "CoAP messages, those that were sent again included.")
    for isInSession in [true, false] {
      let transport = isInSession ? "dtls" : "udp"
      for type in MessageType.allCases {
        var unregistered = 0
        for number in UInt8.min...UInt8.max {
          let code = Code(rawValue: number)
          let count = messages[Self.index(isInSession: isInSession, type, code)]
          guard count > 0 else { continue }
          guard let name = code.name else {
            unregistered += count
            continue
          }
          text.add(
            count, ["transport": transport, "type": type.description, "code": code.dotted, "name": name])
        }
        guard unregistered > 0 else { continue }
        text.add(
          unregistered,
          [
            "transport": transport, "type": type.description, "code": Self.unregistered, "name": Self.unregistered,
          ])
      }
    }
    text.begin("dtlscope_coap_retransmissions_total", .counter, "CoAP messages that were sent again.")
    text.add(retransmittedMessages.dtls, ["transport": "dtls"])
    text.add(retransmittedMessages.udp, ["transport": "udp"])
    text.begin("dtlscope_coap_exchanges_total", .counter, "CoAP exchanges that are over, by outcome.")
    for outcome in [Exchange.Outcome.completed, .separate, .reset, .timedOut, .unanswered] {
      text.add(exchanges[outcome] ?? 0, ["outcome": outcome.rawValue])
    }
    text.begin(
      "dtlscope_coap_round_trip_seconds", .histogram, "Time from the first transmission of a request to its response.")
    text.add(roundTripSeconds)
  }
}
