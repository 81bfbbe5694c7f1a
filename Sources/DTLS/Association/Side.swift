/// An end of an association, by its part in the handshake.
///
/// `public`, like `PerSide`, for the reason that `DecodeError` gives.
public enum Side: String, Hashable, Sendable, CaseIterable {
  /// The end that sends ClientHello.
  case client
  /// The end that answers it.
  case server

  /// Whether both are the same end.
  @inlinable public static func == (one: Side, other: Side) -> Bool {
    switch (one, other) {
    case (.client, .client), (.server, .server): true
    default: false
    }
  }

  /// The other end.
  @inlinable public var peer: Side {
    switch self {
    case .client: .server
    case .server: .client
    }
  }
}

/// One value for each end.
@frozen public struct PerSide<Value> {
  /// The client's.
  public var client: Value
  /// The server's.
  public var server: Value

  /// The same value for both ends.
  @inlinable public init(both value: Value) {
    client = value
    server = value
  }

  /// One value for each.
  @inlinable public init(client: Value, server: Value) {
    self.client = client
    self.server = server
  }

  /// The value of `side`.
  @inlinable public subscript(side: Side) -> Value {
    _read {
      switch side {
      case .client: yield client
      case .server: yield server
      }
    }
    _modify {
      switch side {
      case .client: yield &client
      case .server: yield &server
      }
    }
  }
}

extension PerSide where Value: BitwiseCopyable {
  /// The value of `side`: by value, because a coroutine that other modules call takes memory from the heap.
  @inlinable public subscript(side: Side) -> Value {
    @inline(__always) get {
      switch side {
      case .client: client
      case .server: server
      }
    }
    @inline(__always) set {
      switch side {
      case .client: client = newValue
      case .server: server = newValue
      }
    }
  }
}

extension PerSide: Sendable where Value: Sendable {}
extension PerSide: Equatable where Value: Equatable {}
