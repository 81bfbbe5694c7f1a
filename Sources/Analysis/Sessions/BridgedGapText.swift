import Bytes
import DTLS

extension BridgedGap {
  /// What the message is called.
  package var name: String {
    switch message {
    case .handshake(let type): "\(type)"
    case .changeCipherSpec: "change_cipher_spec"
    }
  }

  /// Which message of whom, in words.
  package var title: String {
    "\(name)\(messageSequence.map { " (seq \($0))" } ?? "") of the \(sender)"
  }

  /// What it was inferred from, in words. Identities in it are as the keys had them: what shows it escapes it.
  package var how: String {
    switch ground {
    case .demandedCookie: "it is the one before it with the cookie that was demanded"
    case .keyLog: "its random is one of the key log"
    case .emptyBody: "it has no body"
    case .suppliedKey:
      suppliedIdentity.map { "it holds the identity of a key that was given, \($0)" }
        ?? "a key that was given goes with it; which identity it holds is not proven"
    case .masterSecret: "it follows from the master secret and the messages before it"
    case .laterCopy(let stamp):
      "its copy in packet \(stamp.number) contradicts the first one, and is the one that counts"
    case .answered(let stamp): "the server answered the one in packet \(stamp.number), and not one that came after it"
    case .epochChange: "records of the next epoch follow it"
    }
  }

  /// The identity in a ClientKeyExchange.
  private var suppliedIdentity: String? {
    pskIdentity.map { "\"\(String(decoding: $0, as: UTF8.self))\"" }
  }
}
