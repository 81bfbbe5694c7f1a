import Analysis
import Bytes
import CoAP

extension JSONWriter {
  /// The members of an exchange that is over.
  mutating func members(_ exchange: Exchange, _ context: ExchangeContext) {
    member("id", exchangeNumber: exchange.id)
    member("session", number: context.session?.id)
    member("client", context.client)
    member("server", context.server)
    member("method", exchange.method.description)
    member("uri", ExchangeURI.text(exchange, context))
    member("requestPacket", exchange.request.stamp.number)
    member("requests", exchange.requestCount)
    member("requestRetransmissions", exchange.requestCopies)
    member("retransmissionPackets", exchange.request.copies) { $0.value($1.number) }
    member("acknowledgementPacket", exchange.request.acknowledged?.number)
    member("responsePackets", exchange.responsePackets) { $0.value($1) }
    member("responses", exchange.responseCount)
    member("responseRetransmissions", exchange.responseCopies)
    member("resetPacket", exchange.wasReset?.number)
    member("status", exchange.status?.dotted)
    member("roundTripMilliseconds", exchange.request.roundTrip.map { Double($0) / 1e6 })
    member("thinkMilliseconds", exchange.request.thinkTime.map { Double($0) / 1e6 })
    member("multicast", exchange.isMulticast)
    member("noResponse", exchange.noResponse)
    if let observation = exchange.observation {
      member("observe") { $0.members(observation) }
    } else {
      memberNull("observe")
    }
    if let transfer = exchange.transfers.first {
      member("block") { $0.members(transfer) }
    } else {
      memberNull("block")
    }
    member("transfers", exchange.transfers) { json, transfer in json.object { $0.members(transfer) } }
    member("putAway", exchange.wasPutAway)
    member("outcome", exchange.outcome.rawValue)
  }

  private mutating func members(_ observation: Observation) {
    member("established", observation.isEstablished)
    member("notifications", observation.notifications)
    member("stale", observation.stale)
    member("missing", observation.missing)
    member("expirations", observation.expirations)
    member("reregistrations", observation.reregistrations)
    member("afterCancellation", observation.afterEnd)
    member("cancelledBy", observation.end?.rawValue)
    member("cancelledPacket", observation.ended?.number)
  }

  private mutating func members(_ transfer: BlockTransfer) {
    member("direction", transfer.isUpload ? "upload" : "download")
    member("option", transfer.option.name)
    member("blocks", transfer.blocks)
    member("repeatedBlocks", transfer.repeated)
    member("blockSize", transfer.sizes.last)
    member("bytes", transfer.bytes)
    member("declaredBytes", transfer.declaredSize)
    member("complete", transfer.isComplete)
    member("firstMissingByte", transfer.isComplete ? nil : transfer.firstGap?.lowerBound)
    member("problems", transfer.problems) { json, entry in
      json.object {
        $0.member("packet", entry.stamp.number)
        $0.member("what", entry.problem.description)
      }
    }
  }
}
