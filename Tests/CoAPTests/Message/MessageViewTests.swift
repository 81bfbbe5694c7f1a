import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct MessageViewTests {
  /// GET with Observe 0, Uri-Path "a", Block2 1/0/64; from RFC 7959 figure 2 with Observe added.
  let request = hex("42 01 1234 abcd 60 51 61 c1 12")

  @Test func readsFieldsAndOptions() throws {
    let view = try MessageView(request.span.bytes)
    let token = [UInt8](view.token)
    var numbers: [OptionNumber] = []
    var values: [[UInt8]] = []
    var options = view.options
    while let option = options.next() {
      numbers.append(option.number)
      values.append([UInt8](option.value))
    }
    let observe = view.observe
    let block2 = view.block2
    let block1 = view.block1
    let payloadLength = view.payload.byteCount
    #expect(view.version == 1)
    #expect(token == [0xab, 0xcd])
    #expect(numbers == [.observe, .uriPath, .block2])
    #expect(values == [[], [0x61], [0x12]])
    #expect(observe == .register)
    #expect(block2 == Block(num: 1, more: false, szx: 2))
    #expect(block1 == nil)
    #expect(payloadLength == 0)
  }

  @Test func theFirstOptionOfLegalLengthCounts() throws {
    let bytes = hex("5045 0001 c3 010203 02 0128 01 32 ff 41")
    let view = try MessageView(bytes.span.bytes)
    let format = view.contentFormat
    let owned = Message(view).contentFormat
    let payload = [UInt8](view.payload)
    #expect(format == ContentFormat(rawValue: 0x0128))
    #expect(owned == format)
    #expect(payload == [0x41])
  }

  @Test func composesPathAndQuery() throws {
    let bytes = hex("4001 0001 b1 61 01 62 43 613d31 03 623d32")
    let view = try MessageView(bytes.span.bytes)
    var text = TextBuffer()
    view.appendPath(to: &text)
    text.append(UInt8(ascii: " "))
    view.appendQuery(to: &text)
    let owned = Message(view)
    #expect(text.string == "/a/b a=1&b=2")
    #expect(owned.path == "/a/b")
    #expect(owned.query == "a=1&b=2")
  }

  @Test(
    arguments: [
      ("6000 1587", nil), ("6100 1587 01", "CoAP.TKL at 0: an Empty message has no token"),
      ("7000 1587 ff41", "CoAP.Message ID at 4: an Empty message ends after it"), ("6145 1587 01 ff41", nil),
    ] as [(String, String?)])
  func anEmptyMessageWithMoreIsDecodedAndNamed(_ bytes: String, _ violation: String?) throws {
    #expect(try MessageView(hex(bytes).span.bytes).emptyMessageViolation?.description == violation)
  }

  @Test func thePathIsNeverEmpty() throws {
    for (bytes, path) in [("4001 0001", "/"), ("4001 0001 b0", "/"), ("4001 0001 b0 00", "//"), ("4001 0001 c0", "/")] {
      let message = hex(bytes)
      let view = try MessageView(message.span.bytes)
      var text = TextBuffer()
      view.appendPath(to: &text)
      view.appendQuery(to: &text)
      let owned = Message(view)
      #expect(text.string == path)
      #expect(owned.path == path)
      #expect(owned.query == "")
    }
  }
}
