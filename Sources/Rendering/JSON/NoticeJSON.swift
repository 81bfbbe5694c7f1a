import Analysis
import Bytes
import Capture

extension JSONWriter {
  /// The members of a notice.
  mutating func members(_ notice: NoticeFacts) {
    member("packet", notice.stamp.number)
    member("timestamp", nanoseconds: notice.stamp.nanoseconds)
    member("session", number: notice.session)
    member("source", notice.source)
    member("destination", notice.destination)
    key("id")
    value("\(notice.id)")
    member("text", notice.text)
  }

  private mutating func member(_ name: StaticString, _ endpoint: Endpoint?) {
    guard let endpoint else { return memberNull(name) }
    member(name, endpoint)
  }
}
