import Bytes
import CoAP
import Testing

@Suite struct MessageTypeTests {
  @Test func allFourValuesAreAssigned() {
    #expect((0...4).map { MessageType(bits: $0).description } == ["CON", "NON", "ACK", "RST", "CON"])
  }

  /// RFC 7252 table 1.
  @Test func whichCodesATypeMayCarry() {
    let codes: [Code] = [.get, .content, .empty, Code(7, 1), Code(1, 0)]
    #expect(codes.map(MessageType.confirmable.mayCarry) == [true, true, true, false, false])
    #expect(codes.map(MessageType.nonConfirmable.mayCarry) == [true, true, false, false, false])
    #expect(codes.map(MessageType.acknowledgement.mayCarry) == [false, true, true, false, false])
    #expect(codes.map(MessageType.reset.mayCarry) == [false, false, true, false, false])
  }
}
