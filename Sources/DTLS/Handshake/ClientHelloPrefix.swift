import Bytes

extension ClientHello {
  /// What a ClientHello that was cut short says before the cut, or nil if that is not even its version and random.
  package init?(prefix bytes: RawSpan) {
    var reader = ByteReader(bytes, as: Self.structure)
    guard let version = try? reader.readUInt16("client_version"), let random = try? Random(decoding: &reader) else {
      return nil
    }
    self.init(
      clientVersion: ProtocolVersion(rawValue: version), random: random,
      sessionID: (try? reader.readOpaque8("session_id")) ?? [], cookie: (try? reader.readOpaque8("cookie")) ?? [],
      cipherSuites: (try? reader.readList16("cipher_suites")) ?? [], compressionMethods: [], extensions: [])
  }
}
