import Foundation
import TestSupport
import Testing

/// The tool's JSON is as `Docs/schema` says: `Scripts/test_report_schema.py` holds it against the schemas.
@Suite struct SchemaTests {
  private static let root = Fixtures.folder + "/.."

  @Test(.enabled(if: Program.python != nil, "needs Python with jsonschema (apt: python3-jsonschema)"))
  func theOutputIsAsTheSchemasSay() throws {
    let python = try #require(Program.python)
    let result = try Program.run(
      python, ["-m", "unittest", "discover", "-s", "Scripts", "-p", "test_report_schema.py"], in: Self.root,
      environment: ["DTLSCOPE": Tool.executable.path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("Ran ") && !result.errors.contains("Ran 0 tests"))
  }
}
