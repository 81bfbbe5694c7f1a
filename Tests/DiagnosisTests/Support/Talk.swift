import Capture
import DTLS
import TestSupport

/// Two ends of a scene that speak DTLS 1.2 with each other, each message said when the test says so.
///
/// A test sets what they have before they talk: suites, identity, keys. With TLS_PSK_WITH_AES_128_CCM_8 the records are
/// protected as RFC 6655 has it, so that keys can be tried on them; with other suites they hold random bytes.
final class Talk {
  let scene: Scene
  private(set) var client: Endpoint
  private(set) var server: Endpoint
  /// What ClientHello offers.
  var suites: [UInt16] = [0xc0a8, 0x00ff]
  var clientVersion: UInt16 = 0xfefd
  /// Extensions of ClientHello, each with its header; extended_master_secret by default.
  var clientExtensions: [UInt8] = [0, 23, 0, 0]
  /// What ServerHello chooses.
  var suite: UInt16 = 0xc0a8
  var serverVersion: UInt16 = 0xfefd
  var serverExtensions: [UInt8] = [0, 23, 0, 0]
  /// The session that the client asks to resume, and the server does.
  var sessionID: [UInt8] = []
  /// The identity that the client gives.
  var identity = Array("esp32c3_id".utf8)
  /// The key that each end has.
  var clientKey = Array("esp32c3_key".utf8)
  var serverKey = Array("esp32c3_key".utf8)
  /// The bytes of randoms, different for each talk.
  var clientRandom: [UInt8]
  var serverRandom: [UInt8]

  /// What an end said before.
  struct Said {
    /// The next record number of each epoch.
    var numbers = [0, 0]
    /// message_seq and body of each handshake message.
    var messages: [Message: (sequence: Int, body: [UInt8])] = [:]
  }

  private var said = PerSide(both: Said())
  /// The handshake messages that count for keys, in order.
  private var transcript: [(message: Message, bytes: [UInt8])] = []
  private var noise: SplitMix64

  init(in scene: Scene, client: Endpoint, server: Endpoint, seed: UInt64) {
    self.scene = scene
    self.client = client
    self.server = server
    noise = SplitMix64(seed: seed)
    clientRandom = Talk.bytes(32, of: &noise)
    serverRandom = Talk.bytes(32, of: &noise)
  }

  // MARK: Saying

  /// The client sends these messages in one datagram, at each of these times.
  func client(_ messages: Message..., at times: Double..., sending: Sending = Sending()) {
    for time in times { send(messages, from: .client, at: time, sending) }
  }

  /// The server sends these messages in one datagram, at each of these times.
  func server(_ messages: Message..., at times: Double..., sending: Sending = Sending()) {
    for time in times { send(messages, from: .server, at: time, sending) }
  }

  /// How a flight is sent.
  struct Sending {
    /// Whether it gets lost before it is captured.
    var isLost = false
    /// Whether each message has a datagram of its own.
    var isApart = false
    /// Handshake fragments of each message, each in a datagram of its own.
    var fragments = 1
    /// The bit of the last byte that is turned over on the way.
    var damage: UInt8 = 0
    /// The client's port, if it is another one now.
    var clientPort: UInt16?
    /// Whether the capture has it twice.
    var isTwice = false

    static let lost = Sending(isLost: true)
    static let apart = Sending(isApart: true)
    static let damaged = Sending(damage: 1)
    static let twice = Sending(isTwice: true)
    static func from(port: UInt16) -> Sending { Sending(clientPort: port) }
    static func inFragments(_ count: Int) -> Sending { Sending(isApart: true, fragments: count) }
  }

  // MARK: Whole exchanges

  /// ClientHello, HelloVerifyRequest, and ClientHello with the cookie, which takes 20 ms.
  func cookieExchange(at time: Double) {
    client(.hello, at: time)
    server(.helloVerifyRequest, at: time + 0.01)
    client(.helloWithCookie, at: time + 0.02)
  }

  /// The server's flight of a plain PSK exchange.
  func serverFlight(at times: Double..., sending: Sending = Sending()) {
    for time in times { send([.serverHello, .serverHelloDone], from: .server, at: time, sending) }
  }

