import Foundation
import TestSupport
import Testing

/// The objects of a report agree, and the document names their keys. Their types: `SchemaTests`.
@Suite struct ReportTests {
  @Test func theDocumentNamesEveryKey() throws {
    let keys = try Fixture.all.reduce(into: Set<String>()) { $0.formUnion(try $1.report().keys) }
    let document = String(decoding: contents(Fixtures.folder + "/../Docs/report.md"), as: UTF8.self)
    let words = Set(document.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    #expect(keys.subtracting(words).sorted() == [])
  }

  @Test func valuesOfDifferentObjectsAgree() throws {
    for fixture in Fixture.all {
      let report = try fixture.report()
      let packets = report["captures"][0]["packets"].number ?? 0
      let messages = report["coap"]["messages"].elements
      #expect(report["sessions"].elements.map { $0["id"].number } == report["sessions"].elements.indices.map { $0 + 1 })
      for session in report["sessions"].elements {
        let first = try #require(session["firstPacket"].number)
        let last = try #require(session["lastPacket"].number)
        #expect(1 <= first && first <= last && last <= packets, "\(fixture.name)")
        let own = messages.filter { $0["session"] == session["id"] && $0["authentic"] == .flag(true) }
        #expect(session["coapMessages"].number == own.count, "\(fixture.name)")
        for side in ["client", "server"] {
          let records = session["records"][side]
          #expect(records["decrypted"].number ?? 0 <= records["applicationData"].number ?? 0, "\(fixture.name)")
        }
      }
    }
  }
}
