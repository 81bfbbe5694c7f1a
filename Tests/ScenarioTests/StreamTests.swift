import Foundation
import TestSupport
import Testing

/// Standard input is analyzed while it comes.
@Suite struct StreamTests {
  /// Seconds after which a line that has not come will not come.
  static let patience = 30.0

  @Test(.timeLimit(.minutes(2)))
  func aPacketIsShownBeforeTheNextOneComes() throws {
    let fixture = Fixture("lossy-drop-ch2")
    let listing = try fixture.run("packets").lines
    let capture = try fixture.bytes("capture.pcap")
    let pipes = try Pipes(["packets", "-"] + fixture.arguments.dropFirst())
    defer { pipes.stop() }
    var offset = 24
    pipes.send(capture.prefix(offset))
    for line in listing.prefix(3) {
      let length = 16 + Int(capture[offset + 8]) + Int(capture[offset + 9]) << 8
      pipes.send(capture[offset..<(offset + length)])
      offset += length
      #expect(pipes.readLine() == line)
    }
    #expect(pipes.process.isRunning)
    pipes.send(capture[offset...])
    pipes.closeInput()
    #expect(pipes.readRest() == listing.dropFirst(3).map { $0 + "\n" }.joined())
    pipes.process.waitUntilExit()
    #expect(pipes.process.terminationStatus == 0)
  }

  @Test(.timeLimit(.minutes(2)))
  func objectsComeAsSoonAsTheyAreKnown() throws {
    let fixture = Fixture("lossy-drop-ch2")
    let options = ["--format", "ndjson"] + (try fixture.arguments.dropFirst())
    let pipes = try Pipes(["analyze", "-"] + options)
    defer { pipes.stop() }
    let capture = try fixture.bytes("capture.pcap")
    // Up to the end of the last packet but one: the session is not over.
    var ends = [24]
    while let end = ends.last, end < capture.count {
      ends.append(end + 16 + Int(capture[end + 8]) + Int(capture[end + 9]) << 8)
    }
    pipes.send(capture.prefix(ends[ends.count - 2]))
    var kinds: [String] = []
    while kinds.count < 7, let line = pipes.readLine() {
      kinds.append(try JSON(bytes: [UInt8](line.utf8))["kind"].text ?? "")
    }
    #expect(kinds == ["handshake", "session", "coap", "coap", "coap", "coap", "alert"])
    pipes.closeInput()
    let rest = pipes.readRest().split(separator: "\n").map(String.init)
    let last = try rest.map { try JSON(bytes: [UInt8]($0.utf8))["kind"].text }
    #expect(last.filter { $0 != "finding" } == ["exchange", "session", "capture"])
  }
}

/// A run of the tool with pipes at its standard input and output.
final class Pipes {
  let process: Process
  private let input = Pipe()
  private let output = Pipe()
  private var pending: [UInt8] = []

  init(_ arguments: [String]) throws {
    process = Tool.process(arguments, in: nil)
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  func stop() {
    if process.isRunning { process.terminate() }
  }

  func send(_ bytes: some Sequence<UInt8>) {
    try? input.fileHandleForWriting.write(contentsOf: Data(bytes))
  }

  func closeInput() {
    try? input.fileHandleForWriting.close()
  }

  /// The next line, without its end; nil if none comes in time.
  func readLine() -> String? {
    while !pending.contains(UInt8(ascii: "\n")) {
      guard waitForOutput(), readSome() else { return nil }
    }
    let line = pending.prefix { $0 != UInt8(ascii: "\n") }
    pending.removeFirst(line.count + 1)
    return String(decoding: line, as: UTF8.self)
  }

  /// All that is left, up to the end of the output.
  func readRest() -> String {
    while waitForOutput(), readSome() {}
    return String(decoding: pending, as: UTF8.self)
  }

  private func readSome() -> Bool {
    let data = output.fileHandleForReading.availableData
    pending += data
    return !data.isEmpty
  }

  private func waitForOutput() -> Bool {
    var descriptor = pollfd(
      fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, Int32(StreamTests.patience * 1000)) > 0
  }
}
