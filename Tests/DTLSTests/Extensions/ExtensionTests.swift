import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ExtensionTests {
  /// The extensions of a message that holds these bytes, with their length before them.
  func decodeAll(_ digits: String, in message: HandshakeType = .encryptedExtensions) throws -> [Extension] {
    let bytes = hex(digits)
    return try EncryptedExtensions(bytes: [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes).extensions
  }

  func decodeOne(_ type: ExtensionType, _ digits: String, in message: HandshakeType = .clientHello) -> Extension {
    let bytes = hex(digits)
    return Extension(type: type, body: ByteReader(bytes.span.bytes, as: "ClientHello"), in: message)
  }

  @Test func anUnknownExtensionKeepsItsBytes() throws {
    let extensions = try decodeAll("eeee 0002 abcd")
    #expect(extensions == [.unknown(ExtensionType(rawValue: 0xeeee), hex("abcd"))])
    #expect(extensions[0].field == Field("unknown 61166 (0xeeee)", "abcd"))
  }

  @Test func oneMalformedExtensionLeavesTheRest() throws {
    let extensions = try decodeAll("001c 0001 40  0017 0000")
    let error = DecodeError("RecordSizeLimit", "RecordSizeLimit", at: 6, .needs(2, has: 1))
    #expect(extensions == [.malformed(.recordSizeLimit, hex("40"), error), .extendedMasterSecret])
    #expect(
      extensions[0].field
        == Field(
          "record_size_limit",
          [
            Field("malformed", "RecordSizeLimit.RecordSizeLimit at 6: needs 2, has 1"), Field("extension_data", "40"),
          ]))
    #expect(extensions.recordSizeLimit == nil)
  }

  @Test func anExtensionLongerThanTheListIsMalformed() throws {
    let extensions = try decodeAll("0017 0000  001c 0009 4000")
    let error = DecodeError("EncryptedExtensions", "extension_data", at: 10, .needs(9, has: 2))
    #expect(extensions == [.extendedMasterSecret, .malformed(.recordSizeLimit, hex("0009 4000"), error)])
  }

  @Test func halfATypeIsAnError() {
    #expect(throws: DecodeError("EncryptedExtensions", "extension_type", at: 2, .needs(2, has: 1))) {
      try EncryptedExtensions(bytes: hex("0001 00"))
    }
  }

  @Test(
    arguments: [
      ExtensionType.clientCertificateURL, .truncatedHMAC, .encryptThenMAC, .extendedMasterSecret, .postHandshakeAuth,
      .rrc,
    ])
  func anExtensionWithoutABodyIsMalformedWithOne(type: ExtensionType) {
    let empty = decodeOne(type, "")
    #expect(empty.type == type)
    #expect(empty.field == Field(type.description, ""))
    guard case .malformed(type, [0], let error) = decodeOne(type, "00") else {
      Issue.record("\(type) has a body")
      return
    }
    #expect(error.reason == .trailingBytes(1))
  }

  @Test(arguments: [ExtensionType.trustedCAKeys, .quicTransportParameters, .encryptedClientHello])
  func anExtensionThatIsNotDissectedKeepsItsBytes(type: ExtensionType) {
    let element = decodeOne(type, "abcd")
    #expect(element.type == type)
    #expect(element.field == Field(type.description, "abcd"))
  }

  /// Whatever a body holds, the extension keeps the number it was sent with.
  @Test func everyTypeIsKeptWhateverTheBodyHolds() {
    let bodies = ["", "00", "0000", "000000000000", "0001 00 00", "ff", "01 00", "0002 0017", "0003 02 6869"]
    let messages: [HandshakeType] = [
      .clientHello, .serverHello, .helloRetryRequest, .encryptedExtensions, .certificate, .certificateRequest,
      .newSessionTicket,
    ]
    for number in ExtensionType.names.keys {
      let type = ExtensionType(rawValue: number)
      for body in bodies {
        for message in messages {
          let element = decodeOne(type, body, in: message)
          #expect(element.type == type)
          #expect(element.field.name == type.description)
        }
      }
    }
  }

  @Test func lookupsFindWhatIsThere() throws {
    let extensions = try decodeAll(
      "0001 0001 02  0004 0000  0016 0000  0017 0000  001c 0002 0200  0023 0001 aa  002b 0002 fefc  0036 0002 01bb")
    #expect(extensions.maxFragmentLength == 1024)
    #expect(extensions.hasTruncatedHMAC)
    #expect(extensions.hasEncryptThenMAC)
    #expect(extensions.hasExtendedMasterSecret)
    #expect(extensions.recordSizeLimit == 512)
    #expect(extensions.sessionTicket == hex("aa"))
    #expect(extensions.supportedVersions == [.dtls13])
    #expect(extensions.connectionID?.cid == hex("bb"))
    #expect(extensions.first(.cookie) == nil)
    #expect(extensions.serverName == nil)
  }

  @Test func lookupsFindNothingInNothing() {
    let extensions: [Extension] = []
    #expect(!extensions.hasExtendedMasterSecret && !extensions.hasEncryptThenMAC && !extensions.hasTruncatedHMAC)
    #expect(extensions.connectionID == nil && extensions.serverName == nil && extensions.supportedVersions == nil)
    #expect(extensions.sessionTicket == nil && extensions.maxFragmentLength == nil)
    #expect(extensions.preSharedKey == nil && extensions.keyShare == nil)
    #expect(extensions.supportedGroups == nil && extensions.signatureAlgorithms == nil)
    #expect(extensions.clientCertificateTypes == nil && extensions.serverCertificateTypes == nil)
  }

  @Test func aMalformedPresenceIsNone() throws {
    #expect(try !decodeAll("0017 0001 00").hasExtendedMasterSecret)
  }

  @Test func theConnectionIDOfTheRFCComesBeforeItsForerunners() throws {
    let both = try decodeAll("00fe 0002 01aa  0036 0002 01bb")
    #expect(both.connectionID?.type == .connectionID)
    #expect(both.connectionID?.cid == hex("bb"))
    let draft = try decodeAll("0035 0001 00")
    #expect(draft.connectionID?.type == .connectionIDDraft)
    #expect(draft.connectionID?.cid == [])
  }
}
