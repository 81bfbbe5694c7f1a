import Foundation
import TestSupport
import Testing

/// What `export` writes, read by tshark without any option: the messages are those that the report lists.
///
/// Captures in the pcapng format may stand one behind the other in a file, so that tshark is started once for all of them.
@Suite(.enabled(if: Tshark.installed != nil, "tshark is not installed"))
struct TsharkExportTests {
  /// Why tshark 4.0 lists other messages of a capture than the report, though it has the secrets.
  enum Limit: Sendable {
    /// Keys need every message of the handshake, or the session begins with a hello that the client did not send.
    case gap
    /// Keys change with no renegotiation that it follows.
    case renegotiation
    /// It does not know the extension truncated_hmac.
    case truncatedHMAC
    /// It tells CoAP, or DTLS, by other ports alone.
    case port
    /// It does not take the datagram out of what it is in.
    case wrapped
    /// It does not know the contexts of 6LoWPAN that the addresses need, or an address of a port that it expects.
    case lowPAN
    /// It lists what OSCORE hides only with a table of contexts.
    case oscore
    /// It lists messages again that were there before, as the same record or quoted in an ICMP error.
    case again
    /// It takes for CoAP what the report does not: DTLS on the port of CoAP, or other application data.
    case others
    /// It goes by the endpoints alone, and other captures of this test have the same.
    case sameEndpoints
  }

  static let limits: [String: Limit] = [
    "coap-other-port": .port, "conformance-observe-pass": .again,
    "fail-dtls-to-plain-port-mbedtls": .others, "fail-plain-coap-to-dtls-port-mbedtls": .port, "gap-all": .gap,
    "gap-early-request": .gap, "gap-forged-hello": .gap, "gap-hello-done-and-switch": .gap,
    "gap-hello-with-keylog": .gap, "link-IEEE802_11": .again,
    "link-IEEE802_11_RADIO": .again, "lossy-dup-all": .again,
    "lossy-serverview-dup-reorder": .again, "lowpan-NOFCS-contexts": .lowPAN, "lowpan-TAP": .lowPAN,
    "lowpan-WITHFCS": .lowPAN, "ok-cid-mbedtls-both": .sameEndpoints,
    "ok-cid-mbedtls-server-cid-empty-client": .sameEndpoints, "ok-psk-chacha20-wolfssl": .port,
    "ok-raw-public-keys-gnutls": .others, "ok-renegotiation-client-openssl": .renegotiation,
    "ok-renegotiation-resumed-openssl": .renegotiation, "ok-renegotiation-server-openssl": .renegotiation,
    "ok-tinydtls-both-echo": .port, "ok-truncated-hmac-etm-mbedtls": .truncatedHMAC,
    "ok-truncated-hmac-noetm-mbedtls": .truncatedHMAC, "oscore": .oscore, "oscore-dtls": .oscore,
    "pcapng-mixed": .again, "pcapng-secrets": .others, "wrapped-beside-stun-rtp": .wrapped,
    "wrapped-capwap": .wrapped, "wrapped-turn-channels": .wrapped, "wrapped-turn-peers": .wrapped,
  ]

  /// The messages in a fixture's report, in the order of packets.
  private func expected(_ fixture: Fixture) throws -> [JSON] {
    let messages = try JSON(bytes: fixture.expected)["coap"]["messages"].elements
    return messages.filter { $0["authentic"] != .flag(false) }.enumerated()
      .sorted { ($0.element["packet"].number ?? 0, $0.offset) < ($1.element["packet"].number ?? 0, $1.offset) }
      .map(\.element)
  }

  /// tshark 4.0 cannot open records of DTLS 1.3; 4.4 can.
  private func hasDTLS13(_ fixture: Fixture) throws -> Bool {
    try JSON(bytes: fixture.expected)["sessions"].elements.contains { $0["version"].text == "DTLS 1.3" }
  }

  /// Nanoseconds since 1970, in digits.
  private func time(_ message: JSON) -> String {
    guard case .number(let seconds) = message["timestamp"] else { return "" }
    return "\((seconds * 1_000_000_000).rounded())"
  }

