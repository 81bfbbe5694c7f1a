import Bytes
@testable import CoAP
import Testing

@Suite struct OptionDefinitionTests {
  @Test func theRowsAscendSoThatTheyAreFound() {
    let numbers = OptionDefinition.rows.map(\.number.rawValue)
    #expect(numbers == numbers.sorted())
    for number in UInt16.min...UInt16.max {
      #expect((OptionDefinition.of(OptionNumber(rawValue: number)) != nil) == numbers.contains(number))
    }
  }

  /// The R column of RFC 7252 table 4, RFC 9175 and RFC 9177.
  @Test func whichOptionsMayRepeat() {
    let repeatable = OptionDefinition.rows.filter(\.isRepeatable).map(\.number)
    #expect(
      repeatable == [
        .ifMatch, .eTag, .locationPath, .uriPath, .uriQuery, .locationQuery, .qBlock2, .requestTag,
      ])
  }

  @Test(
    arguments: [
      (7, 1, 2, "Max-Message-Size"), (7, 1, 4, "Block-Wise-Transfer"), (7, 1, 6, "Extended-Token-Length"),
      (7, 2, 2, "Custody"), (7, 3, 2, "Custody"), (7, 4, 2, "Alternative-Address"), (7, 4, 4, "Hold-Off"),
      (7, 5, 2, "Bad-CSM-Option"),
    ] as [(UInt8, UInt8, UInt16, String)])
  func signallingCodesHaveOptionsOfTheirOwn(_ class: UInt8, _ detail: UInt8, _ number: UInt16, _ name: String) {
    let definition = OptionDefinition.of(OptionNumber(rawValue: number), in: Code(`class`, detail))
    #expect(definition.map { "\($0.name)" } == name)
  }

  @Test func otherNumbersMeanNothingThere() {
    #expect(OptionDefinition.of(.uriPath, in: Code(7, 1)) == nil)
    #expect(OptionDefinition.of(OptionNumber(rawValue: 2), in: .get) == nil)
  }

  /// The quick look finds nothing wrong only where the exact one finds nothing wrong, whatever the option and the message.
  @Test func whatIsOrdinaryBreaksNoRule() throws {
    var ordinary = 0
    for number in 0..<80 as Range<UInt16> {
      for length in [0, 1, 2, 3, 4, 5, 8, 9, 255, 256, 1034, 1035] {
        let value = [UInt8](repeating: 7, count: length)
        let option = OptionView(number: OptionNumber(rawValue: number), value: value.span.bytes)
        for code in [Code.empty, .get, .post, .content, .badRequest, Code(1, 0), Code(7, 1)] {
          for previous in [nil, number, number &- 1] {
            guard OptionDefinition.isOrdinary(number, length: length, after: previous, in: code) else { continue }
            ordinary += 1
            let before = previous.map(OptionNumber.init(rawValue:))
            #expect(OptionViolation.rule(brokenBy: option, after: before, in: code) == nil)
          }
        }
      }
    }
    #expect(ordinary > 300)
  }

  /// What nearly every message has needs no exact look.
  @Test func commonOptionsAreOrdinary() {
    #expect(OptionDefinition.isOrdinary(11, length: 5, after: nil, in: .get))
    #expect(OptionDefinition.isOrdinary(11, length: 5, after: 11, in: .get))
    #expect(OptionDefinition.isOrdinary(12, length: 1, after: 11, in: .post))
    #expect(OptionDefinition.isOrdinary(12, length: 0, after: nil, in: .content))
    #expect(!OptionDefinition.isOrdinary(12, length: 1, after: 12, in: .content))
    #expect(!OptionDefinition.isOrdinary(11, length: 5, after: nil, in: .content))
    #expect(!OptionDefinition.isOrdinary(9, length: 300, after: nil, in: .get))
    #expect(!OptionDefinition.isOrdinary(2, length: 0, after: nil, in: .get))
  }
}
