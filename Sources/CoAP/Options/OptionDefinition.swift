/// What a specification says of one option: one row of the table.
///
/// It holds no reference, so that looking one up for every option of every message counts none.
package struct OptionDefinition: Sendable {
  /// How the bytes of the value are to be read (RFC 7252 §3.2).
  package enum Format: Sendable {
    /// No bytes: that the option is there is what it says.
    case empty
    /// Bytes that mean something to their sender alone, or have a structure of their own.
    case opaque
    /// An unsigned integer, big-endian, leading zero bytes left out.
    case uint
    /// UTF-8 text in Net-Unicode form.
    case string
    /// `NUM`, `M` and `SZX` of a block-wise transfer (RFC 7959 §2.2).
    case block
    /// A uint that names a content format.
    case contentFormat
  }

  /// Which messages it is defined for.
  package enum Use: Sendable {
    /// Requests alone.
    case request
    /// Responses alone.
    case response
    /// Requests and responses.
    case either
  }

  /// Its number.
  package let number: OptionNumber
  /// Its name in the registry.
  package let name: StaticString
  /// How to read its value.
  package let format: Format
  /// Which lengths of the value, in bytes, are legal.
  package let length: ClosedRange<Int>
  /// Which messages it is defined for.
  package let use: Use
  /// Whether it may occur more than once (RFC 7252 §5.4.5).
  package let isRepeatable: Bool
  /// Where it is specified.
  package let reference: StaticString
}

extension OptionDefinition {
  /// The registered options, in ascending order.
  package static let rows: [OptionDefinition] = [
    row(1, "If-Match", .opaque, 0...8, .request, repeatable: true, "RFC 7252 §5.10.8.1"),
    row(3, "Uri-Host", .string, 1...255, .request, "RFC 7252 §5.10.1"),
    row(4, "ETag", .opaque, 1...8, .either, repeatable: true, "RFC 7252 §5.10.6"),
    row(5, "If-None-Match", .empty, 0...0, .request, "RFC 7252 §5.10.8.2"),
    row(6, "Observe", .uint, 0...3, .either, "RFC 7641 §2"),
    row(7, "Uri-Port", .uint, 0...2, .request, "RFC 7252 §5.10.1"),
    row(8, "Location-Path", .string, 0...255, .response, repeatable: true, "RFC 7252 §5.10.7"),
    row(9, "OSCORE", .opaque, 0...255, .either, "RFC 8613 §2"),
    row(11, "Uri-Path", .string, 0...255, .request, repeatable: true, "RFC 7252 §5.10.1"),
    row(12, "Content-Format", .contentFormat, 0...2, .either, "RFC 7252 §5.10.3"),
    row(14, "Max-Age", .uint, 0...4, .response, "RFC 7252 §5.10.5"),
    row(15, "Uri-Query", .string, 0...255, .request, repeatable: true, "RFC 7252 §5.10.1"),
    row(16, "Hop-Limit", .uint, 1...1, .request, "RFC 8768 §3"),
    row(17, "Accept", .contentFormat, 0...2, .request, "RFC 7252 §5.10.4"),
    row(19, "Q-Block1", .block, 0...3, .either, "RFC 9177 §4.1"),
    row(20, "Location-Query", .string, 0...255, .response, repeatable: true, "RFC 7252 §5.10.7"),
    row(21, "EDHOC", .empty, 0...0, .request, "RFC 9668 §3.1"),
    row(23, "Block2", .block, 0...3, .either, "RFC 7959 §2.1"),
    row(27, "Block1", .block, 0...3, .either, "RFC 7959 §2.1"),
    row(28, "Size2", .uint, 0...4, .either, "RFC 7959 §4"),
    row(31, "Q-Block2", .block, 0...3, .either, repeatable: true, "RFC 9177 §4.1"),
    row(35, "Proxy-Uri", .string, 1...1034, .request, "RFC 7252 §5.10.2"),
    row(39, "Proxy-Scheme", .string, 1...255, .request, "RFC 7252 §5.10.2"),
    row(60, "Size1", .uint, 0...4, .either, "RFC 7252 §5.10.9"),
    row(252, "Echo", .opaque, 1...40, .either, "RFC 9175 §2.2.1"),
    row(258, "No-Response", .uint, 0...1, .request, "RFC 7967 §2"),
    row(292, "Request-Tag", .opaque, 0...8, .request, repeatable: true, "RFC 9175 §3.2.1"),
    row(2049, "OCF-Accept-Content-Format-Version", .uint, 0...2, .request, "OCF Core"),
    row(2053, "OCF-Content-Format-Version", .uint, 0...2, .either, "OCF Core"),
  ]

