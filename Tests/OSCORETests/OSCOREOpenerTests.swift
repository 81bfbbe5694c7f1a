import Bytes
import CoAP
import Cryptography
import TestSupport
import Testing

@testable import OSCORE

@Suite struct OSCOREOpenerTests {
  /// Two endpoints, the client first, and who listens.
  struct Listener {
    let opener: OSCOREOpener
    var exchanges = OSCOREExchanges()
    var packet = 0

    init(_ contexts: [SecurityContext]) {
      opener = OSCOREOpener(contexts)
    }

    mutating func hear(
      _ bytes: [UInt8], fromClient: Bool = true, isRepeated: Bool = false, length: Int? = nil
    ) throws -> OSCOREOpening {
      packet += 1
      let outer = try MessageView(bytes.span.bytes, length: length)
      return opener.open(outer, isFromFirst: fromClient, isRepeated: isRepeated, packet: packet, in: &exchanges)
    }
  }

  /// Whichever end's configuration the context is a copy of.
  static let bothViews = [[RFC8613Vectors.client1], [RFC8613Vectors.server1]]

  @Test(arguments: RFC8613Vectors.requests) func opensTheRequests(_ vector: RFC8613Vectors.Exchange) throws {
    var listener = Listener([try vector.context.context()])
    let opening = try listener.hear(hex(vector.protected))
    #expect(opening.inner == hex(vector.plain))
    #expect(opening.facts?.outcome == .opened(context: vector.context.name))
    #expect(opening.facts?.outerCode == .post && opening.facts?.replay == nil)
    #expect(opening.facts?.option?.sequenceNumber == 20)
  }

  @Test(arguments: RFC8613Vectors.responses, bothViews)
  func opensTheResponses(_ vector: RFC8613Vectors.Exchange, _ views: [RFC8613Vectors.Derivation]) throws {
    var listener = Listener(try views.map { try $0.context() })
    #expect(try listener.hear(hex(RFC8613Vectors.request4.protected)).inner == hex(RFC8613Vectors.request4.plain))
    let opening = try listener.hear(hex(vector.protected), fromClient: false)
    #expect(opening.inner == hex(vector.plain))
    #expect(opening.facts?.kid == [1])
    #expect(opening.facts?.option?.partialIV == (vector.name == "C.8" ? [0] : nil))
  }

  @Test func theMessageToGoOnWithIsTheInnerOrTheOuter() throws {
    var listener = Listener([try RFC8613Vectors.client1.context()])
    let bytes = hex(RFC8613Vectors.request4.protected)
    let outer = try MessageView(bytes.span.bytes)
    let opening = try listener.hear(bytes)
    #expect(opening.message(or: outer).code == .get)
    var stranger = Listener([])
    let closed = try stranger.hear(bytes)
    #expect(closed.message(or: outer).code == .post)
  }

  @Test func aMessageWithoutTheOptionIsNoneOfIts() throws {
    let listener = Listener([])
    var exchanges = OSCOREExchanges()
    let bytes = hex(RFC8613Vectors.request4.plain)
    let opening = listener.opener.open(
      try MessageView(bytes.span.bytes), isFromFirst: true, isRepeated: false, packet: 1, in: &exchanges)
    #expect(opening.facts == nil && opening.inner.isEmpty)
  }

  // MARK: What cannot be opened

  private func failure(
    _ bytes: [UInt8], _ contexts: [RFC8613Vectors.Derivation], fromClient: Bool = true, length: Int? = nil
  ) throws -> OSCOREFailure? {
    var listener = Listener(try contexts.map { try $0.context() })
    let opening = try listener.hear(bytes, fromClient: fromClient, length: length)
    #expect(opening.inner.isEmpty)
    return opening.facts?.failure
  }

