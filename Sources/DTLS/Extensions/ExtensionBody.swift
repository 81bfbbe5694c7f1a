import Bytes

/// The body of an extension, which may have another form in every message that carries it.
package protocol ExtensionBody: FieldsShowing, Hashable, Sendable {
  /// The structure's name in its specification, for `DecodeError`.
  static var structure: StaticString { get }

  /// Decodes all of `reader` in the form that it has in `message`.
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError)
}

extension ExtensionBody where Self: Structure {
  /// The form is the same in every message.
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    try self.init(decoding: &reader)
  }
}

extension ByteReader {
  /// The body of an extension of `message`, which is all that this reader has left.
  func decode<Body: ExtensionBody>(in message: HandshakeType) throws(DecodeError) -> Body {
    var reader = renamed(Body.structure)
    return try Body(decoding: &reader, in: message)
  }

  /// Throws unless the extension `name`, whose presence is all that it says, has an empty body.
  func expectEmpty(_ name: StaticString) throws(DecodeError) {
    try renamed(name).expectEnd()
  }
}
