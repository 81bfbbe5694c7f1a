import Bytes
import CoAP
import Testing

@Suite struct CodeTests {
  @Test(
    arguments: [
      (0x00, "0.00", "Empty"), (0x01, "0.01", "GET"), (0x02, "0.02", "POST"), (0x03, "0.03", "PUT"),
      (0x04, "0.04", "DELETE"), (0x05, "0.05", "FETCH"), (0x06, "0.06", "PATCH"), (0x07, "0.07", "iPATCH"),
      (0x41, "2.01", "Created"), (0x42, "2.02", "Deleted"), (0x43, "2.03", "Valid"), (0x44, "2.04", "Changed"),
      (0x45, "2.05", "Content"), (0x5f, "2.31", "Continue"), (0x80, "4.00", "Bad Request"),
      (0x81, "4.01", "Unauthorized"), (0x82, "4.02", "Bad Option"), (0x83, "4.03", "Forbidden"),
      (0x84, "4.04", "Not Found"), (0x85, "4.05", "Method Not Allowed"), (0x86, "4.06", "Not Acceptable"),
      (0x88, "4.08", "Request Entity Incomplete"), (0x89, "4.09", "Conflict"), (0x8c, "4.12", "Precondition Failed"),
      (0x8d, "4.13", "Request Entity Too Large"), (0x8f, "4.15", "Unsupported Content-Format"),
      (0x96, "4.22", "Unprocessable Entity"), (0x9d, "4.29", "Too Many Requests"),
      (0xa0, "5.00", "Internal Server Error"), (0xa1, "5.01", "Not Implemented"), (0xa2, "5.02", "Bad Gateway"),
      (0xa3, "5.03", "Service Unavailable"), (0xa4, "5.04", "Gateway Timeout"),
      (0xa5, "5.05", "Proxying Not Supported"), (0xa8, "5.08", "Hop Limit Reached"), (0xe1, "7.01", "CSM"),
      (0xe2, "7.02", "Ping"), (0xe3, "7.03", "Pong"), (0xe4, "7.04", "Release"), (0xe5, "7.05", "Abort"),
    ] as [(UInt8, String, String)])
  func row(_ number: UInt8, _ dotted: String, _ name: String) {
    let code = Code(rawValue: number)
    #expect(code.dotted == dotted)
    #expect(code.name == name)
    #expect(code.description == name)
    #expect(Code(code.class, code.detail) == code)
  }

  @Test func everyRowIsTested() {
    #expect(Code.names.count == 40)
  }

  @Test func anUnknownCodeIsAValue() {
    let code = Code(rawValue: 0x4a)
    #expect(code.name == nil)
    #expect(code.description == "unknown 2.10")
    #expect(code.isResponse)
  }

  @Test func theClassesAreDisjoint() {
    for number in UInt8.min...UInt8.max {
      let code = Code(rawValue: number)
      let kinds = [code.isEmpty, code.isRequest, code.isResponse, code.isSignalling].filter { $0 }.count
      #expect(kinds == ([1, 3, 6].contains(code.class) ? 0 : 1), "\(code)")
    }
  }
}