  @Test func anUnknownKidIsNamed() throws {
    #expect(
      try failure(hex(RFC8613Vectors.request5.protected), [RFC8613Vectors.client1]) == .unknownKid([0], kidContext: nil)
    )
    #expect(
      try failure(hex(RFC8613Vectors.request6.protected), [])
        == .unknownKid([], kidContext: hex("37cbf3210017a2d3")))
  }

  /// Sealed with Python's cryptography under the context of C.1: "01 ff", which has a marker and no payload, and "80".
  @Test func theResponseToAMalformedPlaintextIsOpened() throws {
    var listener = Listener([try RFC8613Vectors.client1.context()])
    let request = try listener.hear(hex("4102000107920915ff93fa23b60b8eb6327c5d"))
    guard case .malformedPlaintext? = request.facts?.failure else {
      Issue.record("\(request.facts as Any)")
      return
    }
    #expect(request.facts?.problem != nil)
    let response = try listener.hear(hex("614400010790ffcdd92f5f61c58cd859"), fromClient: false)
    #expect(response.inner == hex("6180000107"))
  }

  @Test func withoutContextsNoResponseIsOpened() throws {
    #expect(try failure(hex(RFC8613Vectors.response7.protected), [], fromClient: false) == .noContexts)
  }

  @Test func anotherIDContextIsSaid() throws {
    #expect(
      try failure(hex(RFC8613Vectors.request6.protected), [RFC8613Vectors.client1])
        == .otherIDContext(kid: [], kidContext: hex("37cbf3210017a2d3")))
  }

  @Test func aWrongSecretFailsTheTag() throws {
    var parameters = SecurityContext.Parameters(masterSecret: SecretBytes([1]), senderID: [], recipientID: [1])
    parameters.masterSalt = SecretBytes(hex("9e7ca92223786340"))
    var listener = Listener([try SecurityContext(parameters, name: "wrong")])
    let opening = try listener.hear(hex(RFC8613Vectors.request4.protected))
    #expect(opening.facts?.failure == .notAuthentic(contexts: ["wrong"]))
    // Neither is its response opened, which says so.
    let response = try listener.hear(hex(RFC8613Vectors.response7.protected), fromClient: false)
    #expect(response.facts?.failure == .requestNotOpened)
  }

  @Test func theContextThatFitsIsFoundAmongOthers() throws {
    // C.1 and C.3 have the same kids; C.4 names no kid context.
    var listener = Listener([try RFC8613Vectors.client3.context(), try RFC8613Vectors.client1.context()])
    #expect(try listener.hear(hex(RFC8613Vectors.request4.protected)).facts?.context == "C.1.1")
    #expect(try listener.hear(hex(RFC8613Vectors.request6.protected)).facts?.context == "C.3.1")
  }

  @Test func everyAlteredByteOfPayloadAndOptionFails() throws {
    let bytes = hex(RFC8613Vectors.request4.protected)
    let start = bytes.count - 15
    #expect(bytes[start] == 0x14)
    for index in start..<bytes.count where bytes[index] != 0xff {
      var altered = bytes
      altered[index] ^= 0x01
      #expect(try failure(altered, [RFC8613Vectors.client1]) == .notAuthentic(contexts: ["C.1.1"]), "\(index)")
    }
  }

  @Test func aResponseNeedsItsRequest() throws {
    #expect(
      try failure(hex(RFC8613Vectors.response7.protected), [RFC8613Vectors.client1], fromClient: false)
        == .requestNotSeen)
    // One that the same end sent is not its request.
    var listener = Listener([try RFC8613Vectors.client1.context()])
    _ = try listener.hear(hex(RFC8613Vectors.request4.protected))
    #expect(try listener.hear(hex(RFC8613Vectors.response7.protected)).facts?.failure == .requestNotSeen)
  }

  private func message(
    _ code: Code, option: String, payload: String = "612f1092f1776f1c1668b3825e", others: [Option] = []
  ) throws -> [UInt8] {
    let message = Message(
      type: .confirmable, code: code, messageID: 1, token: [7],
      options: [Option(.oscore, hex(option))] + others, payload: hex(payload))
    return try #require(message.encode())
  }

  @Test func whatAMessageLacksIsSaid() throws {
    let contexts = [RFC8613Vectors.client1]
    #expect(try failure(message(.post, option: "0114"), contexts) == .incompleteRequest)
    #expect(try failure(message(.post, option: "08"), contexts) == .incompleteRequest)
    #expect(try failure(message(.post, option: ""), contexts) == .incompleteRequest)
    #expect(try failure(message(.post, option: "2914"), contexts) == .groupMode)
    #expect(try failure(message(.changed, option: "20"), contexts, fromClient: false) == .groupMode)
    #expect(try failure(message(Code(7, 1), option: "0914"), contexts) == .notAnExchange)
    #expect(try failure(message(.post, option: "0914", payload: "0102030405060708"), contexts) == .tooShort)
    #expect(try failure(message(.post, option: "0914", payload: ""), contexts) == .tooShort)
    #expect(
      try failure(message(.post, option: "0914", others: [Option(.block1, [0x08])]), contexts) == .outerBlocks)
    #expect(
      try failure(message(.post, option: "06000000000001"), contexts)
        == .malformedOption(DecodeError("OSCORE", "n", at: 0, .outOfRange(6, allowed: 0...5))))
    let whole = hex(RFC8613Vectors.request4.protected)
    #expect(try failure([UInt8](whole.dropLast(3)), contexts, length: whole.count) == .cut)
  }

  @Test func whatIsWorthANoticeIsSaidOnce() throws {
    // An unknown kid, where there are contexts; not for each message.
    var listener = Listener([try RFC8613Vectors.client1.context()])
    let unknown = try message(.post, option: "091407")
    #expect(try listener.hear(unknown).facts?.problem == .failure(.unknownKid([7], kidContext: nil)))
    #expect(try listener.hear(unknown).facts?.problem == nil)
    var stranger = Listener([])
    #expect(try stranger.hear(unknown).facts?.problem == nil)
    // What is broken, each time that it is not just repeated.
    let broken = try message(.post, option: "80")
    #expect(try listener.hear(broken).facts?.problem != nil)
    #expect(try listener.hear(broken).facts?.problem != nil)
    #expect(try listener.hear(broken, isRepeated: true).facts?.problem == nil)
  }

  // MARK: Replays

  @Test func aPartialIVThatIsUsedAgainIsAReplay() throws {
    var listener = Listener([try RFC8613Vectors.client1.context()])
    let bytes = hex(RFC8613Vectors.request4.protected)
    #expect(try listener.hear(bytes).facts?.replay == nil)
    // A retransmission is none.
    #expect(try listener.hear(bytes, isRepeated: true).facts?.replay == nil)
    let replayed = try listener.hear(bytes)
    #expect(replayed.facts?.replay == .repeated(20, packet: 1))
    // It is shown all the same.
    #expect(replayed.inner == hex(RFC8613Vectors.request4.plain))
  }

  @Test func whatIsNotAuthenticUsesNoNumber() throws {
    var listener = Listener([try RFC8613Vectors.client1.context()])
    let bytes = hex(RFC8613Vectors.request4.protected)
    var altered = bytes
    altered[altered.count - 1] ^= 1
    _ = try listener.hear(altered)
    #expect(try listener.hear(bytes).facts?.replay == nil)
  }
}

