import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct PlausibilityTests {
  private func isPlausible(_ text: String) -> Bool {
    let bytes = hex(text)
    return Plausibility.isPlausible(bytes.span.bytes)
  }

  private func isCertain(_ text: String) -> Bool {
    let bytes = hex(text)
    return Plausibility.isCertain(bytes.span.bytes)
  }

  /// From libcoap and from RFC 7252 appendix A.
  @Test(arguments: [
    "4103 1825 01 b5 6c69676874 ff 4f4e", "4003 079b 72 1634 45 6c69676874 e4 000c 8ea42bf8 ff 4f4e",
    "4101 7fa1 01 b5 6c69676874", "6145 7fa1 01 ff 4f4e",
    "4101 c9e6 01 bb 2e77656c6c2d6b6e6f776e 04 636f7265", "4001 1587 b4 74696d65 e4 000c 8430cf41",
    "6045 1587 c0 21 01 ff 4e6f76203234", "4045 818c c0 ff 646f6e65", "4001 7d34 bb 74656d7065726174757265",
    "6145 7d35 20 ff 32322e332043",
  ])
  func realMessagesAreCertain(_ message: String) {
    #expect(isPlausible(message))
    #expect(isCertain(message))
  }

  /// Empty messages and answers without options or payload say too little.
  @Test(arguments: ["6000 0cf8", "7000 0cf8", "4000 0001", "6141 1825 01", "6144 7d34 20"])
  func realMessagesThatAreOnlyPlausible(_ message: String) {
    #expect(isPlausible(message))
    #expect(!isCertain(message))
  }

  @Test(arguments: [
    ("a request in an acknowledgement", "6101 7fa1 01 b5 6c69676874"),
    ("a response in a reset", "7145 7fa1 01 ff 4f4e"),
    ("an empty non-confirmable message", "5000 0001"),
    ("an unknown method", "4108 7fa1 01 b5 6c69676874"),
    ("an unknown status", "614a 7fa1 01 ff 4f4e"),
    ("a signal", "41e1 7fa1 01 ff 4f4e"),
    ("an unknown option", "4101 7fa1 01 a5 6c69676874"),
    ("a wrong length", "4101 7fa1 01 73 001634"),
    ("an option that repeats", "4101 7fa1 01 71 01 01 01"),
    ("an option of requests in a response", "6145 7fa1 01 b5 6c69676874"),
    ("a path that is no text", "4101 7fa1 01 b5 6c00676874"),
    ("an extended token", "4d01 7fa1 00 00000000000000000000000000 b5 6c69676874"),
    ("a reserved block size", "4101 7fa1 01 b5 6c69676874 c1 07"),
    ("an empty payload", "4101 7fa1 01 b5 6c69676874 ff"),
    ("nothing", ""),
  ])
  func whatTheRFCForbidsIsNotPlausible(_ what: String, _ message: String) {
    #expect(!isPlausible(message), "\(what)")
  }

  /// First bytes of real packets, or the whole of short ones.
  @Test(arguments: [
    ("DNS query", "4a31 0100 0001 0000 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001"),
    ("DNS query, EDNS", "4101 0120 0001 0000 0000 0001 076578616d706c65 03636f6d 00 001c 0001 00002904d0000000000000"),
    (
      "DNS response",
      "6245 8180 0001 0001 0000 0000 076578616d706c65 03636f6d 00 0001 0001 c00c 0001 0001 00000e10 0004 5db8d822"
    ),
    (
      "DNS, 8-byte token", "4801 8180 0001 0001 0000 0000 13616263646566676869 6a6b6c6d6e6f707172 03636f6d 00 0001 0001"
    ),
    ("mDNS", "0000 8400 0000 0001 0000 0000 05 6c6f63616c 00 000c 0001 0000 0e10 0002 c00c"),
    ("NTP client", "230006ec000000000000000000000000000000000000000000000000000000000000000000000000e6a1b2c3d4e5f607"),
    (
      "NTP server, leap",
      "640106ec00000a3c00000b2e47505300e6a1b2c3d4e5f607e6a1b2c3d4e5f607e6a1b2c3d4e5f607e6a1b2c3d4e5f607"
    ),
    ("SNMP get", "302602010104067075626c6963a019020437e0b4a2020100020100300b300906052b060102010500"),
    ("STUN binding", "000100582112a442b7e7a701bc34d686fa87dfae"),
    ("RTP", "80008d3c00000a0012345678d5d5d5d5d5d5d5d5"),
    ("RTCP", "81c8000612345678e6a1b2c3d4e5f60700000a00"),
    ("QUIC initial", "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11"),
    ("QUIC short", "4cfe4189655e5cd55c41f69080575d7999c25a5bfb"),
    ("DTLS ClientHello", "16fefd000000000000000000580100004c000000000000004cfefd6b04d6ace460221c74"),
    ("WireGuard", "01000000d837d0305fcec7c8e5c8e2e3f7a19a26"),
    ("TFTP", "00016669726d776172652e62696e006f6374657400"),
    ("DHCP", "010106003903f32600000000000000000000000000000000"),
    ("NetBIOS", "80940110000100000000000020434b4141414141"),
  ])
  func otherProtocolsDoNotPass(_ what: String, _ packet: String) {
    #expect(!isPlausible(packet), "\(what)")
    #expect(!isCertain(packet), "\(what)")
  }

  @Test(arguments: [
    "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\n\r\n",
    "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
    "REGISTER sip:example.com SIP/2.0\r\n\r\n", "INVITE sip:bob@example.com SIP/2.0\r\n\r\n", "SIP/2.0 200 OK\r\n\r\n",
    "<34>1 2003-10-11T22:14:15.003Z host su - ID47 - failed", "{\"temperature\":21.5}", "BEGIN 1 2 3", "AE",
    "hello, world",
    "temp,host=a value=21.5", "OPTIONS sip:a SIP/2.0\r\n\r\n", "@Egh", "aEABE",
  ])
  func textIsNeverCertain(_ text: String) {
    let bytes = Array(text.utf8)
    let isCertain = Plausibility.isCertain(bytes.span.bytes)
    #expect(!isCertain)
  }

  /// The odds that the comment on `Plausibility` states, over random datagrams, and over such that begin like a short
  /// header of QUIC.
  @Test func randomDatagramsAreHardlyEverCertain() {
    var random = SplitMix64(state: 1)
    var certain = 0
    var certainQUIC = 0
    let rounds = 100_000
    for _ in 0..<rounds {
      var bytes = (0..<Int.random(in: 5...64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      if Plausibility.isCertain(bytes.span.bytes) { certain += 1 }
      bytes[0] = bytes[0] & 0x3f | 0x40
      if Plausibility.isCertain(bytes.span.bytes) { certainQUIC += 1 }
    }
    #expect(certain <= rounds / 50_000)
    #expect(certainQUIC <= 4 * rounds / 50_000)
  }
}

/// The same numbers in every run.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
