import Analysis
import Bytes
import CoAP

/// An exchange in a line.
enum ExchangeText {
  /// Characters of the resource that a line holds.
  private static let maximumResource = 60

  /// `packet 7: PUT /blob → 2.01 Created, 9 blocks, 2176 bytes up, 12.3 ms`. Everything in it is safe to show.
  static func line(_ exchange: Exchange, _ style: Style) -> String {
    var parts: [String] = []
    let outcome = outcome(exchange)
    parts.append(outcome.isGood ? outcome.text : style.paint(outcome.text, .notable))
    if let observation = exchange.observation { parts.append(Self.text(observation)) }
    for transfer in exchange.transfers { parts.append(Self.text(transfer, style)) }
    if exchange.requestCopies > 0 {
      parts.append(style.paint("\(exchange.requestCopies.counted("retransmission"))", .notable))
    }
    if exchange.isMulticast, exchange.responseCount > 0 { parts.append(exchange.responseCount.counted("response")) }
    if let nanoseconds = exchange.request.roundTrip {
      parts.append(TimeText.duration(milliseconds: Double(nanoseconds) / 1e6))
    }
    let resource = SafeText.string(String(decoding: exchange.resource.text, as: UTF8.self).prefix(maximumResource))
    let isCut = exchange.resource.text.count > maximumResource
    let packet = exchange.request.stamp.number
    return "packet \(packet): \(exchange.method) \(resource)\(isCut ? "…" : "") → \(parts.joined(separator: ", "))"
  }

  private static func outcome(_ exchange: Exchange) -> (text: String, isGood: Bool) {
    if let status = exchange.status {
      let separate = exchange.outcome == .separate ? " (separate)" : ""
      return ("\(status.dotted) \(status.name ?? "")\(separate)", status.class == 2)
    }
    switch exchange.outcome {
    case .reset: return ("reset", false)
    case .timedOut: return ("given up", false)
    case .unanswered: return ("no response", exchange.request.type == .nonConfirmable)
    case .completed, .separate: return (exchange.responseCount > 0 ? "2.31 Continue" : "no response wanted", true)
    }
  }

  private static func text(_ observation: Observation) -> String {
    guard observation.isEstablished else { return "not observed" }
    var text = observation.notifications.counted("notification")
    if observation.stale > 0 { text += " (\(observation.stale) stale)" }
    return text
  }

  private static func text(_ transfer: BlockTransfer, _ style: Style) -> String {
    let text =
      "\(transfer.bytes.counted("byte")) \(transfer.isUpload ? "up" : "down") in \(transfer.blocks.counted("block"))"
    return transfer.isComplete ? text : style.paint(text + ", incomplete", .notable)
  }
}