  private func content(_ message: JSON) -> String {
    "\(message["type"].text ?? "") \(message["code"].text ?? "") \(message["messageID"].number ?? -1)"
  }

  /// Tokens of more than 8 bytes (RFC 8974) are nothing that tshark 4.0 knows.
  private func hasPlainToken(_ message: JSON) -> Bool { message["token"].text?.utf8.count ?? 0 <= 16 }

  private func inIPv6(_ address: String, beside other: String) -> String {
    address.contains(".") && other.contains(":") ? "::ffff:\(address)" : address
  }

  @Test func itListsTheMessagesOfEveryFixture() throws {
    let tshark = try #require(Tshark.installed)
    let scratch = try Scratch()
    var all: [UInt8] = []
    var wanted: [(fixture: String, message: JSON)] = []
    for fixture in Fixture.all {
      let messages = try expected(fixture)
      guard !messages.isEmpty else { continue }
      let result = try fixture.run("export", ["-o", scratch.path + "/out.pcapng"])
      try #require(result.status == 0 && result.errors == "", "\(fixture.name): \(result.errors)")
      let noun = messages.count == 1 ? "message" : "messages"
      #expect(result.lines.first?.contains("/out.pcapng: \(messages.count) CoAP \(noun)") == true, "\(fixture.name)")
      all += try scratch.bytes("out.pcapng")
      wanted += messages.map { (fixture.name, $0) }
    }
    let listed = try tshark.messages(scratch.write("all.pcapng", all))
    try #require(listed.count == wanted.count && listed.map(\.frame) == Array(1...wanted.count))
    for (theirs, (name, ours)) in zip(listed, wanted) {
      let place = "\(name), packet \(ours["packet"].number ?? 0)"
      let (source, destination) = (ours["source"]["address"].text ?? "", ours["destination"]["address"].text ?? "")
      #expect(theirs.time == time(ours), "\(place)")
      #expect(theirs.source == inIPv6(source, beside: destination), "\(place)")
      #expect(theirs.destination == inIPv6(destination, beside: source), "\(place)")
      // One end may be at the port of CoAP now, the other is where it was.
      let ports = [ours["source"]["port"].number, ours["destination"]["port"].number]
      #expect(theirs.ports.contains(5683), "\(place)")
      #expect(zip(theirs.ports, ports).allSatisfy { $0 == $1 || $0 == 5683 }, "\(place)")
      #expect(theirs.ports[0] == ports[0] || theirs.ports[1] == ports[1], "\(place)")
      #expect(theirs.content == content(ours), "\(place)")
      if hasPlainToken(ours) { #expect(theirs.token == ours["token"].text, "\(place)") }
    }
    #expect(wanted.count > 1000)
  }

  @Test func withTheSecretsItOpensEveryFixture() throws {
    let tshark = try #require(Tshark.installed)
    let scratch = try Scratch()
    var all: [UInt8] = []
    var wanted: [(fixture: String, frames: Range<Int>, messages: [JSON])] = []
    var next = 1
    for fixture in Fixture.all where Self.limits[fixture.name] == nil {
      let messages = try expected(fixture)
      guard !messages.isEmpty, try !hasDTLS13(fixture) else { continue }
      let result = try fixture.run("export", ["-o", scratch.path + "/out.pcapng", "--with-secrets"])
      try #require(result.status == 0 && result.errors == "", "\(fixture.name): \(result.errors)")
      all += try scratch.bytes("out.pcapng")
      let packets = try #require(JSON(bytes: fixture.expected)["captures"][0]["packets"].number)
      wanted.append((fixture.name, next..<(next + packets), messages))
      next += packets
    }
    let listed = try tshark.messages(scratch.write("all.pcapng", all))
    for (name, frames, messages) in wanted {
      let theirs = listed.filter { frames.contains($0.frame) }.map(\.content)
      #expect(theirs.sorted() == messages.map(content).sorted(), "\(name)")
    }
    #expect(wanted.count > 60)
  }

  @Test(arguments: ["ok-cid-mbedtls-both", "ok-cid-mbedtls-server-cid-empty-client", "pcapng-secrets"])
  func aloneItOpensThoseWithTheEndpointsOfOthers(_ name: String) throws {
    let tshark = try #require(Tshark.installed)
    let scratch = try Scratch()
    let fixture = Fixture(name)
    #expect(try fixture.run("export", ["-o", scratch.path + "/out.pcapng", "--with-secrets"]).status == 0)
    let listed = Set(try tshark.messages(scratch.path + "/out.pcapng").map { "\($0.frame) \($0.content)" })
    let wanted = Set(try expected(fixture).map { "\($0["packet"].number ?? 0) \(content($0))" })
    #expect(!wanted.isEmpty && wanted.isSubset(of: listed))
  }

  /// tshark takes one pre-shared key, whatever the identities.
  @Test func theKeyLogOpensWhatOnePresharedKeyDoesNot() throws {
    let tshark = try #require(Tshark.installed)
    let scratch = try Scratch()
    let first = try Fixture("lossy-drop-ch2").bytes("capture.pcap")
    let second = try Fixture("ok-tinydtls-both-echo").bytes("capture.pcap")
    // Both have the same file header, of 24 bytes.
    try #require(first[..<24] == second[..<24])
    let path = try scratch.write("both.pcap", first + second[24...])
    let keys = ["--psk", "esp32c3_id:esp32c3_key", "--psk", "Client_identity:hex:73656372657450534b"]
    let result = try Tool.run(["export", "both.pcap", "--write-keylog", "keys.log"] + keys, in: scratch.path)
    #expect(result.text == "keys.log: the secrets of 2 of 2 sessions\n")
    let port = ["-d", "dtls.port==20220,coap"]
    let withOneKey = try tshark.messages(path, port + ["-o", "dtls.psk:657370333263335f6b6579"])
    #expect(withOneKey.map(\.frame) == [8, 9, 10, 11])
    let withLog = try tshark.messages(path, port + ["-o", "tls.keylog_file:\(scratch.path)/keys.log"])
    #expect(withLog.map(\.frame) == [8, 9, 10, 11, 24, 25])
  }

  /// Neither a key of RSA beside a pre-shared one nor an ephemeral exchange is in the way of a master secret.
  @Test(arguments: [
    "ok-rsa-psk-openssl", "ok-rsa-kx-noems-cbc-openssl", "ok-dhe-psk-openssl-keylog", "ok-resume-id-psk-openssl",
    "ok-resume-ticket-psk-openssl", "ok-psk-cbc-sha-dtls10-openssl",
  ])
  func theKeyLogOpensTheOriginal(_ name: String) throws {
    let tshark = try #require(Tshark.installed)
    let scratch = try Scratch()
    let fixture = Fixture(name)
    let log = scratch.path + "/keys.log"
    #expect(try fixture.run("export", ["--write-keylog", log]).status == 0)
    let capture = try fixture.path + "/" + fixture.arguments[0]
    let listed = try tshark.messages(capture, ["-o", "tls.keylog_file:\(log)"])
    let wanted = try expected(fixture)
    #expect(!wanted.isEmpty && listed.map(\.frame) == wanted.map { $0["packet"].number })
    #expect(listed.map(\.content) == wanted.map(content))
    #expect(try tshark.messages(capture).isEmpty)
  }

  @Test func theCommentsAreReadBesideThePackets() throws {
    let tshark = try #require(Tshark.installed)
    let scratch = try Scratch()
    let fixture = Fixture("lossy-drop-ch2")
    for options in [[], ["--with-secrets"]] {
      #expect(try fixture.run("export", ["-o", scratch.path + "/out.pcapng"] + options).status == 0)
      let lines = try tshark.lines([
        "-r", scratch.path + "/out.pcapng", "-T", "fields", "-e", "frame.number", "-e", "frame.comment",
      ])
      if options.isEmpty {
        #expect(
          lines.first
            == "1\tPacket 8, session 1: decrypted from DTLS record epoch 1, sequence number 1; the server's port 5684 is "
            + "written as 5683, where CoAP without DTLS is expected")
      } else {
        #expect(lines.count == 13 && lines[7] == "8\t")
        #expect(lines[11].contains("info: The session was closed in order (close-notify, session 1): "))
      }
    }
  }
}
