import ArgumentParser
import Capture
import Rendering

/// `dtlscope interfaces`: what can be captured on.
struct Interfaces: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the interfaces of this machine: names, addresses, link types.",
    discussion: "The link types are shown to those who may capture.")

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "No hint when privileges are needed.")
  var isQuiet = false

  func run() throws {
    let interfaces = try NetworkInterface.all()
    let output = Output()
    let width = interfaces.map(\.name.count).max() ?? 0
    for interface in interfaces {
      var facts = [interface.isUp ? "up" : "down"]
      if interface.isLoopback { facts.append("loopback") }
      if !interface.linkTypes.isEmpty { facts.append(interface.linkTypes.map { "\($0)" }.joined(separator: " ")) }
      facts += interface.addresses
      if let description = interface.description { facts.append(description) }
      let padding = String(repeating: " ", count: width - interface.name.count)
      let line = SafeText.string("\(interface.name)\(padding)  \(facts.joined(separator: ", "))")
      output.append(Wrapping.hanging(line, .of(output), indent: width + 2, first: 0) + "\n")
    }
    if !isQuiet, interfaces.contains(where: \.needsPrivileges) {
      Diagnostics.report(
        "link types and capturing need privileges: sudo, or `sudo setcap cap_net_raw+eip` on this program")
    }
    try output.finish()
  }
}
