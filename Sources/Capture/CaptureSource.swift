/// Where frames come from: a file, standard input or an interface.
package protocol CaptureSource: AnyObject {
  /// The path as given; `-` for standard input.
  var path: String { get }
  /// The link types of the frames, in the order first seen.
  var linkTypes: [LinkType] { get }
  /// Whether the capture ends in mid-packet; what came before was delivered.
  var wasCut: Bool { get }
  /// How much of the capture has been read, from 0 to 1; nil if its length is not known.
  var fractionRead: Double? { get }
  /// Whether `next` can be expected to return without waiting; always true for a regular file.
  ///
  /// Asked before `next`, it lets the caller write what it holds back before the wait.
  var inputIsPending: Bool { get }
  /// What each interface received and dropped so far; empty of what was captured elsewhere.
  var interfaceDrops: [DropCounts] { get }
  /// What the capture says to people beside the frame that was passed on last.
  var comments: [String] { get }

  /// The name of an interface, by the number that its frames have; nil if it has none.
  func name(ofInterface number: Int) -> String?

  /// Waits until `next` can be expected to return without waiting, at most so long and until a signal comes; whether it
  /// can. It can also when the capture is over.
  func waitForInput(milliseconds: Int32) -> Bool

  /// Passes the next frame to `body`, and the secrets that stand before it to `secrets`; false at the end of the capture.
  func next(secrets: (any SecretsHandler)?, _ body: (borrowing Frame) -> Void) throws(CaptureError) -> Bool
}

extension CaptureSource {
  package var interfaceDrops: [DropCounts] { [] }
  package var comments: [String] { [] }
  package func name(ofInterface number: Int) -> String? { nil }

  /// Passes the next frame to `body`, and over any secrets; false at the end of the capture.
  package func next(_ body: (borrowing Frame) -> Void) throws(CaptureError) -> Bool {
    try next(secrets: nil, body)
  }
}
