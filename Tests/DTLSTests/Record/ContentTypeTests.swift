import Bytes
import DTLS
import Testing

@Suite struct ContentTypeTests {
  @Test(
    arguments: [
      (20, "change_cipher_spec"), (21, "alert"), (22, "handshake"), (23, "application_data"), (24, "heartbeat"),
      (25, "tls12_cid"), (26, "ack"), (27, "return_routability_check"),
    ] as [(UInt8, String)])
  func row(_ number: UInt8, _ name: String) {
    #expect(ContentType(rawValue: number).name == name)
    #expect(ContentType(rawValue: number).description == name)
  }

  @Test func everyRowIsTested() {
    #expect(ContentType.names.count == 8)
  }

  @Test func constantsHaveTheirNumbers() {
    let constants: [ContentType] = [
      .changeCipherSpec, .alert, .handshake, .applicationData, .heartbeat, .tls12CID, .ack, .returnRoutabilityCheck,
    ]
    #expect(constants.map(\.rawValue) == [20, 21, 22, 23, 24, 25, 26, 27])
  }

  @Test(arguments: [0, 19, 28, 64, 255] as [UInt8]) func anUnknownNumberIsAValue(_ number: UInt8) {
    #expect(ContentType(rawValue: number).name == nil)
    #expect(ContentType(rawValue: number).rawValue == number)
  }
}
