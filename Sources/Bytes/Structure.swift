/// A structure of a specification that is decoded from bytes: the grammar, the properties and the reads stand in the
/// same order in its file.
package protocol Structure {
  /// The structure's name in its specification, for `DecodeError`.
  static var structure: StaticString { get }

  /// Decodes from `reader`, which is expected to hold nothing after it unless the type says otherwise.
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader) throws(DecodeError)
}

extension Structure {
  /// Decodes from `bytes`.
  package init(_ bytes: RawSpan) throws(DecodeError) {
    var reader = ByteReader(bytes, as: Self.structure)
    try self.init(decoding: &reader)
  }

  /// Decodes from owned bytes.
  package init(bytes: [UInt8]) throws(DecodeError) {
    try self.init(bytes.span.bytes)
  }
}
