import Analysis
import Bytes
import DTLS

extension JSONWriter {
  /// The member with what only DTLS 1.3 has; null for a session that neither is one nor may become one.
  mutating func memberDTLS13(_ session: Session) {
    let association = session.association
    let handshake = association.handshake
    guard handshake.version.map({ $0 == .dtls13 }) ?? handshake.offeredVersions.contains(.dtls13) else {
      memberNull("dtls13")
      return
    }
    member("dtls13") { json in
      json.member("pskMode", handshake.pskMode.map { "\($0)" })
      json.member("offeredKeys", handshake.offeredKeys) { json, key in json.object { $0.members(key) } }
      json.member("issuedConnectionIDs") {
        $0.member("client", association.issuedConnectionIDs.client) { $0.value(Hex.string($1)) }
        $0.member("server", association.issuedConnectionIDs.server) { $0.value(Hex.string($1)) }
      }
      json.member("numberMaskCounter") {
        $0.member("client", association.maskCounterOrders.client?.rawValue)
        $0.member("server", association.maskCounterOrders.server?.rawValue)
      }
      json.member("ackCounts") {
        $0.member("client", session.ackCounts.client)
        $0.member("server", session.ackCounts.server)
      }
      json.member("acks", session.acks) { json, ack in json.object { $0.members(ack) } }
      json.member("forgottenMessages") {
        $0.member("client", handshake.streams.client.forgottenMessages)
        $0.member("server", handshake.streams.server.forgottenMessages)
      }
    }
  }

  private mutating func members(_ key: OfferedKey) {
    member("identity", text: key.isExternal ? key.identity : nil)
    member("ticket", hex: key.isExternal ? nil : key.identity)
    var source: String?
    var isOfIdentity: Bool?
    var tried: Int?
    switch key.binder {
    case .verified(let name, let isOwn):
      member("binder", "verified")
      (source, isOfIdentity) = (name, isOwn)
    case .refuted(let count):
      member("binder", "refuted")
      tried = count
    case .noKey: member("binder", "noKey")
    case .unchecked: member("binder", "unchecked")
    }
    member("keySource", source)
    member("isKeyOfIdentity", isOfIdentity)
    member("keysTried", tried)
  }

  private mutating func members(_ ack: Session.ACKFact) {
    member("packet", ack.stamp.number)
    member("sender", ack.sender.rawValue)
    member("encrypted", ack.isEncrypted)
    member("recordNumbers", ack.recordNumbers) { json, number in
      json.object {
        $0.member("epoch", number.epoch)
        $0.member("sequenceNumber", number.sequenceNumber)
      }
    }
  }
}
