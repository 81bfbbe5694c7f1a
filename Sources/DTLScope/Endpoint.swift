import Capture
import DTLS

/// One end of a UDP conversation.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// The host: an IPv4 address, or an IPv6 address as RFC 5952 writes it.
  public let address: String
  /// The UDP port.
  public let port: UInt16
  /// Address and port: `192.0.2.1:5684` or `[2001:db8::1]:5684`.
  public let description: String

  init(_ endpoint: Capture.Endpoint) {
    address = "\(endpoint.address)"
    port = endpoint.port
    description = "\(endpoint)"
  }
}

/// An end of a session, by its part in the handshake.
public enum Side: String, Hashable, Sendable {
  /// The end that sends ClientHello.
  case client
  /// The end that answers it.
  case server

  init(_ side: DTLS.Side) {
    switch side {
    case .client: self = .client
    case .server: self = .server
    }
  }
}
