import Bytes
import CoAP
import Cryptography

/// Opens messages that OSCORE protects, whichever way they go: one an analysis.
package final class OSCOREOpener {
  private let contexts: [SecurityContext]
  /// The ends that have a kid.
  private let sendersByKid: [[UInt8]: [OSCOREExchanges.Sender]]
  private let pool = CipherContexts()

  /// Contexts with the same kid that are tried for a request: each costs a decryption.
  private static let maximumTrials = 256
  /// Names of contexts that a failure lists.
  private static let maximumNames = 4

  /// An opener with the contexts that the user gave.
  package init(_ contexts: [SecurityContext]) {
    self.contexts = contexts
    var senders: [[UInt8]: [OSCOREExchanges.Sender]] = [:]
    for (index, context) in contexts.enumerated() {
      for (end, value) in context.ends.enumerated() {
        senders[value.id, default: []].append(OSCOREExchanges.Sender(context: index, end: end))
      }
    }
    sendersByKid = senders
  }

  /// Whether any context was given.
  private var hasContexts: Bool { !contexts.isEmpty }

  /// What a message stands for that OSCORE may protect.
  ///
  /// - Parameters:
  ///   - isFromFirst: which of both endpoints sent it.
  ///   - isRepeated: whether the same message was sent before, so that its Partial IV is no replay.
  ///   - packet: the number of its packet.
  ///   - exchanges: what the endpoints said before.
  package func open(
    _ outer: MessageView, isFromFirst: Bool, isRepeated: Bool, packet: Int,
    in exchanges: inout OSCOREExchanges
  ) -> OSCOREOpening {
    guard let value = outer.firstValue(of: .oscore) else { return OSCOREOpening() }
    var facts = OSCOREFacts(outerCode: outer.code, outcome: .failed(.notAnExchange))
    var inner: [UInt8] = []
    let name = OSCOREExchanges.Name(
      token: [UInt8](outer.token), isFromFirst: outer.code.isRequest == isFromFirst)
    do throws(OSCOREFailure) {
      let option = try Self.decode(value)
      (facts.option, facts.kid) = (option, option.kid)
      let (sender, plaintext) =
        outer.code.isRequest
        ? try openRequest(outer, option, name, in: &exchanges)
        : try openResponse(outer, option, answering: exchanges.request(name))
      facts.kid = contexts[sender.context].ends[sender.end].id
      if let number = option.sequenceNumber, !isRepeated {
        facts.replay = exchanges.use(number, of: sender, packet: packet)
        facts.problem = facts.replay.map { .replay($0) }
      }
      inner = try Self.merge(outer, plaintext)
      facts.outcome = .opened(context: contexts[sender.context].name)
    } catch {
      facts.outcome = .failed(error)
      if !isRepeated {
        if outer.code.isRequest, hasContexts, !error.isOfPlaintext { exchanges.note(.sealed, name) }
        if error.isProblem || hasContexts && exchanges.isNews(error) { facts.problem = .failure(error) }
      }
    }
    return OSCOREOpening(facts: facts, inner: inner)
  }

  private static func decode(_ value: RawSpan) throws(OSCOREFailure) -> OSCOREOption {
    do throws(DecodeError) { return try OSCOREOption(value) } catch { throw .malformedOption(error) }
  }

  private static func merge(_ outer: borrowing MessageView, _ plaintext: [UInt8]) throws(OSCOREFailure) -> [UInt8] {
    do throws(DecodeError) {
      return try ProtectedMessage.merge(outer, plaintext: plaintext).encode() ?? []
    } catch {
      throw .malformedPlaintext(error)
    }
  }

  // MARK: Requests (RFC 8613 §8.2)

  private func openRequest(
    _ outer: MessageView, _ option: OSCOREOption, _ name: OSCOREExchanges.Name,
    in exchanges: inout OSCOREExchanges
  ) throws(OSCOREFailure) -> (OSCOREExchanges.Sender, [UInt8]) {
    if option.isGroupMode { throw .groupMode }
    guard let kid = option.kid, let partialIV = option.partialIV else { throw .incompleteRequest }
    try Self.checkWhole(outer)
    let candidates = try candidates(kid, option.kidContext, first: exchanges.lastContext)
    for sender in candidates {
      let additionalData = AdditionalData.bytes(
        contexts[sender.context].algorithm, requestKid: kid, requestPartialIV: partialIV)
      guard
        let plaintext = try decrypt(
          outer, from: sender, partialIV: partialIV, chosenBy: sender, additionalData: additionalData)
      else { continue }
      exchanges.note(.opened(sender, partialIV: partialIV), name)
      return (sender, plaintext)
    }
    throw .notAuthentic(contexts: candidates.prefix(Self.maximumNames).map { contexts[$0.context].name })
  }

  /// The ends that a kid may stand for, that of the context `first` before all others.
  private func candidates(
    _ kid: [UInt8], _ kidContext: [UInt8]?, first: Int?
  ) throws(OSCOREFailure) -> [OSCOREExchanges.Sender] {
    guard let known = sendersByKid[kid] else { throw .unknownKid(kid, kidContext: kidContext) }
    guard let kidContext else { return Self.ordered(known, first) }
    let fitting = known.filter { contexts[$0.context].idContext == kidContext }
    guard !fitting.isEmpty else { throw .otherIDContext(kid: kid, kidContext: kidContext) }
    return Self.ordered(fitting, first)
  }

  private static func ordered(_ senders: [OSCOREExchanges.Sender], _ first: Int?) -> [OSCOREExchanges.Sender] {
    let preferred = senders.filter { $0.context == first }
    return Array((preferred + senders.filter { $0.context != first }).prefix(maximumTrials))
  }

  // MARK: Responses (RFC 8613 §8.4)

  private func openResponse(
    _ outer: MessageView, _ option: OSCOREOption, answering request: OSCOREExchanges.Request?
  ) throws(OSCOREFailure) -> (OSCOREExchanges.Sender, [UInt8]) {
    guard outer.code.isResponse else { throw .notAnExchange }
    if option.isGroupMode { throw .groupMode }
    if !hasContexts { throw .noContexts }
    try Self.checkWhole(outer)
    guard let request else { throw .requestNotSeen }
    guard case .opened(let requester, let requestPartialIV) = request else { throw .requestNotOpened }
    let sender = requester.peer
    let context = contexts[sender.context]
    if let kidContext = option.kidContext, kidContext != context.idContext {
      throw .otherIDContext(kid: context.ends[sender.end].id, kidContext: kidContext)
    }
    let additionalData = AdditionalData.bytes(
      context.algorithm, requestKid: context.ends[requester.end].id, requestPartialIV: requestPartialIV)
    // Without a Partial IV of its own, a response has the request's nonce, under its own key.
    guard
      let plaintext = try decrypt(
        outer, from: sender, partialIV: option.partialIV ?? requestPartialIV,
        chosenBy: option.partialIV == nil ? requester : sender, additionalData: additionalData)
    else { throw .notAuthentic(contexts: [context.name]) }
    return (sender, plaintext)
  }

  // MARK: Decryption

  /// Throws for a message of which this is not all.
  private static func checkWhole(_ outer: borrowing MessageView) throws(OSCOREFailure) {
    if outer.missing > 0 { throw .cut }
    if ProtectedMessage.isPart(outer) { throw .outerBlocks }
  }

  /// The plaintext of the payload, or nil if it is not authentic.
  ///
  /// - Parameter chooser: the end whose number the Partial IV is.
  private func decrypt(
    _ outer: MessageView, from sender: OSCOREExchanges.Sender, partialIV: [UInt8],
    chosenBy chooser: OSCOREExchanges.Sender, additionalData: [UInt8]
  ) throws(OSCOREFailure) -> [UInt8]? {
    let context = contexts[sender.context]
    let aead = context.row.aead
    let sealed = ProtectedMessage.sealed(outer)
    // The plaintext has a code at least.
    guard sealed.byteCount > aead.tagLength else { throw .tooShort }
    let id = UInt64(2 * sender.context + sender.end + 1)
    guard
      let cipher = pool.context(
        for: id,
        prepare: { cipher in
          context.ends[sender.end].key.withBytes { aead.prepare(cipher, context.implementation, key: $0) }
        })
    else { return nil }
    let nonce = Nonce.bytes(
      partialIV: partialIV, id: context.ends[chooser.end].id, commonIV: context.commonIV)
    var plaintext = [UInt8](repeating: 0, count: sealed.byteCount - aead.tagLength)
    let isOpen = plaintext.withUnsafeMutableBytes { output in
      sealed.withUnsafeBytes { sealed in
        nonce.withUnsafeBytes { nonce in
          additionalData.withUnsafeBytes {
            aead.open(sealed, in: cipher, nonce: nonce, additionalData: $0, into: output)
          }
        }
      }
    }
    return isOpen ? plaintext : nil
  }
}

