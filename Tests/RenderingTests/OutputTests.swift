import TestSupport
import Testing

@testable import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct OutputTests {
  /// The names in a folder of its own that begins with `path`, the folder's name left out.
  private func folder() -> String {
    var template = [CChar]("/tmp/dtlscope-test-XXXXXX".utf8CString)
    return mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
  }

  private func names(_ folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  @Test func aFileIsThereWholeOrNotAtAll() throws {
    let folder = folder()
    let path = folder + "/report"
    do {
      let output = try Output(path: path)
      output.append("half")
      output.flush()
      #expect(names(folder).count == 1 && names(folder) != ["report"])
    }
    #expect(names(folder).isEmpty)
    let output = try Output(path: path)
    output.append("whole")
    try output.finish()
    #expect(names(folder) == ["report"])
    #expect(contents(path) == [UInt8]("whole".utf8))
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    unlink(path)
    rmdir(folder)
  }

  @Test func whatWasThereStaysUntilTheEnd() throws {
    let file = TemporaryFile([UInt8]("old".utf8))
    let output = try Output(path: file.path)
    output.append("new")
    output.flush()
    #expect(contents(file.path) == [UInt8]("old".utf8))
    try output.finish()
    #expect(contents(file.path) == [UInt8]("new".utf8))
  }

  @Test func moreThanAPieceIsWrittenWhole() throws {
    let file = TemporaryFile([])
    let output = try Output(path: file.path)
    let line = String(repeating: "0123456789", count: 1000)
    for _ in 0..<100 { output.append(line) }
    output.append([UInt8]("end".utf8).span.bytes)
    try output.finish()
    let bytes = contents(file.path)
    #expect(bytes.count == 1_000_003 && bytes.suffix(3) == [UInt8]("end".utf8)[...])
  }

  @Test func aPathThatCannotBeWrittenIsAnErrorAtOnce() {
    let error = #expect(throws: Output.WriteError.self) { try Output(path: "/nonexistent/report") }
    #expect(error?.description == "/nonexistent/report: cannot be written: No such file or directory")
  }
}