  /// The client's last flight of a plain PSK exchange.
  func clientFlight(at times: Double..., sending: Sending = Sending()) {
    for time in times { send([.clientKeyExchange, .changeCipherSpec, .finished], from: .client, at: time, sending) }
  }

  /// The server's last flight.
  func serverFinish(at times: Double..., sending: Sending = Sending()) {
    for time in times { send([.changeCipherSpec, .finished], from: .server, at: time, sending) }
  }

  /// A whole handshake of six datagrams, which takes 50 ms.
  func comeUp(at time: Double = 0) {
    cookieExchange(at: time)
    serverFlight(at: time + 0.03)
    clientFlight(at: time + 0.04)
    serverFinish(at: time + 0.05)
  }

  /// Both ends say goodbye.
  func close(at time: Double) {
    client(.closeNotify, at: time)
    server(.closeNotify, at: time + 0.01)
  }

  /// An ICMP error of the server's host, or of another one, about what the client sent last.
  func icmp(_ type: UInt8 = 3, _ code: UInt8 = 3, from reporter: IPAddress? = nil, at times: Double...) {
    for time in times {
      scene.add(
        Frames.error(
          type, code, from: reporter ?? server.address, quoting: [22, 0xfe, 0xfd, 0, 0, 0, 0, 0], from: client,
          to: server), at: time)
    }
  }

  // MARK: Bytes

  func send(_ messages: [Message], from side: Side, at time: Double, _ sending: Sending) {
    let records = messages.flatMap { message in
      parts(of: message, from: side, sending.fragments).map { record(message, $0, from: side) }
    }
    guard !sending.isLost else { return }
    let datagrams = sending.isApart ? records : [records.flatMap { $0 }]
    let client = sending.clientPort.map { Endpoint(address: self.client.address, port: $0) } ?? self.client
    let (source, destination) = side == .client ? (client, server) : (server, client)
    for (index, datagram) in datagrams.enumerated() {
      let bytes = datagram.dropLast() + [datagram[datagram.count - 1] ^ sending.damage]
      let frame = Frames.udp(Array(bytes), from: source, to: destination)
      for copy in 0..<(sending.isTwice ? 2 : 1) { scene.add(frame, at: time + Double(2 * index + copy) * 0.00001) }
    }
  }

  /// The contents of the records that carry a message.
  private func parts(of message: Message, from side: Side, _ count: Int) -> [[UInt8]] {
    guard let type = message.handshakeType else { return [content(of: message)] }
    // Another ServerHello has the number of the first.
    let numbered: Message = if case .serverHello = message { .serverHello } else { message }
    let sequence = said[side].messages[numbered]?.sequence ?? said[side].messages.count
    let body = said[side].messages[message]?.body ?? body(of: message, from: side)
    if said[side].messages.updateValue((sequence, body), forKey: message) == nil {
      note(message, Self.header(type, sequence, body.count, 0..<body.count) + body)
    }
    let step = (body.count + count - 1) / max(1, count)
    return (0..<max(1, count)).map { part in
      let range = min(part * step, body.count)..<min((part + 1) * step, body.count)
      return Self.header(type, sequence, body.count, range) + body[range]
    }
  }

  private static func header(_ type: UInt8, _ sequence: Int, _ length: Int, _ range: Range<Int>) -> [UInt8] {
    func bytes24(_ value: Int) -> [UInt8] { Array(Packets.bytes32(value)[1...]) }
    return [type] + bytes24(length) + Packets.bytes16(sequence) + bytes24(range.lowerBound) + bytes24(range.count)
  }

  private func record(_ message: Message, _ content: [UInt8], from side: Side) -> [UInt8] {
    let epoch = message.isSealed ? 1 : 0
    let number = said[side].numbers[epoch]
    said[side].numbers[epoch] += 1
    let stamp = Packets.bytes16(epoch) + [0, 0] + Packets.bytes32(number)
    let fragment =
      message.isSealed ? seal(content, message.contentType, numbered: stamp, from: side) : content
    return [message.contentType, 0xfe, 0xfd] + stamp + Records.vector16(fragment)
  }