/// What came of a message: nothing, if OSCORE has nothing to do with it.
///
/// It is two words, so that what has nothing to do with OSCORE pays nothing.
package struct OSCOREOpening: Sendable {
  /// What OSCORE has to do with a message.
  package final class Account: Sendable {
    /// All that is known.
    package let facts: OSCOREFacts

    init(_ facts: OSCOREFacts) {
      self.facts = facts
    }
  }

  /// What OSCORE has to do with it; nil if nothing.
  package let account: Account?
  /// The message that it stands for, as it would be without OSCORE; empty if there is none that could be opened.
  let inner: [UInt8]

  /// Of a message that OSCORE has nothing to do with, or that is not to be opened.
  package init() {
    self.init(facts: nil, inner: [])
  }

  init(facts: OSCOREFacts?, inner: [UInt8]) {
    account = facts.map(Account.init)
    self.inner = inner
  }

  /// What OSCORE has to do with it; nil if nothing.
  package var facts: OSCOREFacts? { account?.facts }

  /// The message to go on with: the one that `outer` stands for, or itself.
  @_lifetime(borrow self, copy outer)
  package func message(or outer: MessageView) -> MessageView {
    guard !inner.isEmpty, let message = try? MessageView(inner.span.bytes) else { return outer }
    return message
  }
}
