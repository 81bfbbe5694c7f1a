/// An end of an association, by its part in the handshake.
package enum Side: String, Hashable, Sendable, CaseIterable {
  /// The end that sends ClientHello.
  case client
  /// The end that answers it.
  case server

  /// The other end.
  package var peer: Side { self == .client ? .server : .client }
}

/// One value for each end.
package struct PerSide<Value> {
  /// The client's.
  package var client: Value
  /// The server's.
  package var server: Value

  /// The same value for both ends.
  package init(both value: Value) {
    client = value
    server = value
  }

  /// One value for each.
  package init(client: Value, server: Value) {
    self.client = client
    self.server = server
  }

  /// The value of `side`.
  package subscript(side: Side) -> Value {
    _read {
      if side == .client { yield client } else { yield server }
    }
    _modify {
      if side == .client { yield &client } else { yield &server }
    }
  }
}

extension PerSide: Sendable where Value: Sendable {}
extension PerSide: Equatable where Value: Equatable {}