  /// What is no handshake message.
  private func content(of message: Message) -> [UInt8] {
    switch message {
    case .alert(let level, let what), .sealedAlert(let level, let what): [level.rawValue, what.rawValue]
    case .data(let bytes): bytes
    default: [1]
    }
  }

  private func body(of message: Message, from side: Side) -> [UInt8] {
    func cookie(_ byte: UInt8?) -> [UInt8] { byte.map { [UInt8](repeating: $0, count: 32) } ?? [] }
    func vector8(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count)] + bytes }
    func vector24(_ bytes: [UInt8]) -> [UInt8] { Array(Packets.bytes32(bytes.count)[1...]) + bytes }
    switch message {
    case .clientHello(let byte):
      return Packets.bytes16(Int(clientVersion)) + clientRandom + vector8(sessionID) + vector8(cookie(byte))
        + Records.vector16(suites.flatMap { Packets.bytes16(Int($0)) }) + [1, 0] + Records.vector16(clientExtensions)
    case .helloVerifyRequest(let byte): return [0xfe, 0xff] + vector8(cookie(byte))
    case .serverHello(let which):
      let random = serverRandom.dropLast() + [UInt8(which)]
      return Packets.bytes16(Int(serverVersion)) + random + vector8(sessionID) + Packets.bytes16(Int(suite)) + [0]
        + Records.vector16(serverExtensions)
    case .certificate(let count):
      return vector24(count == 0 ? [] : vector24(Talk.bytes(count, of: &noise)))
    case .serverKeyExchange:
      // An empty hint and a point on secp256r1 for ECDHE_PSK; a hint alone for plain PSK; a signature for the rest.
      let point = [3, 0, 0x17] + vector8([4] + Talk.bytes(64, of: &noise))
      let exchange = CipherSuite(rawValue: suite).parameters?.keyExchange
      if exchange == .psk { return [0, 0] }
      return exchange == .ecdhePSK ? [0, 0] + point : point + [4, 3] + Records.vector16(Talk.bytes(70, of: &noise))
    case .certificateRequest: return vector8([64]) + Records.vector16([4, 3]) + [0, 0]
    case .serverHelloDone: return []
    case .clientKeyExchange:
      let exchange = CipherSuite(rawValue: suite).parameters?.keyExchange
      let point = vector8([4] + Talk.bytes(64, of: &noise))
      switch exchange {
      case .psk: return Records.vector16(identity)
      case .ecdhePSK: return Records.vector16(identity) + point
      default: return point
      }
    case .certificateVerify: return [4, 3] + Records.vector16(Talk.bytes(70, of: &noise))
    default: return verifyData(of: side)
    }
  }

  /// Bytes without a meaning.
  static func bytes(_ count: Int, of noise: inout SplitMix64) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &noise) }
  }

  // MARK: Keys

  private func note(_ message: Message, _ bytes: [UInt8]) {
    switch message {
    // Of the hellos the last one counts (RFC 6347 §4.2.1).
    case .clientHello: transcript = [(message, bytes)]
    case .helloVerifyRequest: break
    default: transcript.append((message, bytes))
    }
  }

  private func keys(of side: Side) -> SessionKeys {
    let exchange = transcript.prefix { $0.message != .clientKeyExchange }.flatMap(\.bytes)
    let last = transcript.first { $0.message == .clientKeyExchange }?.bytes ?? []
    return SessionKeys(
      presharedKey: side == .client ? clientKey : serverKey, transcript: exchange + last,
      isExtended: serverExtensions.starts(with: [0, 23]), clientRandom: clientRandom,
      serverRandom: serverRandom.dropLast() + [1])
  }

  private func verifyData(of side: Side) -> [UInt8] {
    keys(of: side).verifyData(of: side, transcript: transcript.flatMap(\.bytes))
  }

  private func seal(_ content: [UInt8], _ type: UInt8, numbered stamp: [UInt8], from side: Side) -> [UInt8] {
    guard suite == 0xc0a8 else { return stamp + Talk.bytes(content.count + 8, of: &noise) }
    return keys(of: side).seal(content, type, numbered: stamp, from: side)
  }
}
