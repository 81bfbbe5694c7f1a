import Bytes

/// What could be read of a message that breaks its format (RFC 7252 §3), and where it breaks.
package struct MalformedMessage: Equatable, Sendable {
  /// Nil if there was no byte.
  package var version: UInt8?
  /// Nil if there was no byte.
  package var type: MessageType?
  /// Nil if the message ends before it.
  package var code: Code?
  /// Nil if the message ends before it.
  package var messageID: UInt16?
  /// Nil if its length is reserved or the message ends within it.
  package var token: [UInt8]?
  /// Those before the first that is broken.
  package var options: [Option]
  /// Where it breaks, and how.
  package var error: DecodeError
  /// All of it.
  package var bytes: [UInt8]

  /// Reads `bytes`, which `MessageView` refused with `error`, as far as they go.
  package init(_ bytes: RawSpan, _ error: DecodeError) {
    self.error = error
    self.bytes = [UInt8](bytes)
    options = []
    var reader = ByteReader(bytes, as: messageStructure)
    do throws(DecodeError) {
      let first = try reader.readUInt8("Ver")
      version = first >> 6
      type = MessageType(bits: first >> 4)
      // Another version may mean anything by the bytes that follow (RFC 7252 §3).
      guard version == MessageView.version else { return }
      code = Code(rawValue: try reader.readUInt8("Code"))
      messageID = try reader.readUInt16("Message ID")
      reader = ByteReader(bytes, as: messageStructure)
      let header = try MessageHeader(decoding: &reader)
      token = try reader.readBytes(try header.readTokenLength(&reader), "Token")
      options = OptionSequence.copied(OptionSequence(reader))
    } catch {
      return
    }
  }
}

/// A message, or what there is of one.
package enum MessageDecoding: Equatable, Sendable {
  /// The whole message.
  case message(Message)
  /// What could be read of it, and why no more.
  case malformed(MalformedMessage)

  /// Decodes `bytes`, keeping what was readable if they break the format.
  package static func decode(_ bytes: RawSpan) -> MessageDecoding {
    do throws(DecodeError) {
      return .message(Message(try MessageView(bytes)))
    } catch {
      return .malformed(MalformedMessage(bytes, error))
    }
  }
}
