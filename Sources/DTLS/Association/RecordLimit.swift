/// How long records may be, as the ends agreed.
package struct RecordLimit: Hashable, Sendable {
  /// Bytes of plaintext.
  package let length: Int
  /// The extension that says so.
  package let type: ExtensionType

  /// A limit of `length` bytes that `type` states.
  package init(length: Int, type: ExtensionType) {
    self.length = length
    self.type = type
  }
}

extension Handshake {
  /// The limit for records of `sender`, or nil if there is none.
  ///
  /// record_size_limit says what its own sender takes, in protected records; with it, max_fragment_length says nothing
  /// (RFC 8449 §4 and §5). That holds for both directions, and for all records (RFC 6066 §4).
  package func recordLimit(of sender: Side, isProtected: Bool) -> RecordLimit? {
    guard let serverHello, let clientHello else { return nil }
    let server = serverHello.extensions + (encryptedExtensions ?? [])
    if let limits = server.recordSizeLimit.flatMap({ server in
      clientHello.extensions.recordSizeLimit.map { PerSide(client: server, server: $0) }
    }) {
      // In DTLS 1.3 the content type behind the content counts as well.
      let length = version == .dtls13 ? limits[sender] - 1 : limits[sender]
      return isProtected ? RecordLimit(length: length, type: .recordSizeLimit) : nil
    }
    return server.maxFragmentLength.map { RecordLimit(length: $0, type: .maxFragmentLength) }
  }
}

extension Association {
  /// How long the records of `sender` may be in the clear and protected, as the last handshake with a ServerHello agreed;
  /// nil before one came.
  package func recordLimits(of sender: Side) -> (plain: RecordLimit?, protected: RecordLimit?)? {
    guard let last = handshakes.lastIndex(where: { $0.serverHello != nil }) else { return nil }
    return (
      handshakes[last].recordLimit(of: sender, isProtected: false),
      handshakes[last].recordLimit(of: sender, isProtected: true)
    )
  }
}
