import TestSupport
import Testing

@testable import Analysis
@testable import DTLS

@Suite struct JA3Tests {
  /// The hello of GnuTLS 3.7.9 in ok-ccm8-put-get-gnutls; tshark 4.0 gives both hashes.
  @Test func agreesWithTshark() throws {
    let handshake = try #require(try analyze("ok-ccm8-put-get-gnutls", Keyring()).ended.first?.session).association
      .handshake
    let client = JA3.text(of: try #require(handshake.clientHello))
    #expect(client == "65277,49320,13-22-23-35-65281-0-28,,")
    #expect(JA3.fingerprint(of: client) == "3d7caea528efb157aa9a406d9e551108")
    let server = JA3.text(of: try #require(handshake.serverHello))
    #expect(server == "65277,49320,23-65281-28")
    #expect(JA3.fingerprint(of: server) == "a85e9de6beba99d33b40fa0a68afedac")
  }
}
