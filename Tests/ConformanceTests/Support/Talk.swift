import Bytes
import Capture
import CoAP
import Conformance

/// Messages between clients and a server, written down one after the other, a second apart.
struct Talk: Sendable {
  /// A message on its way.
  struct Line: Sendable {
    var source: Endpoint
    var destination: Endpoint
    var message: Message
    /// The packet that it repeats.
    var original: Int?
  }

  static let client = Endpoint(address: IPAddress(ipv4: 0xc000_0201), port: 40000)
  static let other = Endpoint(address: IPAddress(ipv4: 0xc000_0263), port: 50000)
  static let server = Endpoint(address: IPAddress(ipv4: 0xc633_6401), port: 5683)

  var lines: [Line] = []
  var unreachable: [Endpoint] = []
  private var messageID: UInt16 = 100
  private var serverID: UInt16 = 500

  /// Adds a request, and gives its place.
  @discardableResult
  mutating func request(
    _ method: Code, _ path: String, _ options: [Option] = [], payload: String = "", type: MessageType = .confirmable,
    token: [UInt8] = [1], from client: Endpoint = client, to server: Endpoint = server
  ) -> Int {
    messageID += 1
    let segments = path.split(separator: "/").map { Option(.uriPath, [UInt8]($0.utf8)) }
    lines.append(
      Line(
        source: client, destination: server,
        message: Message(
          type: type, code: method, messageID: messageID, token: token, options: segments + options,
          payload: [UInt8](payload.utf8))))
    return lines.count - 1
  }

  /// Adds the response to the request at `place`: piggybacked, or if that was not confirmable on its own.
  @discardableResult
  mutating func respond(_ place: Int, _ code: Code, _ options: [Option] = [], payload: String = "") -> Int {
    let request = lines[place]
    let isConfirmable = request.message.type == .confirmable
    if !isConfirmable { serverID += 1 }
    lines.append(
      Line(
        source: request.destination, destination: request.source,
        message: Message(
          type: isConfirmable ? .acknowledgement : .nonConfirmable, code: code,
          messageID: isConfirmable ? request.message.messageID : serverID, token: request.message.token,
          options: options, payload: [UInt8](payload.utf8))))
    return lines.count - 1
  }

  /// Adds a request and its response.
  mutating func exchange(
    _ method: Code, _ path: String, _ options: [Option] = [], payload: String = "", token: [UInt8] = [1],
    from client: Endpoint = client, gives code: Code, _ answer: [Option] = [], content: String = ""
  ) {
    let place = request(method, path, options, payload: payload, token: token, from: client)
    respond(place, code, answer, payload: content)
  }

  /// Adds an Empty acknowledgement or Reset of the message at `place`.
  mutating func answer(_ place: Int, _ type: MessageType = .acknowledgement) {
    let line = lines[place]
    lines.append(
      Line(
        source: line.destination, destination: line.source,
        message: Message(type: type, code: .empty, messageID: line.message.messageID)))
  }

  /// Adds a response on its own, or a notification, to the client.
  @discardableResult
  mutating func push(
    _ code: Code, _ options: [Option] = [], payload: String = "", type: MessageType = .confirmable, token: [UInt8] = [1]
  ) -> Int {
    serverID += 1
    lines.append(
      Line(
        source: Self.server, destination: Self.client,
        message: Message(
          type: type, code: code, messageID: serverID, token: token, options: options, payload: [UInt8](payload.utf8))))
    return lines.count - 1
  }

  /// Adds a notification, and what the client answers.
  mutating func notify(
    _ observe: Int, payload: String = "state", format: Option = .text, answer type: MessageType? = .acknowledgement
  ) {
    let place = push(.content, [.uint(.observe, observe), format, .uint(.maxAge, 2)], payload: payload)
    if let type { answer(place, type) }
  }

  /// Adds a copy of the line at `place`.
  mutating func again(_ place: Int) {
    var line = lines[place]
    line.original = place + 1
    lines.append(line)
  }

  /// The talk with one message changed.
  func altering(_ place: Int, _ change: (inout Message) -> Void) -> Talk {
    var talk = self
    change(&talk.lines[place].message)
    return talk
  }

  /// The talk up to the line at `place`, without that.
  func cut(at place: Int) -> Talk {
    var talk = self
    talk.lines.removeSubrange(place...)
    return talk
  }

  /// As it would have been captured.
  var history: MessageHistory {
    var history = MessageHistory()
    for (index, line) in lines.enumerated() {
      let stamp = PacketStamp(number: index + 1, nanoseconds: Int64(index) * 1_000_000_000)
      history.add(
        CapturedMessage(stamp: stamp, source: line.source, destination: line.destination, message: line.message),
        copyOf: line.original)
    }
    for endpoint in unreachable { history.noteUnreachable(endpoint, at: PacketStamp(number: 1, nanoseconds: 0)) }
    return history
  }

  /// What the talk says of the test `id`.
  func result(_ id: String, isNamed: Bool = true) throws -> TestResult {
    let test = Suite.allCases.flatMap(\.tests).first { $0.id == id }
    guard let test else { throw Missing(description: "no test \(id)") }
    return Judge.results(of: [test], in: history, isNamed: isNamed)[0]
  }

  struct Missing: Error, CustomStringConvertible {
    let description: String
  }
}

extension Option {
  static let text = Option(.contentFormat, [])
  static let xml = Option(.contentFormat, [41])

  /// An option with an unsigned integer.
  static func uint(_ number: OptionNumber, _ value: Int) -> Option {
    var bytes: [UInt8] = []
    var rest = value
    while rest > 0 {
      bytes.insert(UInt8(rest & 0xff), at: 0)
      rest >>= 8
    }
    return Option(number, bytes)
  }

  /// An option with text.
  static func string(_ number: OptionNumber, _ text: String) -> Option { Option(number, [UInt8](text.utf8)) }

  /// A block of 16 << `szx` bytes.
  static func block(_ number: OptionNumber, _ num: Int, _ more: Bool, _ szx: Int) -> Option {
    .uint(number, num << 4 | (more ? 8 : 0) | szx)
  }
}

extension Message {
  /// Takes the options `number` away.
  mutating func remove(_ number: OptionNumber) {
    options.removeAll { $0.number == number }
  }

  /// Puts `option` in the place of those of its number.
  mutating func set(_ option: Option) {
    remove(option.number)
    options.append(option)
  }
}
