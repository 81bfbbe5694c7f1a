import Analysis
import DTLS

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Keys that are used in every run: lines `name = value`, the names being those of the options.
///
///     # the test bench
///     psk = esp32c3_id:esp32c3_key
///     keylog = ~/bench/keys.log
///     decode-as = 15684=dtls
struct ConfigFile {
  /// The names whose value is a path. One that is not absolute is taken from the folder of the file, and `~/` is home.
  enum PathName: String, CaseIterable {
    case pskFile = "psk-file"
    case keylog
    case rsaKey = "rsa-key"
    case oscore
  }

  /// Where it is.
  let path: String
  /// The keys of its lines `psk`, each with the name of the file.
  private(set) var presharedKeys: [PresharedKey] = []
  /// The paths it names.
  private(set) var paths: [PathName: String] = [:]
  /// Its lines `decode-as`.
  private(set) var statedPorts: [StatedPort] = []

  /// What reports call it.
  private static let name = "config"

  /// The usual place: `dtlscope/config` in `XDG_CONFIG_HOME`, or in `~/.config`. Nil if no file is there.
  static var usualPath: String? {
    let folder = absolute("XDG_CONFIG_HOME") ?? absolute("HOME").map { $0 + "/.config" }
    guard let path = folder.map({ $0 + "/dtlscope/config" }), access(path, F_OK) == 0 else { return nil }
    return path
  }

  private static func absolute(_ variable: String) -> String? {
    let value = getenv(variable).map { String(cString: $0) }
    return value?.hasPrefix("/") ?? false ? value : nil
  }

  /// Reads a file, or says in one line what is wrong with it, and never what a key is.
  init(path: String) throws {
    self.path = path
    let text = String(decoding: try InputFile.read(path), as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let line = line.trimmingBlanks
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      try read(line, place: "\(path), line \(index + 1)")
    }
    if !presharedKeys.isEmpty { try checkPermissions() }
  }

  private mutating func read(_ line: Substring, place: String) throws {
    guard let sign = line.firstIndex(of: "=") else { throw UserError("\(place): a line is NAME = VALUE") }
    let name = line[..<sign].trimmingBlanks
    let value = String(line[line.index(after: sign)...].trimmingBlanks)
    guard !value.isEmpty else { throw UserError("\(place): has no value") }
    if name == "psk" {
      let index = presharedKeys.count + 1
      presharedKeys.append(try KeyOptions.key(value, index, .named(Self.name), place: place))
    } else if name == "decode-as" {
      guard let stated = StatedPort(value) else { throw UserError("\(place): give decode-as = \(StatedPort.form)") }
      statedPorts.append(stated)
    } else if let name = PathName(rawValue: String(name)) {
      guard paths.updateValue(resolved(value), forKey: name) == nil else {
        throw UserError("\(place): \(name.rawValue) was given before; give one")
      }
    } else {
      let names = ["psk"] + PathName.allCases.map(\.rawValue) + ["decode-as"]
      throw UserError("\(place): no such name; there are \(names.joined(separator: ", "))")
    }
  }

  private func resolved(_ value: String) -> String {
    if value.hasPrefix("/") { return value }
    if value.hasPrefix("~/"), let home = Self.absolute("HOME") { return home + value.dropFirst() }
    return (path.lastIndex(of: "/").map { path[...$0] } ?? "") + value
  }

  /// As ssh does: keys in a file that others may read are not used, so that they do not stay so.
  private func checkPermissions() throws {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0 else { return }
    throw UserError("\(path): holds keys, and others may read or change it; chmod 600 \(path)")
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    let start = drop { $0.isWhitespace }
    return start.last?.isWhitespace ?? false
      ? start[...(start.lastIndex { !$0.isWhitespace } ?? start.startIndex)] : start
  }
}