@Suite struct ReplayWindowTests {
  @Test func numbersMayComeInAnyOrderWithinTheWindow() {
    var window = ReplayWindow()
    #expect(window.use(40, packet: 1) == nil)
    #expect(window.use(9, packet: 2) == nil)
    #expect(window.use(9, packet: 3) == .repeated(9, packet: 2))
    #expect(window.use(8, packet: 4) == .belowWindow(8, highest: 40))
    #expect(window.use(41, packet: 5) == nil)
    #expect(window.use(9, packet: 6) == .belowWindow(9, highest: 41))
    #expect(window.use(0xff_ffff_ffff, packet: 7) == nil)
    #expect(window.use(41, packet: 8) == .repeated(41, packet: 5))
  }
}

@Suite struct OSCOREExchangesTests {
  private let sender = OSCOREExchanges.Sender(context: 0, end: 0)

  @Test func theOldestRequestsGo() {
    var exchanges = OSCOREExchanges()
    func name(_ number: Int) -> OSCOREExchanges.Name {
      OSCOREExchanges.Name(token: [UInt8(number)], isFromFirst: true)
    }
    for number in 0..<OSCOREExchanges.maximumRequests {
      exchanges.note(.opened(sender, partialIV: [1]), name(number))
    }
    // One that is sent anew is the newest.
    exchanges.note(.opened(sender, partialIV: [2]), name(0))
    exchanges.note(.sealed, name(200))
    #expect(exchanges.request(name(0)) != nil && exchanges.request(name(200)) != nil)
    #expect(exchanges.request(name(1)) == nil)
  }

  @Test func theOldestWindowsGo() {
    var exchanges = OSCOREExchanges()
    func use(_ context: Int) -> ReplayProblem? {
      exchanges.use(1, of: OSCOREExchanges.Sender(context: context, end: 0), packet: context)
    }
    for context in 0...OSCOREExchanges.maximumWindows { #expect(use(context) == nil) }
    #expect(use(OSCOREExchanges.maximumWindows) == .repeated(1, packet: OSCOREExchanges.maximumWindows))
    #expect(use(0) == nil)
  }

  @Test func requestsWithLongTokensAreNotRemembered() {
    var exchanges = OSCOREExchanges()
    for count in [OSCOREExchanges.maximumTokenLength, OSCOREExchanges.maximumTokenLength + 1] {
      let name = OSCOREExchanges.Name(token: Array(repeating: 0, count: count), isFromFirst: true)
      exchanges.note(.sealed, name)
      #expect((exchanges.request(name) != nil) == (count <= OSCOREExchanges.maximumTokenLength))
    }
  }
}
