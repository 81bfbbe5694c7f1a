import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// Makes of each CoAP message a packet of its own, as if it had come without DTLS: for every tool that knows CoAP.
///
/// For a pipeline of one shard: see `ListenerReport`.
package final class MessageExport: EventListener {
  /// The port of a server becomes this one, unless plain CoAP is on it already at the other end. On 5684 Wireshark takes
  /// everything for DTLS ("Continuation Data"), and CoAP on others it knows only if it is told. The original port is told
  /// beside the packet.
  static let port = Recognition.coapPort

  /// How many of everything there were.
  package struct Counts {
    /// Messages, each of them a packet of the export.
    package var messages = 0
    /// Those of them that DTLS protected.
    package var decrypted = 0
    /// Those of them that OSCORE protected.
    package var opened = 0
    /// Messages in records that were there before; not in the export, nor is all that follows.
    package var duplicates = 0
    /// Messages that are not what a peer wrote.
    package var notAuthentic = 0
    /// Records of application data that hold no CoAP message, and datagrams that break its format.
    package var others = 0
    /// Messages that are too long for a packet.
    package var tooLong = 0
  }

  /// How many of everything there were.
  package private(set) var counts = Counts()
  let spool: MessageSpool
  private var packet = TextBuffer()
  private var comment = TextBuffer()

  /// An export that goes to `path` in the end.
  package init(path: String) throws(Output.WriteError) {
    spool = try MessageSpool(beside: path)
  }

  package func coap(_ event: borrowing CoAPEvent) {
    if event.isDuplicate { return counts.duplicates += 1 }
    if event.isAuthentic == false { return counts.notAuthentic += 1 }
    let message = event.message
    guard message.bytes.byteCount + message.missing <= UDPPacket.maximumPayload else { return counts.tooLong += 1 }
    counts.messages += 1
    if event.session != nil { counts.decrypted += 1 }
    let server = Self.server(of: event)
    packet.removeAll()
    UDPPacket.append(
      message.bytes, missing: message.missing,
      from: server == event.source ? event.source.atPort(Self.port) : event.source,
      to: server == event.destination ? event.destination.atPort(Self.port) : event.destination, to: &packet)
    writeComment(event, server: server)
    packet.withUnsafeBytes { packet in
      comment.withUnsafeBytes { comment in
        spool.append(packet.bytes, missing: message.missing, at: event.stamp, comment: comment.bytes)
      }
    }
  }

  /// The end whose port is written as another; nil if none is.
  private static func server(of event: borrowing CoAPEvent) -> Endpoint? {
    let (source, destination) = (event.source, event.destination)
    let server: Endpoint
    if event.session != nil {
      server = event.sender == .one ? destination : source
    } else if source.port == port || destination.port == port {
      return nil
    } else {
      // Of endpoints without a handshake the ports tell: the lower one is that of the server.
      server = source.port < destination.port ? source : destination
    }
    return server.port == port ? nil : server
  }

  package func record(_ report: borrowing RecordReport, in session: Session) {
    guard report.contentType == .applicationData, report.protection == .opened, !report.isDuplicate else { return }
    counts.others += 1
  }

  package func notice(_ notice: Notice, _ context: NoticeContext) {
    switch notice {
    case .malformedCoAP, .cutCoAP: if context.session == nil { counts.others += 1 }
    default: break
    }
  }

  /// Says where the message was: all that is no part of CoAP, and nothing that a packet holds as text.
  private func writeComment(_ event: borrowing CoAPEvent, server: Endpoint?) {
    comment.removeAll()
    comment.append("Packet ")
    comment.append(decimal: event.stamp.number)
    if let session = event.session, let record = event.record {
      comment.append(", session ")
      // The only shard counts from 0.
      comment.append(decimal: session.id + 1)
      comment.append(": decrypted from DTLS record epoch ")
      comment.append(decimal: record.epoch)
      comment.append(", sequence number ")
      comment.append(decimal: record.sequenceNumber)
    } else {
      comment.append(": CoAP without DTLS")
    }
    switch event.oscore?.outcome {
    case .opened(let context)?:
      counts.opened += 1
      comment.append("; opened from OSCORE with context ")
      comment.append(trusted: SafeText.string(context))
    case .failed?: comment.append("; OSCORE protects it, and it was not opened")
    case nil: break
    }
    if let original = event.retransmissionOf {
      comment.append("; the same message as in packet ")
      comment.append(decimal: original)
    }
    if let server {
      comment.append("; the server's port ")
      comment.append(decimal: server.port)
      comment.append(" is written as 5683, where CoAP without DTLS is expected")
    }
    for end in [event.source, event.destination] where end.channel != 0 {
      comment.append("; ")
      comment.append(trusted: "\(end) is a peer behind a TURN server")
    }
  }
}

extension Endpoint {
  /// The same host at another port.
  fileprivate func atPort(_ port: UInt16) -> Endpoint { Endpoint(address: address, port: port, channel: channel) }
}