  /// The row of `number` in requests and responses, or nil.
  package static func of(_ number: OptionNumber) -> OptionDefinition? {
    if number.rawValue < 64 {
      let index = Int(indices[Int(number.rawValue)])
      return index < rows.count ? rows[index] : nil
    }
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].number.rawValue < number.rawValue { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].number == number ? rows[low] : nil
  }

  /// Whether an option of `length` bytes after the option `previous` in a message of `code` surely breaks no rule: one
  /// look at a small table, for what nearly all options of nearly all messages are. False says nothing.
  static func isOrdinary(_ number: UInt16, length: Int, after previous: UInt16?, in code: Code) -> Bool {
    guard number < 64 else { return false }
    let ordinary = ordinaries[Int(number)]
    let isExpected = code.isRequest ? ordinary.inRequest : code.isResponse && ordinary.inResponse
    return isExpected && ordinary.lengths.contains(UInt16(clamping: length))
      && (previous != number || ordinary.isRepeatable)
  }

  /// What is ordinary for the numbers below 64. What has more rules than these is never ordinary: blocks have a reserved
  /// size, and ETag may be repeated in some messages only.
  private static let ordinaries:
    [(lengths: ClosedRange<UInt16>, inRequest: Bool, inResponse: Bool, isRepeatable: Bool)] =
      (0..<64).map {
        guard let row = of(OptionNumber(rawValue: UInt16($0))), row.format != .block else {
          return (0...0, false, false, false)
        }
        return (
          UInt16(row.length.lowerBound)...UInt16(row.length.upperBound), row.isDefined(for: .get),
          row.isDefined(for: .content), row.isRepeatable && row.number != .eTag
        )
      }

  /// The place in `rows` of each number below 64, which nearly all options have; 255 for those without a row.
  private static let indices: [UInt8] = rows.enumerated().reduce(into: Array(repeating: 255, count: 64)) {
    let number = Int($1.element.number.rawValue)
    if number < 64 { $0[number] = UInt8($1.offset) }
  }

  /// The row of `number` in a message of `code`: each signalling code has numbers of its own (RFC 8323 §5.2).
  package static func of(_ number: OptionNumber, in code: Code) -> OptionDefinition? {
    guard code.isSignalling else { return of(number) }
    return signallingRows.first { $0.code == code && $0.definition.number == number }?.definition
  }

  private static let signallingRows: [(code: Code, definition: OptionDefinition)] = [
    (Code(7, 1), row(2, "Max-Message-Size", .uint, 0...4, .either, "RFC 8323 §5.3.1")),
    (Code(7, 1), row(4, "Block-Wise-Transfer", .empty, 0...0, .either, "RFC 8323 §5.3.2")),
    (Code(7, 1), row(6, "Extended-Token-Length", .uint, 0...3, .either, "RFC 8974 §2.2.1")),
    (Code(7, 2), row(2, "Custody", .empty, 0...0, .either, "RFC 8323 §5.4.1")),
    (Code(7, 3), row(2, "Custody", .empty, 0...0, .either, "RFC 8323 §5.4.1")),
    (Code(7, 4), row(2, "Alternative-Address", .string, 1...255, .either, repeatable: true, "RFC 8323 §5.5")),
    (Code(7, 4), row(4, "Hold-Off", .uint, 0...3, .either, "RFC 8323 §5.5")),
    (Code(7, 5), row(2, "Bad-CSM-Option", .uint, 0...2, .either, "RFC 8323 §5.6")),
  ]

  private static func row(
    _ number: UInt16, _ name: StaticString, _ format: Format, _ length: ClosedRange<Int>, _ use: Use,
    repeatable: Bool = false, _ reference: StaticString
  ) -> OptionDefinition {
    OptionDefinition(
      number: OptionNumber(rawValue: number), name: name, format: format, length: length, use: use,
      isRepeatable: repeatable, reference: reference)
  }

  /// Whether it is defined for messages of `code`.
  package func isDefined(for code: Code) -> Bool {
    switch use {
    case .request: code.isRequest
    case .response: code.isResponse
    case .either: true
    }
  }
}
