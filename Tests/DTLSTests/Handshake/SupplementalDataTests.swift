import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 4680 §2: no stack at hand sends it.
@Suite struct SupplementalDataTests {
  let bytes = hex("00000b 4002 0001 aa eeee 0002 bbcc")

  @Test func decodes() throws {
    let message = try SupplementalData(bytes: bytes)
    #expect(message.suppData.map(\.type.name) == ["authz_data", nil])
    #expect(message.suppData.map(\.data) == [hex("aa"), hex("bbcc")])
    #expect(message.fields[0].children.map(\.name) == ["SupplementalDataEntry", "SupplementalDataEntry"])
  }

  @Test func everyTruncationFails() {
    #expect(truncationsThatDecode(as: SupplementalData.self, bytes).isEmpty)
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("SupplementalData", "", at: bytes.count, .trailingBytes(1))) {
      try SupplementalData(bytes: bytes + [0])
    }
  }
}
