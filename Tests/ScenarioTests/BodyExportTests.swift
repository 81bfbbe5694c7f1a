import Foundation
import TestSupport
import Testing

/// What `export --bodies` writes.
@Suite struct BodyExportTests {
  private func export(_ name: String, to folder: String) throws -> Tool.Result {
    try Fixture(name).run("export", ["--bodies", folder])
  }

  private func index(_ scratch: Scratch) throws -> [JSON] {
    try String(decoding: scratch.bytes("out/index.ndjson"), as: UTF8.self).split(separator: "\n")
      .map { try JSON(bytes: [UInt8]($0.utf8)) }
  }

  @Test func bodiesInBlocksAreWhole() throws {
    let scratch = try Scratch()
    let result = try export("ok-ccm8-blockwise-put-get-openssl", to: scratch.path + "/out")
    #expect(result.status == 0 && result.errors == "" && result.text.hasSuffix("/out: 2 bodies\n"))
    let up = try scratch.bytes("out/000023-PUT-blob.bin")
    #expect(up.count == 2176)
    // What was uploaded is what is downloaded.
    #expect(try scratch.bytes("out/000050-2.05-blob.bin") == up)
    #expect(try index(scratch).map { $0["blocks"].number } == [9, 9])
  }

  @Test func aFileIsThereForEachBodyAndReadableByItsOwnerAlone() throws {
    let scratch = try Scratch()
    #expect(try export("coap-exchanges", to: scratch.path + "/out").status == 0)
    let entries = try index(scratch)
    let files = entries.compactMap(\.["file"].text)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/out")
    #expect(Set(names) == Set(files + ["index.ndjson"]) && files.count == 15)
    for entry in entries {
      let file = try #require(entry["file"].text)
      #expect(try entry["bytes"].number == scratch.bytes("out/" + file).count)
    }
    for name in names + [""] {
      let path = scratch.path + "/out/" + name
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == (name.isEmpty ? 0o700 : 0o600), "\(name)")
    }
    #expect(try scratch.bytes("out/000028-2.05-large_40005.txt").starts(with: "one 00 one 01".utf8))
    #expect(try scratch.bytes("out/000030-2.05-large_40006.txt").starts(with: "two 00 two 01".utf8))
    #expect(scratch.names == ["out"])
  }

  @Test func aFolderWithSomethingInItStaysAsItIs() throws {
    let scratch = try Scratch()
    let folder = scratch.path + "/out"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    #expect(try export("coap-exchanges", to: folder).status == 0)
    let before = try FileManager.default.contentsOfDirectory(atPath: folder)
    let result = try export("coap-exchanges", to: folder)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.hasSuffix("/out: is there already; give the name of a new folder, or of an empty one\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before.sorted())
    #expect(scratch.names == ["out"])
  }

  @Test func whatCannotBeWrittenLeavesNothing() throws {
    let scratch = try Scratch()
    let result = try export("coap-exchanges", to: scratch.path + "/none/out")
    #expect(result.status == 2 && result.errors.contains("/none/out: cannot be written: "))
    #expect(scratch.names.isEmpty)
  }
}
