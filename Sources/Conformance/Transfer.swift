import CoAP

/// The exchanges of a block-wise transfer (RFC 7959 §2), as far as they were captured.
struct Transfer {
  /// Places of the requests and of their responses, in order; without the last response if it is missing.
  private(set) var exchanges: [(request: Int, response: Int?)] = []
  /// Whether the last exchange ends it.
  private(set) var isComplete = false

  /// The transfer that begins with the request at `place`, of the body that `option` is for: Block1 of the requests,
  /// Block2 of the responses.
  init(_ option: OptionNumber, in scene: Scene, from place: Int) {
    var next: Int? = place
    let first = scene[place].message
    while let request = next, !isComplete {
      let response = scene.response(to: request)
      exchanges.append((request, response))
      guard let response else { return }
      let bearer = scene[option == .block1 ? request : response].message
      isComplete = bearer.block(option)?.more != true
      next = scene.next(after: response) {
        guard let block = $0.message.block(option) else { return false }
        return $0.source == scene.client && $0.destination == scene.server && $0.message.code == first.code
          && block.num > 0 && $0.message.values(.uriPath) == first.values(.uriPath)
      }
    }
  }

  /// The exchanges after the first ones and before the last one, if that was captured.
  func further(after count: Int = 1) -> ArraySlice<(request: Int, response: Int?)> {
    exchanges.dropFirst(count).dropLast(isComplete ? 1 : 0)
  }

  /// The exchange that ends it, if it was captured and is none of the first `count`.
  func last(after count: Int = 1) -> (request: Int, response: Int?)? {
    isComplete && exchanges.count > count ? exchanges.last : nil
  }
}

extension Step {
  /// Requests for further blocks of the transfer that step `number` began.
  static func furtherRequests(
    _ option: OptionNumber, of number: Int, after count: Int = 1
  ) -> @Sendable (Scene) -> Sighting {
    { scene in
      guard let first = scene.first(number) else { return Sighting([]) }
      return Sighting(Transfer(option, in: scene, from: first).further(after: count).map(\.request))
    }
  }

  /// The responses to requests for further blocks.
  static func furtherResponses(
    _ option: OptionNumber, of number: Int, after count: Int = 1
  ) -> @Sendable (Scene) -> Sighting {
    { scene in
      guard let first = scene.first(number) else { return Sighting([]) }
      let exchanges = Transfer(option, in: scene, from: first).further(after: count)
      let isAnswered = exchanges.allSatisfy { $0.response != nil }
      return Sighting(exchanges.compactMap(\.response), missing: isAnswered ? nil : "a response to every request")
    }
  }

  /// The request for, or with, the last block.
  static func lastRequest(
    _ option: OptionNumber, of number: Int, after count: Int = 1
  ) -> @Sendable (Scene) -> Sighting {
    { scene in
      let transfer = scene.first(number).map { Transfer(option, in: scene, from: $0) }
      return Sighting(transfer?.last(after: count)?.request, "the last block of the transfer")
    }
  }

  /// The response with, or to, the last block.
  static func lastResponse(
    _ option: OptionNumber, of number: Int, after count: Int = 1
  ) -> @Sendable (Scene) -> Sighting {
    { scene in
      let transfer = scene.first(number).map { Transfer(option, in: scene, from: $0) }
      return Sighting(transfer?.last(after: count)?.response, "the response with the last block")
    }
  }
}

// MARK: Traits of blocks

extension Trait {
  /// The first block. A later one shows that the capture began later.
  static func firstBlock(_ option: OptionNumber) -> Trait {
    Trait(
      "\(option) with NUM 0", else: .inconclusive, found: { text($0, option) },
      if: { $0.message.block(option).map { $0.num == 0 } ?? true })
  }

  /// Whether more blocks follow.
  static func more(_ option: OptionNumber, _ more: Bool, else verdict: Verdict = .fail) -> Trait {
    Trait(
      "\(option) with M \(more ? 1 : 0)", else: verdict, found: { text($0, option) },
      if: { $0.message.block(option)?.more == more })
  }

  /// A size of the blocks.
  static func szx(_ option: OptionNumber, _ szx: UInt8) -> Trait {
    Trait(
      "\(option) with SZX \(szx)", found: { text($0, option) }, if: { $0.message.block(option)?.szx == szx })
  }

  /// A size no larger than in step `number`.
  static func szx(_ option: OptionNumber, atMostThatOf number: Int) -> Trait {
    Trait(
      "\(option) with an SZX no larger than in step \(number)",
      found: { look in
        let wanted = look.scene.message(number)?.message.block(option).map { ", wanted were \($0)" } ?? ""
        return text(look, option) + wanted
      },
      if: { look in
        guard let limit = look.scene.message(number)?.message.block(option) else { return true }
        return look.message.block(option).map { $0.szx <= limit.szx } ?? false
      })
  }

  /// The size of step `number`.
  static func szx(_ option: OptionNumber, of number: Int) -> Trait {
    Trait(
      "\(option) with the SZX of step \(number)", found: { text($0, option) },
      if: { look in
        guard let block = look.scene.first(number).flatMap({ look.scene[$0].message.block(option) }) else {
          return true
        }
        return look.message.block(option)?.szx == block.szx
      })
  }

  /// The block that the request has or asks for.
  static func blockOfRequest(_ option: OptionNumber) -> Trait {
    Trait(
      "\(option) with the NUM of the request", found: { text($0, option) },
      if: { look in
        guard let request = look.scene.request(of: look.place).flatMap({ look.scene[$0].message.block(option) })
        else { return true }
        return look.message.block(option).map { $0.offset == request.offset } ?? false
      })
  }

  /// The block after the one before. Where one is left out, the capture may have lost it.
  static func nextBlock(_ option: OptionNumber) -> Trait {
    Trait { look in
      let bearer = look.scene.previous(before: look.place) {
        $0.message.has(option)
          && (option == .block1
            ? $0.source == look.scene.client && $0.destination == look.scene.server
            : $0.source == look.scene.server && $0.destination == look.scene.client)
      }
      guard let before = bearer.flatMap({ look.scene[$0].message.block(option) }),
        look.message.block(option)?.offset != before.offset + before.size
      else { return nil }
      return Violation(
        verdict: .inconclusive, expected: "\(option) for the bytes from \(before.offset + before.size) on",
        found: text(look, option))
    }
  }

  /// A payload that fills the block, or of the last block no more than that.
  static func payload(fills option: OptionNumber) -> Trait {
    Trait { look in
      guard let block = look.message.block(option) else { return nil }
      let length = look.captured.payloadLength
      guard block.more ? length != block.size : length > block.size else { return nil }
      return Violation(
        verdict: .fail, expected: "a payload of \(block.more ? "" : "at most ")\(block.size) bytes",
        found: "a payload of \(length) bytes")
    }
  }

  private static func text(_ look: Look, _ option: OptionNumber) -> String {
    guard let block = look.message.block(option) else { return "no \(option)" }
    return "\(option) \(block) (NUM \(block.num), M \(block.more ? 1 : 0), SZX \(block.szx))"
  }
}
