/// A list that seldom has more than one element: the first is held in place, so that it costs no allocation.
///
/// `public` for the reason that `DecodeError` gives.
public struct ShortList<Element>: RandomAccessCollection, MutableCollection {
  @usableFromInline var head: Element?
  @usableFromInline var tail: [Element] = []

  /// An empty list.
  @inlinable
  public init() {}

  /// A list of one element.
  @inlinable
  public init(_ element: Element) {
    head = element
  }

  /// 0.
  @inlinable
  public var startIndex: Int { 0 }

  /// Number of elements.
  @inlinable
  public var endIndex: Int { head == nil ? 0 : 1 &+ tail.count }

  /// The element at `position`, which has to be below the number of elements.
  @inlinable
  public subscript(position: Int) -> Element {
    get {
      guard position == 0 else { return tail[position - 1] }
      guard let head else { preconditionFailure("no element 0") }
      return head
    }
    _modify {
      if position == 0 {
        // Taken out and put back, so that what it holds is not copied when it changes.
        guard var element = head.take() else { preconditionFailure("no element 0") }
        defer { head = element }
        yield &element
      } else {
        yield &tail[position - 1]
      }
    }
  }

  /// Adds an element at the end.
  @inlinable
  public mutating func append(_ element: Element) {
    if head == nil { head = element } else { tail.append(element) }
  }
}

extension ShortList: Sendable where Element: Sendable {}
extension ShortList: Equatable where Element: Equatable {}
