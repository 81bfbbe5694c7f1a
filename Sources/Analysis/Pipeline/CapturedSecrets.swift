import Bytes
import Capture
import DTLS

/// Reads the secrets in a capture for a consumer, and keeps what is wrong with them for the packet that comes next.
final class CapturedSecrets: SecretsHandler {
  private let consumer: any DatagramConsumer
  /// Gets the secrets as they stand, too.
  private let recorder: PacketRecorder?
  /// The first block that broke its format since the last packet; more of them tell nothing new.
  private var malformedBlock: DecodeError?
  private var malformedLines = 0

  init(_ consumer: any DatagramConsumer, recorder: PacketRecorder? = nil) {
    self.consumer = consumer
    self.recorder = recorder
  }

  func receive(_ secrets: borrowing DecryptionSecrets) {
    recorder?.append(secrets)
    guard secrets.type == .tlsKeyLog else { return }
    let log = KeyLog([UInt8](secrets.data))
    malformedLines += log.malformedLines
    if !log.secrets.isEmpty { consumer.receive(log) }
  }

  func receiveMalformedSecrets(_ error: DecodeError) {
    if malformedBlock == nil { malformedBlock = error }
  }

  /// Tells the consumer what was wrong before the packet of `stamp`.
  func reportProblems(at stamp: PacketStamp) {
    if let malformedBlock { consumer.receive(.malformedSecrets(malformedBlock), at: stamp) }
    if malformedLines > 0 { consumer.receive(.malformedKeyLogLines(malformedLines), at: stamp) }
    (malformedBlock, malformedLines) = (nil, 0)
  }
}
