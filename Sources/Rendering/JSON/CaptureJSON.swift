import Analysis
import Capture

extension JSONWriter {
  /// The members of a capture.
  mutating func members(_ facts: CaptureFacts) {
    member("path", facts.path)
    member("linkTypes", facts.linkTypes) { $0.value("\($1)") }
    member("packets", facts.counters.packets)
    member("datagrams", facts.counters.datagrams)
    member("truncatedPackets", facts.counters.truncatedPackets)
    member("firstTimestamp", nanoseconds: facts.first)
    member("lastTimestamp", nanoseconds: facts.last)
    member("cut", facts.isCut)
    member("damage", facts.damage)
    if let drops = facts.drops {
      member("drops") { json in
        json.member("received", drops.received)
        json.member("kernel", drops.droppedByKernel)
        json.member("interface", drops.droppedByInterface)
      }
    }
    member("counters") { json in
      json.member("turnDatagrams", facts.counters.turnDatagrams)
      json.member("capwapDatagrams", facts.counters.capwapDatagrams)
      json.member("ipFragments", facts.counters.ipFragments)
      json.member("reassembledDatagrams", facts.counters.reassembledDatagrams)
      json.member("droppedFragmentSets", facts.counters.droppedFragmentSets)
      json.member("zeroChecksums", facts.counters.zeroChecksums)
      json.member("badChecksums", facts.counters.badChecksums)
      json.member("icmpErrors", facts.counters.icmpErrors)
      json.member("encryptedFrames", facts.counters.encryptedFrames)
      json.member("malformedPackets", facts.counters.malformedPackets)
      json.member("tcpToCoAPPorts", facts.counters.tcpToCoAPPorts)
      json.member("otherPackets", facts.counters.otherPackets)
    }
  }

  /// An endpoint as a member.
  mutating func member(_ name: StaticString, _ endpoint: Endpoint) {
    member(name) { json in
      json.member("address", "\(endpoint.address)")
      json.member("port", endpoint.port)
      if endpoint.channel != 0 { json.member("channel", endpoint.channel) }
    }
  }
}
