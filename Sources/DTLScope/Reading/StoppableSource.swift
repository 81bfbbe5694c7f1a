import Capture

/// A capture that is over as soon as nobody wants more of it.
final class StoppableSource: CaptureSource {
  private let source: any CaptureSource
  private let isUnwanted: () -> Bool

  /// `source`, as long as `isUnwanted` is false.
  init(_ source: any CaptureSource, isUnwanted: @escaping () -> Bool) {
    self.source = source
    self.isUnwanted = isUnwanted
  }

  var path: String { source.path }
  var linkTypes: [LinkType] { source.linkTypes }
  var wasCut: Bool { source.wasCut }
  var fractionRead: Double? { source.fractionRead }
  var inputIsPending: Bool { source.inputIsPending }

  func waitForInput(milliseconds: Int32) -> Bool { source.waitForInput(milliseconds: milliseconds) }

  func next(secrets: (any SecretsHandler)?, _ body: (borrowing Frame) -> Void) throws(CaptureError) -> Bool {
    if isUnwanted() { return false }
    return try source.next(secrets: secrets, body)
  }
}
