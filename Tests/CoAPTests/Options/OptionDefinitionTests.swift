import Bytes
import CoAP
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
}
